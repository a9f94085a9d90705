import type { Evidence, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { given, isNoList, isPrimitive, kindOf, seen, textOf, typeOf } from './idl.ts';
import { shown } from './json-value.ts';
import type { Broken } from './option-rule.ts';
import { namedByChrome, rank } from './option-words.ts';
import { brokenProvider, ownCodeIn } from './provider-options.ts';

const CONTEXTS = ['signin', 'signup', 'use', 'continue'];
const MODES = ['passive', 'active'];
const MEDIATIONS = ['optional', 'silent', 'required', 'conditional', 'immediate'];
/** More identity providers than this in one call are refused (measured). */
const MOST_PROVIDERS = 10;

/** Names the option behind a rejection with `TypeError`, `InvalidStateError` or `NotSupportedError`. */
export function optionsFault(flow: Flow): Fault | undefined {
  const { name, message = '' } = flow.outcome.error ?? {};
  if (flow.context.abortStack?.length) return undefined;
  const thrown = ownCodeFault(flow);
  if (thrown) return thrown;
  if (name !== 'TypeError' && name !== 'InvalidStateError' && name !== 'NotSupportedError') return undefined;
  const said: Evidence = { path: 'outcome.error', found: shown(message), note: `${name}, in Chrome's words` };
  const all = [...brokenOptions(flow.request)].filter(
    ({ error, only }) => error === name && (only === undefined || only.test(message)),
  );
  const others = all.filter(({ lastResort }) => lastResort !== true);
  const known = others.length > 0 ? others : all;
  const named = known.length === 0 && name === 'TypeError' ? namedByChrome(flow.request, message) : undefined;
  const broken = named ? [named] : known.toSorted((a, b) => rank(a, message) - rank(b, message));
  const [first] = broken;
  if (first === undefined) {
    if (name === 'NotSupportedError') return { code: 'FedCmUnavailable', evidence: [said] };
    return { code: 'InvalidOptions', certainty: 'likely', evidence: [said] };
  }
  return {
    code: 'InvalidOptions',
    title: first.title,
    steps: [...new Set(broken.map(({ step }) => step))],
    evidence: [...broken.map(({ evidence }) => evidence), said],
  };
}

const OF_CHROME = [
  'AbortError',
  'TimeoutError',
  'NetworkError',
  'IdentityCredentialError',
  'NotAllowedError',
  'NotSupportedError',
  'SecurityError',
];

/** The page's own code threw while Chrome read the options, and Chrome passes its error on. */
function ownCodeFault({ outcome: { error }, request, exchanges }: Flow): Fault | undefined {
  const fromChrome =
    OF_CHROME.includes(error?.name ?? '') || /^Failed to execute|^Provider \d/.test(error?.message ?? '');
  if (fromChrome || error === undefined || exchanges.length > 0) return undefined;
  const listed = given(given(request, 'identity'), 'providers');
  const providers = Array.isArray(listed) ? listed : [];
  const places = providers.map((provider, i) => ownCodeIn(provider, `identity.providers[${i}]`));
  const path = places.find(place => place !== undefined);
  if (path === undefined) return namedByChromeAlone(error) || hasSignal(request) ? undefined : thrownElsewhere(error);
  return {
    code: 'InvalidOptions',
    certainty: 'likely',
    title: 'Code of the page threw while Chrome wrote `params` as JSON',
    steps: ['Give `params` as plain data, without getters and without `toJSON()`.'],
    evidence: [
      { path, found: 'code of the page', expected: 'a JSON value' },
      { path: 'outcome.error', found: error?.name ?? shown(error?.value), note: error?.message ?? '' },
    ],
  };
}

/** Chrome rejects with these on its own account, too. */
const namedByChromeAlone = ({ name }: NonNullable<Flow['outcome']['error']>): boolean =>
  name === 'TypeError' || name === 'InvalidStateError';

/** A signal's reason may be any value. */
const hasSignal = (request: unknown): boolean => given(request, 'signal') !== undefined;

/** An error that is none of Chrome's, from a call without a signal, can only have come out of the options. */
const thrownElsewhere = (error: NonNullable<Flow['outcome']['error']>): Fault => ({
  code: 'InvalidOptions',
  certainty: 'likely',
  title: 'Code of the page threw while Chrome read the options',
  explanation: 'The rejection is no error of Chrome’s: a getter, a `toString()` or a Proxy in the options threw it.',
  steps: ['Give the options as plain data: strings, lists and objects without getters.'],
  evidence: [{ path: 'outcome.error', found: error.name ?? shown(error.value), note: error.message ?? '' }],
});

function* brokenOptions(request: unknown): Generator<Broken> {
  const identity = given(request, 'identity');
  yield* brokenIdentity(identity);
  if (identity === undefined || isPrimitive(identity)) return;
  yield* oneOf(identity, 'identity', 'context', CONTEXTS);
  yield* oneOf(identity, 'identity', 'mode', MODES);
  yield* oneOf(request, '', 'mediation', MEDIATIONS);
  yield* brokenSignal(given(request, 'signal'));
  yield* brokenProviders(identity);
  const mediation = given(request, 'mediation');
  const active = given(identity, 'mode') === 'active';
  const providers = given(identity, 'providers');
  const at = (path: string, found: unknown, expected: string): Evidence => ({ path, found: seen(found), expected });
  if (mediation === 'immediate') {
    yield {
      error: 'TypeError',
      title: '`mediation: "immediate"` is not for FedCM',
      evidence: at('mediation', mediation, '"optional", "required" or "silent"'),
      step: 'Use `mediation: "optional"`, or leave it out.',
    };
  }
  if (mediation === 'conditional' || (mediation === 'silent' && active)) {
    yield {
      error: 'NotSupportedError',
      title:
        active && mediation === 'silent'
          ? '`mediation: "silent"` does not go with active mode'
          : '`mediation: "conditional"` is not supported for FedCM',
      evidence: at('mediation', mediation, active ? '"optional" or "required"' : '"optional", "required" or "silent"'),
      step: 'Use `mediation: "optional"`, or leave it out.',
    };
  }
  if (active && Array.isArray(providers) && providers.length > 1) {
    yield {
      error: 'InvalidStateError',
      title: 'Active mode takes one identity provider',
      evidence: at('identity.providers', `${providers.length} entries`, '1 entry'),
      step: 'Call with the one identity provider whose button was clicked.',
    };
  }
}

function* oneOf(holder: unknown, path: string, name: string, allowed: readonly string[]): Generator<Broken> {
  const found = given(holder, name);
  if (found === undefined || allowed.includes(textOf(found) ?? '')) return;
  const replaced = name === 'mode' && (found === 'button' || found === 'widget');
  const instead = replaced ? ` The old name "${found}" is now "${found === 'button' ? 'active' : 'passive'}".` : '';
  yield {
    error: 'TypeError',
    title: `\`${name}\` has a value that Chrome does not know`,
    evidence: {
      path: path ? `${path}.${name}` : name,
      found: seen(found),
      expected: allowed.map(value => `"${value}"`).join(', '),
    },
    step: `Set \`${name}\` to one of ${allowed.map(value => `"${value}"`).join(', ')}.${instead}`,
  };
}

function* brokenProviders(identity: unknown): Generator<Broken> {
  const providers = given(identity, 'providers');
  const path = 'identity.providers';
  if (!Array.isArray(providers)) {
    const list = providers !== undefined && !isNoList(providers);
    yield {
      error: 'TypeError',
      ...(list && { only: /at least one identity provider/ }),
      title: '`identity.providers` is missing or no list',
      evidence: { path, found: seen(providers), expected: 'a list with one identity provider' },
      step: 'Give `identity: {providers: [{configURL, clientId}]}`.',
    };
    return;
  }
  if (providers.length === 0 || providers.length > MOST_PROVIDERS) {
    yield {
      error: 'TypeError',
      title:
        providers.length === 0
          ? '`identity.providers` is empty'
          : `\`identity.providers\` has more than ${MOST_PROVIDERS} entries`,
      evidence: { path, found: `${providers.length} entries`, expected: `1 to ${MOST_PROVIDERS} entries` },
      step: `Give 1 to ${MOST_PROVIDERS} identity providers.`,
    };
  }
  for (const [i, provider] of providers.entries()) yield* brokenProvider(provider, `${path}[${i}]`);
}

function* brokenIdentity(identity: unknown): Generator<Broken> {
  const expected = 'an object with `providers`';
  const step = 'Give `identity: {providers: [{configURL, clientId}]}`.';
  if (identity === undefined) {
    yield {
      error: 'NotSupportedError',
      title: '`identity` is undefined',
      evidence: { path: 'identity', found: 'undefined', expected },
      step,
    };
  } else if (isPrimitive(identity)) {
    yield {
      error: 'TypeError',
      title: '`identity` is no object',
      evidence: { path: 'identity', found: seen(identity), expected },
      step,
    };
  }
}

function* brokenSignal(signal: unknown): Generator<Broken> {
  if (signal === undefined || /Signal$|^Proxy$|^cut$/.test(typeOf(signal) ?? '')) return;
  yield {
    error: 'TypeError',
    title: `\`signal\` is ${kindOf(signal)}, not an AbortSignal`,
    evidence: { path: 'signal', found: seen(signal), expected: 'an AbortSignal, or nothing' },
    step: 'Give `signal: controller.signal`, or leave it out: null is not taken either.',
  };
}
