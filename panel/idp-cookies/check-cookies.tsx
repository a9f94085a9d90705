import { useSignal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { mayBeCookies } from '../../src/core/cookies/reading.ts';
import type { Flow } from '../../src/core/model.ts';
import { useSurroundings } from '../around.ts';
import { isNextToAsk } from '../ask-chrome/offered.ts';
import { useStore } from '../store.ts';
import { deniedWords, resultWords } from './cookie-words.ts';

/** Reads the identity provider's cookies on the click; Chrome asks for the permission the first time. */
export function CheckCookies({ flow }: { flow: Flow }) {
  const { log } = useStore();
  const { earlier } = useSurroundings(flow);
  const busy = useSignal(false);
  const said = useSignal('');
  const { cookieReading } = log;
  if (cookieReading === undefined || !mayBeCookies(flow, earlier)) return null;
  const check = async () => {
    busy.value = true;
    said.value = 'If Chrome asks for your permission, answer it in the browser window.';
    // Before anything else: Chrome asks only in the click itself.
    const isGranted = await browser.permissions.request({ permissions: ['cookies'] }).catch(String);
    said.value = isGranted === true ? resultWords(await cookieReading.read(flow.id)) : deniedWords(isGranted || '');
    busy.value = false;
  };
  return (
    <>
      <button
        type="button"
        class={`button ${flow.cookies === undefined && !isNextToAsk(flow, log) ? 'primary' : ''}`}
        title="Which cookies the identity provider has here, and which of them Chrome sends: names and attributes, never values"
        disabled={busy.value}
        onClick={() => void check()}
      >
        Check cookies
      </button>
      <output class="said">{said.value}</output>
    </>
  );
}
