import { diagnose } from '../diagnosis/index.ts';
import type { ObservedExchange } from '../flow/observed-exchange.ts';
import { observedFromHar, withBody } from '../flow/observed-exchange.ts';
import type { Flow } from '../model.ts';
import { CaptureError } from './capture-error.ts';
import { rebuildFlows } from './rebuild-flows.ts';
import { isRecord } from './rules.ts';
import { validFlow } from './validate.ts';

const NO_FEDCM =
  'The HAR file holds no FedCM exchange: no entry has the _resourceType “fedcm”, as Chrome writes it, or the request header Sec-Fetch-Dest: webidentity.';

/**
 * The flows of a HAR file. Pages that we wrote give back their flow; exchanges that Chrome's Network panel or a proxy saved
 * are put together into flows by what they show.
 *
 * @throws CaptureError `no-fedcm`, `wrong-shape`.
 */
export function flowsOfHar(pages: readonly unknown[], entries: readonly unknown[]): Flow[] {
  const byPage = new Map<unknown, unknown[]>();
  for (const entry of entries) {
    const page = member(entry, 'pageref');
    const others = byPage.get(page);
    if (others) others.push(entry);
    else byPage.set(page, [entry]);
  }
  const ours = pages.flatMap((page, at) => ownFlow(page, at, byPage));
  const flows = ours.length > 0 ? ours : rebuildFlows(observed(entries)).map(withReasons);
  if (flows.length === 0) throw new CaptureError('no-fedcm', 'log.entries', NO_FEDCM);
  return flows;
}

/**
 * A file of another program holds no findings: what the answers tell is said once, here, the reason of a failure before
 * what is missing. Rules that go by the call, or by what was before, know too little of it.
 */
function withReasons(flow: Flow): Flow {
  const told = diagnose(flow, { earlier: [] }).filter(({ source }) => source === 'response');
  const reasons = told.filter(({ severity }) => severity === 'error');
  return { ...flow, findings: [...reasons, ...flow.findings, ...told.filter(each => !reasons.includes(each))] };
}

function observed(entries: readonly unknown[]): ObservedExchange[] {
  return entries.flatMap((entry, at) => {
    const exchange = observedFromHar(withFormText(entry), `exchange-${at + 1}`);
    if (exchange === undefined) return [];
    const content = member(member(entry, 'response'), 'content');
    const body = member(content, 'text');
    const encoding = member(content, 'encoding');
    return [
      withBody(exchange, typeof body === 'string' ? body : null, typeof encoding === 'string' ? encoding : undefined),
    ];
  });
}

/** HAR lets a program write a form as a list of its fields, without its text. */
function withFormText(entry: unknown): unknown {
  const request = member(entry, 'request');
  const posted = member(request, 'postData');
  const params = member(posted, 'params');
  if (!isRecord(entry) || !isRecord(request) || member(posted, 'text') || !Array.isArray(params)) return entry;
  const fields = params.map((param): [string, string] => [
    String(member(param, 'name')),
    String(member(param, 'value') ?? ''),
  ]);
  return { ...entry, request: { ...request, postData: { text: String(new URLSearchParams(fields)) } } };
}

function ownFlow(page: unknown, at: number, byPage: ReadonlyMap<unknown, readonly unknown[]>): Flow[] {
  const own = member(page, '_fedcm');
  if (!isRecord(own)) return [];
  const exchanges = (byPage.get(own['id']) ?? []).map(ownExchange);
  // In the order of the model, so that a flow reads the same in whichever file it travelled.
  const members = Object.entries(own);
  const after = members.findIndex(([name]) => name === 'phases');
  members.splice(after < 0 ? members.length : after, 0, ['exchanges', exchanges]);
  return [validFlow(Object.fromEntries(members), `log.pages[${at}]._fedcm`)];
}

function ownExchange(entry: unknown): unknown {
  const own = member(entry, '_fedcm');
  if (!isRecord(own)) return own;
  const request = member(entry, 'request');
  const response = member(entry, 'response');
  const content = member(response, 'content');
  const { startedAt, duration, request: requestRest, response: responseRest, ...rest } = own;
  return {
    ...rest,
    request: {
      ...present({
        method: member(request, 'method'),
        url: member(request, 'url'),
        headers: member(request, 'headers'),
        body: member(member(request, 'postData'), 'text'),
      }),
      ...(isRecord(requestRest) ? requestRest : {}),
    },
    response: {
      ...present({
        status: member(response, 'status'),
        statusText: member(response, 'statusText'),
        headers: member(response, 'headers'),
        mimeType: member(content, 'mimeType') || undefined,
        body: member(content, 'text'),
        error: member(response, '_error'),
      }),
      ...(isRecord(responseRest) ? responseRest : {}),
    },
    startedAt,
    duration,
  };
}

const present = (members: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const member = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
