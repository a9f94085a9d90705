import type { Exchange, Finding, Flow } from '../model.ts';
import { mayLackBytes } from './answer.ts';
import type { Fault } from './fault.ts';
import { shown } from './json-value.ts';
import type { Scene } from './scene.ts';

type Cause = NonNullable<Finding['causes']>[number];
const fits = (code: Cause['code'], because: string): Cause => ({ code, status: 'fits', because });

/** What Chrome itself puts in `error` where the identity provider gave none. */
const MADE_BY_CHROME = new Set(['', 'server_error', 'temporarily_unavailable']);

/** An `IdentityCredentialError` whose answer was not recorded: the error's own members say part of it. */
export function refusedToken(flow: Flow, exchange?: string): Fault {
  const { error = '', url = '' } = flow.outcome.error ?? {};
  const evidence: Fault['evidence'] = [
    { path: 'outcome.error.error', found: shown(error) },
    { path: 'outcome.error.url', found: shown(url) },
    ...(exchange ? [{ exchange, path: '$', found: 'not recorded' }] : []),
  ];
  const steps = [
    'Repeat the call with DevTools open from the start, or ask Chrome.',
    'Look at the log of the identity assertion endpoint of {idp}.',
  ];
  if (url !== '' || !MADE_BY_CHROME.has(error)) {
    return {
      code: 'IdTokenIdpErrorResponse',
      certainty: 'likely',
      source: 'call',
      title: error
        ? `The identity provider refused the sign-in: ${error}`
        : 'The identity provider refused the sign-in',
      causes: [
        fits('IdTokenIdpErrorResponse', 'The rejection carries what the identity provider said.'),
        {
          code: 'IdTokenCrossSiteIdpErrorResponse',
          status: url === '' ? 'fits' : 'ruled-out',
          because:
            url === ''
              ? 'An error page on another site is dropped, and `url` is empty.'
              : 'The rejection carries a `url`.',
        },
      ],
      evidence,
    };
  }
  return {
    code: 'IdTokenInvalidResponse',
    certainty: 'one-of',
    title: 'The identity assertion endpoint gave no token, and its answer was not recorded',
    causes: [
      fits('IdTokenInvalidResponse', 'The answer may lack a token, or be an error without an `error` object.'),
      fits('CorsError', 'The answer may not allow {rp} by CORS.'),
      fits('IdTokenNoResponse', 'The endpoint may redirect, or be out of reach.'),
      fits('IdTokenInvalidContentType', 'The answer may not be JSON.'),
    ],
    steps,
    evidence,
  };
}

/** The token answer came and is in order as far as it was recorded; its body was not. */
export function unreadToken({ flow, mediation }: Scene, exchange: string): Fault {
  if (flow.outcome.error?.name === 'IdentityCredentialError') return withoutBody(refusedToken(flow, exchange));
  return {
    code: 'IdTokenInvalidResponse',
    certainty: 'one-of',
    source: 'inference',
    title: 'The call ended after the token answer, whose body was not recorded',
    explanation: 'The error is not that of a refused token, so the answer may have led to a pop-up (`continue_on`).',
    causes: [
      fits(
        'IdTokenInvalidResponse',
        mediation === 'silent'
          ? 'The answer may hold `continue_on`, for which a silent call opens no pop-up.'
          : 'The answer may hold a `continue_on` on another origin, or one after an automatic sign-in without a click.',
      ),
      fits('ErrorIdToken', 'The continuation pop-up may have closed itself.'),
      fits('UiDismissedNoEmbargo', 'The continuation pop-up may have been closed, or the page left.'),
      fits('PopupBlockedByConnectionAllowlist', 'The `Connection-Allowlist` of {rp}, if any, may refuse the pop-up.'),
    ],
    steps: ['Repeat the call with DevTools open from the start, or ask Chrome.'],
    evidence: [{ exchange, path: '$', found: 'not recorded' }],
  };
}

/** Its status, its headers and that it arrived are known, so only what the body says is left. */
function withoutBody(fault: Fault): Fault {
  if (fault.code !== 'IdTokenInvalidResponse') return fault;
  return {
    ...fault,
    title: 'The identity assertion endpoint gave no token, and the body of its answer was not recorded',
    causes: [
      fits('IdTokenInvalidResponse', 'The answer may lack a token, or be an error without an `error` object.'),
      fits('IdTokenIdpErrorResponse', 'The answer may hold an `error` object without a code.'),
      fits('IdTokenCrossSiteIdpErrorResponse', 'It may name an error page on another site, which Chrome drops.'),
      { code: 'IdTokenHttpNotFound', status: 'ruled-out', because: 'The status that was recorded is another.' },
    ],
  };
}

/** Chrome refused a token answer that looks in order here: it may have held more than is shown. */
export function bytesFault({ outcome }: Flow, exchange: Exchange | undefined): Fault | undefined {
  if (outcome.error?.name !== 'IdentityCredentialError' || !exchange || !mayLackBytes(exchange)) return undefined;
  return {
    code: 'IdTokenInvalidResponse',
    certainty: 'likely',
    title: 'The token answer looks in order, and Chrome refused it: it may hold bytes that are not UTF-8',
    explanation:
      'Chrome reads the body as UTF-8 whatever `charset` says, and refuses any other. DevTools leaves such bytes out.',
    steps: [`Write ${exchange.request.url} as UTF-8: look for letters beyond ASCII.`, 'To be sure: ask Chrome.'],
    evidence: [{ exchange: exchange.id, path: '$', note: 'In order as DevTools shows it.' }],
  };
}
