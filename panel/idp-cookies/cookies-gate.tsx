import type { Flow } from '../../src/core/model.ts';
import { onDemand } from '../details/on-demand.tsx';
import { verdictOf } from '../flow/outcome.ts';

const CheckCookies = onDemand(async () => (await import('./check-cookies.tsx')).CheckCookies);
const Cookies = onDemand(async () => (await import('./cookies.tsx')).Cookies);

/** The button, where a call failed or hangs: a session cookie that was not sent may be why. */
export function CheckCookiesGate({ flow }: { flow: Flow }) {
  return verdictOf(flow) === 'ok' || flow.imported ? null : <CheckCookies flow={flow} />;
}

export function CookiesGate({ flow }: { flow: Flow }) {
  return flow.cookies === undefined ? null : <Cookies flow={flow} />;
}
