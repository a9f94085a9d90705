import { given, isNoList, isPrimitive, isSymbol, kindOf, seen, textOf, typeOf } from './idl.ts';
import { isObject } from './json-value.ts';
import type { Broken } from './option-rule.ts';
import { parseURL } from './site.ts';

const TEXTS = ['configURL', 'clientId', 'loginHint', 'domainHint', 'nonce'] as const;

/** What is wrong with one entry of `identity.providers`, which stands at `path`. Measured on Chromium 156. */
export function* brokenProvider(provider: unknown, path: string): Generator<Broken> {
  if (isPrimitive(provider) && provider !== null && typeOf(provider) !== 'undefined') {
    yield {
      error: 'TypeError',
      title: 'An entry of `identity.providers` is no object',
      evidence: { path, found: seen(provider), expected: 'an object with `configURL` and `clientId`' },
      step: 'Give `providers: [{configURL, clientId}]`.',
    };
    return;
  }
  yield* missingMember(provider, path, 'configURL');
  yield* missingMember(provider, path, 'clientId');
  for (const name of TEXTS) yield* noText(given(provider, name), `${path}.${name}`, name);
  yield* badConfigURL(given(provider, 'configURL'), `${path}.configURL`);
  yield* badClientId(given(provider, 'clientId'), `${path}.clientId`);
  yield* badFields(given(provider, 'fields'), `${path}.fields`);
  yield* badParams(given(provider, 'params'), `${path}.params`);
}

function* missingMember(provider: unknown, path: string, name: string): Generator<Broken> {
  if (given(provider, name) !== undefined) return;
  yield {
    error: 'TypeError',
    title: `\`${name}\` is missing`,
    evidence: { path: `${path}.${name}`, found: 'missing', expected: 'a string' },
    step: `Give \`${name}\` in \`${path}\`.`,
  };
}

function* noText(value: unknown, path: string, name: string): Generator<Broken> {
  const bare = isObject(value) && typeOf(value) === undefined;
  if (!isSymbol(value) && !bare) return;
  yield {
    error: 'TypeError',
    title: `\`${name}\` cannot be read as a string`,
    evidence: { path, found: seen(value), expected: 'a string' },
    step: `Give \`${name}\` as a string.`,
    // An object is taken by its toString(), which only one without a prototype lacks.
    ...(bare && { only: /primitive value/ }),
  };
}

/** Chrome takes what is no string by its `toString()`; a URL object is the one that works. */
function* badConfigURL(value: unknown, path: string): Generator<Broken> {
  if (value === undefined || ['URL', 'Proxy', 'cut'].includes(typeOf(value) ?? '')) return;
  const text = textOf(value);
  if (text !== undefined && parseURL(text) !== undefined) return;
  yield {
    error: 'InvalidStateError',
    title: typeof value === 'string' ? '`configURL` is not an absolute URL' : `\`configURL\` is ${kindOf(value)}`,
    evidence: { path, found: seen(value), expected: 'an absolute https URL' },
    step:
      typeof value === 'string'
        ? 'Give the whole URL of the config, `https://` included.'
        : 'Give the URL of the config as a string; look for a setting that is not loaded.',
  };
}

function* badClientId(value: unknown, path: string): Generator<Broken> {
  if (textOf(value) !== '') return;
  yield {
    error: 'InvalidStateError',
    title: '`clientId` is empty',
    evidence: { path, found: seen(value), expected: 'the client ID given by the identity provider' },
    step: 'Give the client ID; look for a setting that is not loaded.',
  };
}

function* badFields(value: unknown, path: string): Generator<Broken> {
  if (value === undefined) return;
  const names = 'Give `fields` as a list: `["name", "email", "picture"]`.';
  if (isNoList(value)) {
    yield {
      error: 'TypeError',
      title: `\`fields\` is ${kindOf(value)}, not a list`,
      evidence: { path, found: seen(value), expected: 'a list of strings' },
      step: names,
    };
  }
  if (!Array.isArray(value)) return;
  // What Chrome could not read is not recorded: it would stand behind what is.
  yield {
    error: 'TypeError',
    title: '`fields` holds something that cannot be read as a string',
    evidence: { path: `${path}[${value.length}]`, found: 'an object', expected: 'a string' },
    step: names,
    only: /primitive value/,
    lastResort: true,
  };
  for (const [i, field] of value.entries()) {
    if (field !== null && !isSymbol(field)) continue;
    yield {
      error: 'TypeError',
      title: '`fields` holds something that is no string',
      evidence: { path: `${path}[${i}]`, found: seen(field), expected: 'a string' },
      step: names,
    };
  }
}

/** Chrome writes `params` as JSON, once. */
function* badParams(params: unknown, path: string): Generator<Broken> {
  const step = 'Give `params` a JSON value: no BigInt, no cycle.';
  const found = pathOf(params, path, value => /^bigint$/i.test(typeOf(value) ?? ''));
  if (found !== undefined) {
    yield {
      error: 'TypeError',
      title: '`params` holds a BigInt, which JSON does not have',
      evidence: { path: found, found: 'a BigInt', expected: 'a number or a string' },
      step,
    };
    return;
  }
  if (params === undefined || isPrimitive(params)) return;
  yield {
    error: 'TypeError',
    title: '`params` cannot be written as JSON',
    evidence: { path, found: seen(params), expected: 'a JSON value' },
    step,
    only: /BigInt|circular structure|toJSON/,
  };
}

/** Where the page's own code runs while Chrome writes `params` as JSON: a getter, or a `toJSON()`. */
export function ownCodeIn(provider: unknown, path: string): string | undefined {
  const isCode = (value: unknown, name: string) =>
    typeOf(value) === 'getter' || (name === 'toJSON' && typeOf(value) === 'function');
  return pathOf(given(provider, 'params'), `${path}.params`, isCode);
}

/** Where the first such value is. Without recursion: what the page gave is hostile. */
function pathOf(root: unknown, path: string, test: (value: unknown, name: string) => boolean): string | undefined {
  const open = [{ value: root, path, name: '' }];
  for (let i = 0; i < open.length; i++) {
    const next = open[i];
    if (next === undefined) break;
    if (test(next.value, next.name)) return next.path;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [name, value] of Object.entries(next.value)) {
      open.push({ value, name, path: Array.isArray(next.value) ? `${next.path}[${name}]` : `${next.path}.${name}` });
    }
  }
  return undefined;
}
