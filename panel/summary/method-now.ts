import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MethodLook } from '../../src/core/expectation/page-look.ts';
import type { Flow } from '../../src/core/model.ts';
import { useStore } from '../store.ts';
import type { Fact } from './facts.ts';

/** What a look at the method says about calls that went through it; nothing where it is as it should be. */
function methodFact(method: MethodLook | undefined): Fact | undefined {
  const name = 'Method now';
  switch (method?.kind) {
    case 'replaced':
      return {
        name,
        lines: [`${method.where} was replaced by a script`, ...(method.source === undefined ? [] : [method.source])],
        note: 'in the page as it is shown now',
      };
    case 'native':
      return {
        name,
        lines: ['CredentialsContainer.prototype.get is Chrome’s own again'],
        note: 'later calls are not seen',
      };
    case 'watched':
    case 'unknown':
    case undefined:
      return undefined;
  }
}

/** The look, taken once for each flow whose own document the tab still shows: a wrapper may call on out of a timer. */
export function useMethodFact(flow: Flow): Fact | undefined {
  const { log, seen } = useStore();
  const found = useSignal<Fact | undefined>(undefined);
  const shown = seen.value.navigations.at(-1)?.documentId;
  const { api, imported, page } = flow;
  const isThere = api === 'credentials.get' && !imported && page.frameId === 0 && page.documentId === shown;
  useEffect(() => {
    found.value = undefined;
    if (!isThere) return;
    let isOver = false;
    void log.lookAtPage?.().then(look => {
      if (!isOver) found.value = methodFact(look?.frames.find(({ isTop }) => isTop)?.method);
    });
    return () => {
      isOver = true;
    };
  }, [log, flow.id, isThere]);
  return found.value;
}
