import { APIS } from '../core/apis.ts';
import type { CallEvent, PageEvent, SettleEvent } from '../core/flow/page-event.ts';
import type { CallContext, Outcome } from '../core/model.ts';
import { type Guarded, isObject, isText, nesting, optional, refuse } from './guard.ts';
import { MAX_DEPTH, MAX_EVENT_CHARS } from './limits.ts';
import { under, unmark } from './recorded.ts';

/** Levels an event may nest: the recorded value, the marks in it, and the event around it. */
const EVENT_DEPTH = MAX_DEPTH + 16;

/**
 * Reads one event off the wire. A page can take the hook's place in its own frames, so nothing is believed: size, depth
 * and the type of every known member are checked, unknown members are left out. Frames of stacks that lie under
 * `ownScripts` (the extension's origin) are ours and are left out, too.
 */
export function parseHookEvent(text: unknown, ownScripts: string): Guarded<PageEvent> {
  if (typeof text !== 'string') return refuse('not-text');
  if (text.length > MAX_EVENT_CHARS) return refuse('too-large');
  if (nesting(text) > EVENT_DEPTH) return refuse('too-deep');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse('not-json');
  }
  if (!isObject(raw)) return refuse('not-an-object');
  const { n, call, at, url } = raw;
  if (!isCount(n) || !isCount(call)) return refuse('no-number');
  if (!isTime(at)) return refuse('no-time');
  if (!('api' in raw)) return { ok: true, value: settleEvent(raw, { t: 'settle', n, call, at }, ownScripts) };
  const api = typeof raw['api'] === 'number' ? APIS[raw['api']] : undefined;
  if (!api) return refuse('unknown-api');
  const head = { t: 'call', n, call, api, at, url: isText(url) ? url : '' } as const;
  return { ok: true, value: callEvent(raw, head, ownScripts) };
}

type Head<Event> = Pick<Event, Extract<keyof Event, 't' | 'n' | 'call' | 'api' | 'at' | 'url'>>;

function callEvent(raw: Record<string, unknown>, head: Head<CallEvent>, ownScripts: string): CallEvent {
  const { userActivation, visibilityState, stack } = raw;
  const request = unmark(raw['request']);
  const context: CallContext = {
    ...(isObject(userActivation)
      ? {
          userActivation: {
            isActive: userActivation['isActive'] === true,
            hasBeenActive: userActivation['hasBeenActive'] === true,
          },
        }
      : {}),
    ...(isText(visibilityState) ? { visibility: visibilityState } : {}),
    ...(isText(stack) ? { stack: framesOf(stack, ownScripts) } : {}),
    ...(request.unread.length > 0 ? { unread: request.unread } : {}),
  };
  const options = 'options' in raw ? unmark(raw['options']) : undefined;
  return {
    ...head,
    request: request.value,
    ...(options ? { options: options.value } : {}),
    context,
    cut: [...under('request', request.cut), ...under('options', options?.cut ?? [])],
  };
}

function settleEvent(raw: Record<string, unknown>, head: Head<SettleEvent>, ownScripts: string): SettleEvent {
  if (isObject(raw['error'])) {
    const { value: error, cut } = unmark(raw['error']);
    const { abortStack } = raw;
    return {
      ...head,
      outcome: { status: 'rejected', error: errorOf(error) },
      cut: under('outcome.error', cut),
      ...(isText(abortStack) ? { abortStack: framesOf(abortStack, ownScripts) } : {}),
    };
  }
  if (isObject(raw['credential'])) {
    const { value: found, cut } = unmark(raw['credential']);
    const credential = isObject(found) ? found : {};
    return {
      ...head,
      outcome: {
        status: 'fulfilled',
        credential: {
          type: 'identity',
          token: credential['token'],
          ...optional(credential, 'isAutoSelected', isBoolean),
          ...optional(credential, 'configURL', isText),
        },
      },
      cut: under('outcome.credential', cut),
    };
  }
  const { value, cut } = unmark(raw['value']);
  const nothing = value === undefined || (isObject(value) && value['$type'] === 'undefined');
  return {
    ...head,
    outcome: { status: 'fulfilled', ...(nothing ? {} : { value }) },
    cut: under('outcome.value', cut),
  };
}

function errorOf(error: unknown): NonNullable<Outcome['error']> {
  if (!isObject(error)) return {};
  return {
    ...optional(error, 'name', isText),
    ...optional(error, 'message', isText),
    ...optional(error, 'error', isText),
    ...optional(error, 'url', isText),
    ...('value' in error ? { value: error['value'] } : {}),
  };
}

/** V8's text of a stack as a list of frames, the page's alone. */
function framesOf(stack: string, ownScripts: string): string[] {
  return stack
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('at ') && !line.includes(ownScripts))
    .map(line => line.slice(3));
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
/** Epoch ms that a `Date` can hold. */
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 8.64e15;
