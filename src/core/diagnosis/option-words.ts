/** What Chrome's message to the page says of the options. */
import { given, seen } from './idl.ts';
import type { Broken } from './option-rule.ts';

/** Of several, the one that Chrome's message is about comes first. */
export function rank({ evidence: { path = '' } }: Broken, message: string): number {
  const member = namesIn(message).at(-1) ?? /provider's (\w+)/.exec(message)?.[1];
  const place = /^Provider (\d+) /.exec(message)?.[1];
  if (member !== undefined) return path.replace(/\[\d+\]$/, '').endsWith(member) ? 0 : 1;
  return place !== undefined && path.includes(`[${Number(place) - 1}]`) ? 0 : 1;
}

/** `Failed to read the 'identity' property from 'CredentialRequestOptions': Failed to read the 'mode' property …`. */
const namesIn = (message: string): string[] =>
  [...message.matchAll(/Failed to read the '(\w+)' property/g)].flatMap(([, name]) => name ?? []);

/** The member that Chrome's message names, for what no rule above knows. */
export function namedByChrome(request: unknown, message: string): Broken | undefined {
  const names = namesIn(message);
  const last = names.at(-1);
  if (last === undefined) return undefined;
  let value: unknown = request;
  let path = '';
  for (const name of names) {
    // Chrome does not say which entry of the list it means.
    const only = Array.isArray(value) ? (value.length === 1 ? '[0]' : '[*]') : '';
    value = given(Array.isArray(value) ? value[0] : value, name);
    path = `${path}${only}${path && '.'}${name}`;
  }
  const said = message.slice(message.lastIndexOf("': ") + 3);
  return {
    error: 'TypeError',
    title: `Chrome does not take the value of \`${last}\``,
    evidence: { path, found: path.includes('[*]') ? 'one of several' : seen(value), note: said },
    step: `Give \`${path}\` as Chrome asks: ${said}`,
  };
}
