import type { Flow } from '../model.ts';

/**
 * JavaScript that makes the flow's call again, for the console of a page of the same origin. A value that the recording
 * does not hold (a function, a getter, what was cut) stands as `undefined` with a comment that names its type.
 */
export function callScript(flow: Flow): string {
  const request = literal(flow.request);
  switch (flow.api) {
    case 'credentials.get':
      return `await navigator.credentials.get(${request});`;
    case 'credentials.preventSilentAccess':
      return 'await navigator.credentials.preventSilentAccess();';
    case 'IdentityCredential.disconnect':
      return `await IdentityCredential.disconnect(${request});`;
    case 'IdentityProvider.getUserInfo':
      return `await IdentityProvider.getUserInfo(${request});`;
    case 'IdentityProvider.resolve':
      return `await IdentityProvider.resolve(${flow.options === undefined ? request : `${request}, ${literal(flow.options)}`});`;
    case 'IdentityProvider.close':
      return 'IdentityProvider.close();';
    case 'IdentityProvider.register':
      return `await IdentityProvider.register(${request});`;
    case 'IdentityProvider.unregister':
      return `await IdentityProvider.unregister(${request});`;
    case 'login.setStatus':
      return `await navigator.login.setStatus(${request});`;
  }
}

/** The value as a JavaScript literal, two spaces a level. */
function literal(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : `[\n${value.map(item => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  const type: unknown = Object.hasOwn(value, '$type') ? Reflect.get(value, '$type') : undefined;
  if (typeof type === 'string') return special(type, Reflect.get(value, 'value'), indent);
  const members = Object.entries(value).map(
    ([name, item]) => `${inner}${memberName(name)}: ${literal(item, inner)},\n`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

/** What JSON does not have, as the recording writes it. */
function special(type: string, value: unknown, indent: string): string {
  switch (type) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return /^(?:NaN|-?Infinity)$/.test(String(value)) ? String(value) : unknown('number');
    case 'AbortSignal':
      return 'new AbortController().signal';
    case 'unread':
      return literal(value, indent);
    case 'URL':
    case 'Date':
      return typeof value === 'string' ? `new ${type}(${JSON.stringify(value)})` : unknown(type);
    default:
      return unknown(/^[\w$]{1,40}$/.test(type) ? type : 'object');
  }
}

const unknown = (type: string): string => `undefined /* ${type} */`;

/** `__proto__: x` would set the prototype; in brackets it is a member like any other. */
const memberName = (name: string): string =>
  name === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
