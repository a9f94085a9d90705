import { leadingFinding } from '../flow/leading-finding.ts';
import { isPicture } from '../flow/observed-exchange.ts';
import type { Evidence, Exchange, Finding, Flow, Owner, TokenCheck } from '../model.ts';
import type { FlowingCapture } from './export.ts';
import { isRecord } from './rules.ts';

/** A report is for one screen of a ticket: a long list is cut, and says how much is left. */
const LINES = { evidence: 4, steps: 6, timeline: 14, others: 3, asked: 14 };
const LONGEST = 140;
const LONGEST_PROSE = 500;

const OWNERS: Record<Owner, string> = {
  'rp-page': 'the relying party’s page',
  'rp-server': 'the relying party’s server',
  idp: 'the identity provider',
  browser: 'the browser',
  user: 'the user',
};

/** The text of a Markdown report in pieces, one per flow: what was asked, what happened, why, how it is known, what to do. */
export function* reportParts({ flows, userAgent, redaction }: FlowingCapture): Generator<string | undefined, void> {
  let separator = '';
  for (const flow of flows) {
    if (flow === undefined) {
      yield;
      continue;
    }
    yield `${separator}${reportOf(flow, userAgent)}\n`;
    separator = '\n---\n\n';
  }
  if (redaction === 'secrets') yield '\nSecret and personal values are replaced; equal ones by equal words.\n';
}

function reportOf(flow: Flow, userAgent: string): string {
  const leading = leadingFinding(flow);
  const others = flow.findings.filter(finding => finding !== leading);
  const browser = /Chrome\/[\d.]+/.exec(userAgent)?.[0] ?? userAgent;
  return [
    `## FedCM: ${plain(leading?.title ?? `${flow.api} ${happened(flow)}`)}`,
    '',
    `- Asked: ${asked(flow)}`,
    `- Page: ${flow.page.url === '' ? 'not known' : code(flow.page.url)}, ${framed(flow)}${isoTime(flow.startedAt)}, ${plain(browser)}`,
    `- Happened: ${happened(flow)}`,
    ...(leading ? reason(leading) : []),
    ...tokenLine(flow),
    ...(others.length > 0
      ? [
          `- Also: ${cutList(
            others.map(other => `${code(other.code)} (${plain(other.title)})`),
            LINES.others,
          ).join(', ')}`,
        ]
      : []),
    ...(leading
      ? block(
          'Evidence',
          leading.evidence.map(each => evidenceLine(each, flow)),
          LINES.evidence,
        )
      : []),
    ...(leading ? block('Steps', leading.steps.map(plain), LINES.steps, true) : []),
    '',
    '```text',
    ...cutList(timeline(flow), LINES.timeline),
    '```',
  ].join('\n');
}

/** Members of a provider, or of a call that names one, by which accounts are chosen. */
const ASKED = ['configURL', 'clientId', 'loginHint', 'domainHint', 'fields', 'accountHint'];

function asked(flow: Flow): string {
  const request = isRecord(flow.request) ? flow.request : {};
  const identity = isRecord(request['identity']) ? request['identity'] : {};
  const providers = Array.isArray(identity['providers']) ? identity['providers'].filter(isRecord) : [request];
  const words = [
    ...named(identity, ['mode', 'context']),
    ...named(request, ['mediation']),
    ...providers.flatMap(each => named(each, ASKED)),
    // A token is no word.
    ...(flow.api === 'login.setStatus' && typeof flow.request === 'string' ? [code(flow.request)] : []),
  ];
  return [code(flow.api), ...cutList(words, LINES.asked)].join(', ');
}

function named(data: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  return names.flatMap(name => {
    const value = data[name];
    if (typeof value === 'string') return [`${name} ${code(value)}`];
    return Array.isArray(value) ? [`${name} ${code(JSON.stringify(value))}`] : [];
  });
}

const framed = ({ page: { origin, topOrigin } }: Flow): string =>
  topOrigin === undefined || topOrigin === origin ? '' : `in a frame of ${code(topOrigin)}, `;

function happened(flow: Flow): string {
  const { status, error, credential } = flow.outcome;
  const { lastHeard } = flow;
  const after = flow.settledAt === undefined ? '' : ` after ${duration(flow.settledAt - flow.startedAt)}`;
  switch (status) {
    case 'pending':
      return flow.waitingFor ? `pending: ${plain(flow.waitingFor)}` : 'pending';
    case 'interrupted':
      return `interrupted${after}${lastHeard === undefined ? '' : `, last heard with event ${lastHeard.event} of its page`}`;
    case 'fulfilled':
      return `fulfilled${after}${credential?.isAutoSelected ? ', account selected automatically' : ''}`;
    case 'rejected': {
      const words = [error?.name, error?.message, error?.error].filter(word => word !== undefined && word !== '');
      return [`rejected${after}`, ...words.map(word => code(word ?? ''))].join(', ');
    }
  }
}

