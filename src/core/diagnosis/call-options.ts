import type { Evidence, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { isObject, member, shown } from './json-value.ts';
import { parseURL } from './site.ts';

/** A rule about the options, with the error that Chrome rejects with when it is broken. */
interface Broken {
  error: 'TypeError' | 'InvalidStateError' | 'NotSupportedError';
  evidence: Evidence;
  title: string;
  step: string;
}

const CONTEXTS = ['signin', 'signup', 'use', 'continue'];
const MODES = ['passive', 'active'];
const MEDIATIONS = ['optional', 'silent', 'required', 'conditional', 'immediate'];
/** More identity providers than this in one call are refused (measured). */
const MOST_PROVIDERS = 10;

/** Names the option behind a rejection with `TypeError`, `InvalidStateError` or `NotSupportedError`. */
export function optionsFault(flow: Flow): Fault | undefined {
  const { name, message } = flow.outcome.error ?? {};
  if (name !== 'TypeError' && name !== 'InvalidStateError' && name !== 'NotSupportedError') return undefined;
  const said: Evidence = { path: 'outcome.error', found: shown(message), note: `${name}, in Chrome's words` };
  const broken = [...brokenOptions(flow.request)].filter(({ error }) => error === name);
  const [first] = broken;
  if (first === undefined) {
    if (name === 'NotSupportedError') return { code: 'FedCmUnavailable', evidence: [said] };
    return { code: 'InvalidOptions', certainty: 'likely', evidence: [said] };
  }
  return {
    code: 'InvalidOptions',
    title: first.title,
    steps: broken.map(({ step }) => step),
    evidence: [...broken.map(({ evidence }) => evidence), said],
  };
}

function* brokenOptions(request: unknown): Generator<Broken> {
  const identity = member(request, 'identity');
  yield* oneOf(identity, 'identity', 'context', CONTEXTS);
  yield* oneOf(identity, 'identity', 'mode', MODES);
  yield* oneOf(request, '', 'mediation', MEDIATIONS);
  yield* brokenProviders(identity);
  const mediation = member(request, 'mediation');
  const active = member(identity, 'mode') === 'active';
  const providers = member(identity, 'providers');
  const at = (path: string, found: unknown, expected: string): Evidence => ({ path, found: shown(found), expected });
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
  const found = member(holder, name);
  if (found === undefined || (typeof found === 'string' && allowed.includes(found))) return;
  const replaced = name === 'mode' && (found === 'button' || found === 'widget');
  const instead = replaced ? ` The old name "${found}" is now "${found === 'button' ? 'active' : 'passive'}".` : '';
  yield {
    error: 'TypeError',
    title: `\`${name}\` has a value that Chrome does not know`,
    evidence: {
      path: path ? `${path}.${name}` : name,
      found: shown(found),
      expected: allowed.map(value => `"${value}"`).join(', '),
    },
    step: `Set \`${name}\` to one of ${allowed.map(value => `"${value}"`).join(', ')}.${instead}`,
  };
}

function* brokenProviders(identity: unknown): Generator<Broken> {
  const providers = member(identity, 'providers');
  const path = 'identity.providers';
  if (!Array.isArray(providers)) {
    if (isObject(providers)) return;
    yield {
      error: 'TypeError',
      title: '`identity.providers` is missing or no list',
      evidence: { path, found: shown(providers), expected: 'a list with one identity provider' },
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
  for (const [i, provider] of providers.entries()) {
    yield* missingMember(provider, `${path}[${i}]`, 'configURL');
    yield* missingMember(provider, `${path}[${i}]`, 'clientId');
    yield* badValues(provider, `${path}[${i}]`);
  }
}

function* missingMember(provider: unknown, path: string, name: string): Generator<Broken> {
  if (member(provider, name) !== undefined) return;
  yield {
    error: 'TypeError',
    title: `\`${name}\` is missing`,
    evidence: { path: `${path}.${name}`, found: 'missing', expected: 'a string' },
    step: `Give \`${name}\` in \`${path}\`.`,
  };
}

function* badValues(provider: unknown, path: string): Generator<Broken> {
  const configURL = member(provider, 'configURL');
  if (typeof configURL === 'string' && parseURL(configURL) === undefined) {
    yield {
      error: 'InvalidStateError',
      title: '`configURL` is not an absolute URL',
      evidence: { path: `${path}.configURL`, found: shown(configURL), expected: 'an absolute https URL' },
      step: 'Give the whole URL of the config, `https://` included.',
    };
  }
  if (member(provider, 'clientId') === '') {
    yield {
      error: 'InvalidStateError',
      title: '`clientId` is empty',
      evidence: { path: `${path}.clientId`, found: '""', expected: 'the client ID given by the identity provider' },
      step: 'Give the client ID; look for a setting that is not loaded.',
    };
  }
  const params = member(provider, 'params');
  if (isObject(params) && ['bigint', 'function', 'symbol'].includes(String(params['$type']))) {
    yield {
      error: 'TypeError',
      title: '`params` cannot be written as JSON',
      evidence: { path: `${path}.params`, found: shown(params), expected: 'a JSON value' },
      step: 'Give `params` a JSON value: no BigInt, no cycle.',
    };
  }
}
