import browser from 'webextension-polyfill';
import { credentialedEndpoints } from '../../src/core/cookies/endpoints.ts';
import { cookieDomains } from '../../src/core/cookies/reading.ts';
import { endpointWords } from '../../src/core/expectation/withheld-cookie.ts';
import type { Flow } from '../../src/core/model.ts';
import { useSurroundings } from '../around.ts';
import { clockWords } from '../flow/time.ts';
import { announce } from '../widgets/clipboard.ts';
import { cookieRows } from './cookie-words.ts';

const IS_OPTIONAL = browser.runtime.getManifest().optional_permissions?.includes('cookies') === true;

/** The identity provider's cookies, and which of them Chrome sends to the endpoints of the call. */
export function Cookies({ flow }: { flow: Flow }) {
  const { earlier } = useSurroundings(flow);
  const { cookies } = flow;
  if (cookies === undefined) return null;
  const endpoints = credentialedEndpoints(flow, earlier);
  const rows = cookieRows(cookies.cookies, endpoints, flow.page.origin);
  const roles = [...new Set(endpoints.map(({ role }) => `the ${endpointWords(role)}`))].join(' and ');
  return (
    <section class="block idp-cookies" aria-labelledby="idp-cookies-title">
      <h3 id="idp-cookies-title">Cookies of {cookieDomains(endpoints).join(', ')}</h3>
      <p class="dim">
        {`Sent to ${roles}? As Chrome held them at ${clockWords(cookies.askedAt)}; names and attributes only, no values were read.`}
      </p>
      {rows.length === 0 ? (
        <p>
          This browser has no cookie of this site: nobody signed in here, the cookies were cleared or have expired, or
          Chrome did not take them, as it takes none with <code>SameSite=None</code> that lacks <code>Secure</code>.
        </p>
      ) : (
        <ul>
          {rows.map(({ name, verdict, sent, attributes }, index) => (
            <li key={index}>
              <p>
                <code>{name}</code>: <b class={sent ? 'ok' : 'bad'}>{verdict}</b>
              </p>
              <p class="meta">{attributes}</p>
            </li>
          ))}
        </ul>
      )}
      {IS_OPTIONAL && (
        <p>
          <button type="button" class="button" onClick={() => void takeBack()}>
            Take the permission back
          </button>
        </p>
      )}
    </section>
  );
}

async function takeBack(): Promise<void> {
  const removed = await browser.permissions.remove({ permissions: ['cookies'] }).catch(() => false);
  announce(removed ? 'The extension can no longer read cookies' : 'Chrome did not take the permission back');
}
