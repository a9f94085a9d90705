import { isObject } from '../diagnosis/json-value.ts';

/**
 * A library that calls FedCM on behalf of a page, as its documentation describes it: all that is known of it stands
 * here, so that another library is another entry.
 */
export interface WrapperLibrary {
  name: string;
  /** URLs of its scripts, as they stand in a page or on a call's stack. */
  script: RegExp;
  /** When it calls FedCM, as a sentence. */
  calls?: string;
  /** What it asks its own server before it calls. */
  status?: {
    /** URLs of that request. */
    url: RegExp;
    /** What an answer says that is no good; undefined for one that is. */
    refusal(status: number, url: URL): Refusal | undefined;
  };
  /** A cookie on the page's own site in which it keeps a cooldown of its own. */
  cooldown?: {
    cookie: string;
    /** Until when it shows no prompt, epoch ms, and which dismissal in a row that was; undefined where none is told. */
    read(value: string): { until: number; step?: number } | undefined;
    reset: string;
  };
}

export interface Refusal {
  /** After `did not call: `. */
  because: string;
  step: string;
}

export const WRAPPER_LIBRARIES: readonly WrapperLibrary[] = [
  {
    name: 'Google Identity Services',
    script: /^https:\/\/accounts\.google\.com\/gsi\//,
    calls:
      'It calls for its One Tap prompt, once the page’s code asks for it and unless `use_fedcm_for_prompt` is false; for its button only with `use_fedcm_for_button`, else that opens a window of its own.',
    status: {
      url: /^https:\/\/accounts\.google\.com\/gsi\/status(?:\?|$)/,
      refusal: (status, url) => googleRefusal(status, url.searchParams.get('client_id')),
    },
    cooldown: {
      cookie: 'g_state',
      read: readGoogleState,
      reset: 'Delete the cookie `g_state` of this site, and reload.',
    },
  },
  { name: 'Google API Platform library', script: /^https:\/\/apis\.google\.com\/js\/(platform|api)/ },
  { name: 'Facebook SDK', script: /^https:\/\/connect\.facebook\.net\// },
  { name: 'Auth0', script: /^https:\/\/cdn\.auth0\.com\/|\/node_modules\/@auth0\// },
  { name: 'Better Auth', script: /\/node_modules\/(\.vite\/deps\/)?better-auth/ },
  {
    name: 'Firebase Authentication',
    script: /^https:\/\/www\.gstatic\.com\/firebasejs\/|\/node_modules\/@?firebase\//,
  },
];

/** Cookies in which libraries keep their cooldown. */
export const COOLDOWN_COOKIES: readonly string[] = WRAPPER_LIBRARIES.flatMap(({ cooldown }) => cooldown?.cookie ?? []);

function googleRefusal(status: number, clientId: string | null): Refusal | undefined {
  if (status === 0)
    return {
      because: 'its status request got no answer',
      step: 'Look in the Network panel what stops requests to accounts.google.com: an extension, `connect-src` of the page’s Content-Security-Policy, or the network.',
    };
  if (status < 400) return undefined;
  const client = clientId === null ? 'the client id' : `the client id \`${clientId.slice(0, 100)}\``;
  return status === 403
    ? {
        because: `this origin is not allowed for ${client}`,
        step: 'Add the page’s origin to “Authorized JavaScript origins” of the client in the Google Cloud console; on localhost both `http://localhost` and `http://localhost:PORT`.',
      }
    : {
        because: `it answered ${status} for ${client}`,
        step: `Look whether ${client} exists, and is one for web pages.`,
      };
}

/** `{"i_p":1763900000000,"i_l":1}`: no prompt until then, after that many dismissals in a row. */
function readGoogleState(value: string): { until: number; step?: number } | undefined {
  const state = parse(value);
  if (!isObject(state)) return undefined;
  const { i_p: until, i_l: step } = state;
  if (typeof until !== 'number' || !Number.isFinite(until)) return undefined;
  return { until, ...(typeof step === 'number' && Number.isInteger(step) && step > 0 && { step }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
  } catch {
    return undefined;
  }
}