function reason(finding: Finding): string[] {
  const causes = finding.causes?.filter(cause => cause.status !== 'ruled-out') ?? [];
  return [
    `- Reason: ${code(finding.code)} (${finding.certainty}, from ${finding.source}), to mend at ${OWNERS[finding.owner]}`,
    `- Explanation: ${plain(finding.explanation)}`,
    ...(causes.length > 0
      ? [`- Causes: ${causes.map(cause => `${code(cause.code)} (${cause.status})`).join(', ')}`]
      : []),
  ];
}

/** What became of the checks: those that fail by name. */
function tokenLine({ token }: Flow): string[] {
  if (token === undefined) return [];
  const of = (status: TokenCheck['status']) => token.checks.filter(check => check.status === status);
  const failed = of('fail').map(({ id }) => code(id));
  const words = [
    counted(of('pass').length, 'check passes', 'checks pass'),
    failed.length === 0
      ? 'none fails'
      : `${cutList(failed, LINES.others).join(', ')} ${failed.length === 1 ? 'fails' : 'fail'}`,
    ...(token.problems.length > 0 ? [counted(token.problems.length, 'problem of form', 'problems of form')] : []),
  ];
  return [`- Token: ${code(token.kind)}, ${words.join(', ')}`];
}

function evidenceLine({ exchange, path, found, expected, note }: Evidence, flow: Flow): string {
  return [
    [exchange === undefined ? '' : exchangeName(exchange, flow), path === undefined ? '' : code(path)]
      .filter(words => words !== '')
      .join(' '),
    found === undefined ? '' : `found ${code(found)}`,
    expected === undefined ? '' : `expected ${code(expected)}`,
    note === undefined ? '' : plain(note),
  ]
    .filter(words => words !== '')
    .join('; ');
}

/** By its role, which the timeline names, too; the reader of a report has no list of ids. */
function exchangeName(id: string, { exchanges }: Flow): string {
  const exchange = exchanges.find(each => each.id === id);
  if (exchange === undefined) return code(id);
  const isAlone = exchanges.filter(({ role }) => role === exchange.role).length === 1;
  return isAlone ? exchange.role : `${exchange.role} ${code(exchange.request.url)}`;
}

function block(title: string, lines: readonly string[], most: number, areInOrder = false): string[] {
  return lines.length === 0
    ? []
    : [
        '',
        `**${title}**`,
        '',
        ...cutList(
          lines.map((line, at) => `${areInOrder ? `${at + 1}.` : '-'} ${line}`),
          most,
        ),
      ];
}

function timeline(flow: Flow): string[] {
  const at = (time: number) =>
    `${time < flow.startedAt ? '-' : '+'}${duration(Math.abs(time - flow.startedAt))}`.padStart(9);
  const events = [
    { time: flow.startedAt, words: `${flow.api} called` },
    ...flow.exchanges.map(exchange => ({ time: exchange.startedAt, words: exchangeWords(exchange) })),
    ...flow.phases
      .filter(phase => phase.name === 'user' || phase.name === 'rejection-delay' || phase.name === 'continuation')
      .map(phase => ({ time: phase.startedAt, words: `${phase.name}, ${duration(phase.duration)}, ${phase.basis}` })),
    ...flow.deliveries.map(delivery => ({
      time: delivery.startedAt,
      words: `delivery ${delivery.method} ${delivery.url} ${delivery.response?.status ?? 'no answer'}`,
    })),
    ...(flow.settledAt === undefined ? [] : [{ time: flow.settledAt, words: flow.outcome.status }]),
  ];
  return events
    .sort((a, b) => a.time - b.time)
    .map(({ time, words }) => `${at(time)}  ${oneLine(words).replaceAll('```', '`` `')}`);
}

function exchangeWords({ role, request, response, duration: took }: Exchange): string {
  const { status, error = 'no answer' } = response;
  const what = role === 'other' && isPicture(response) ? 'picture' : role;
  return `${what} ${request.method} ${request.url} ${status === 0 ? error : status}, ${duration(took)}`;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function cutList(lines: readonly string[], most: number): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

const duration = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const isoTime = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`);

function oneLine(text: string, longest = LONGEST): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** Text of a page must not become markup, a link or a mention in the ticket; code spans of our own texts stay. */
const plain = (text: string): string =>
  oneLine(text, LONGEST_PROSE).replace(/`[^`]+`|[\\`*_{}[\]<>#|~@]/g, found =>
    found.length > 1 ? found : `\\${found}`,
  );

/** A code span, fenced by more backticks than the text holds in a row. */
function code(text: string): string {
  const line = oneLine(text);
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map(run => run.length)) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
