import type { FrameLook, LibraryRequest, LookAtPage, MethodLook, PageLook } from '../core/expectation/page-look.ts';
import { WRAPPER_LIBRARIES } from '../core/expectation/wrapper-libraries.ts';
import type { FlowLog } from '../core/flow/log.ts';
import type { ObservedExchange } from '../core/flow/observed-exchange.ts';
import type { FrameReading } from '../protocol/frame-reading.ts';
import type { WorkerLink } from './worker-link.ts';

/** Requests of known libraries that are remembered. */
const MAX_REQUESTS = 50;
const MAX_TEXT = 2048;
/** Frames whose method is looked at, the page itself aside. */
const MAX_LOOKED_AT = 5;
/** Of a function's text. */
const MAX_SOURCE = 120;

/**
 * Lets the log's reader look at the page. What comes back hears of the page's requests, and remembers those of known
 * libraries.
 */
export function offerLook(log: FlowLog, link: WorkerLink): (request: ObservedExchange) => void {
  let requests: (LibraryRequest & { at: number })[] = [];
  log.lookAtPage = lookAtPage;
  return ({ request: { url }, response: { status, error }, startedAt }) => {
    if (!WRAPPER_LIBRARIES.some(({ script, status: asked }) => script.test(url) || asked?.url.test(url))) return;
    const request = { url: url.slice(0, MAX_TEXT), status, ...(error !== undefined && { error }), at: startedAt };
    requests = [...requests.slice(1 - MAX_REQUESTS), request];
    log.touch();
  };

  async function lookAtPage(): ReturnType<LookAtPage> {
    const readings = await link.look('page');
    if (readings.length === 0) return undefined;
    const looked = new Set(framesWorthALook(readings));
    const since = log.navigations.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    const look: PageLook = {
      frames: await Promise.all(
        readings.map(async reading => ({
          ...asFrameLook(reading),
          ...(looked.has(reading) && { method: await lookAtMethod(reading) }),
        })),
      ),
      requests: requests.filter(({ at }) => at >= since),
    };
    return look;
  }
}

function asFrameLook({ frameId, origin, allowsFedCM, scripts, cookies }: FrameReading): FrameLook {
  return { origin, isTop: frameId === 0, ...(allowsFedCM !== undefined && { mayCall: allowsFedCM }), scripts, cookies };
}

/** The top document, and some frames that may call. A frame is told to DevTools by its URL: of several the first answers. */
function framesWorthALook(readings: readonly FrameReading[]): FrameReading[] {
  const inside = readings.filter(
    ({ frameId, allowsFedCM, url }) => frameId !== 0 && allowsFedCM !== false && /^https?:/.test(url),
  );
  const byURL = new Map(inside.map(reading => [reading.url, reading]));
  return [...readings.filter(({ frameId }) => frameId === 0), ...[...byURL.values()].slice(0, MAX_LOOKED_AT)];
}

const DESCRIPTOR = 'Object.getOwnPropertyDescriptor';
const native = (name: string): string => `function ${name}() { [native code] }`;

/**
 * Who stands in the method's place, by property descriptors and without running any of the page's code: what is thrown is
 * described by V8 itself, a Proxy as `Proxy(Function)` (measured on Chromium 156). The one built-in that is called is
 * looked at first in the same way; where the page has replaced it, nothing is called and nothing is said.
 */
async function lookAtMethod(frame: FrameReading): Promise<MethodLook> {
  const described = (expression: string) => describedIn(frame, expression);
  const evaluated = (expression: string) => evaluatedIn(frame, expression);
  if ((await described(DESCRIPTOR)) !== native('getOwnPropertyDescriptor')) return { kind: 'unknown' };
  if ((await evaluated(`${DESCRIPTOR}(navigator, 'credentials') === undefined`)) !== true)
    return { kind: 'replaced', where: 'navigator.credentials' };
  if ((await described(`${DESCRIPTOR}(Navigator.prototype, 'credentials').get`)) !== native('get credentials'))
    return { kind: 'replaced', where: 'Navigator.prototype.credentials' };
  const own = `${DESCRIPTOR}(navigator.credentials, 'get')`;
  if ((await evaluated(`${own} === undefined`)) !== true)
    return replacedBy('navigator.credentials.get', await described(`${own}.value`));
  const text = await described(`${DESCRIPTOR}(CredentialsContainer.prototype, 'get').value`);
  if (text === undefined) return { kind: 'unknown' };
  if (text === 'Proxy(Function)') return { kind: 'watched' };
  return text === native('get') ? { kind: 'native' } : replacedBy('CredentialsContainer.prototype.get', text);
}

function replacedBy(where: string, text: string | undefined): MethodLook {
  const source = text?.replace(/\s+/g, ' ').slice(0, MAX_SOURCE);
  const isCode = source !== undefined && /=>|\{/.test(source) && !source.includes('[native code]');
  return { kind: 'replaced', where, ...(isCode && { source }) };
}

/** What V8 calls the expression's value. */
function describedIn(frame: FrameReading, expression: string): Promise<string | undefined> {
  return new Promise(resolve => {
    chrome.devtools.inspectedWindow.eval(`throw ${expression}`, placeOf(frame), (_: unknown, thrown) => {
      resolve(thrown?.isException && typeof thrown.value === 'string' ? thrown.value : undefined);
    });
  });
}

function evaluatedIn(frame: FrameReading, expression: string): Promise<unknown> {
  return new Promise(resolve => {
    chrome.devtools.inspectedWindow.eval(expression, placeOf(frame), (value: unknown, _thrown: unknown) =>
      resolve(value),
    );
  });
}

const placeOf = ({ frameId, url }: FrameReading) => (frameId === 0 ? {} : { frameURL: url });
