import * as v from 'valibot';
import { APIS } from '../apis.ts';

/** What a capture file has to hold. Unknown members are let through everywhere: a newer file may say more. */

/** JSON can write a number that is none here: `1e999`. */
const amount = v.pipe(v.number(), v.finite());
const words = v.array(v.string());
const maybe = v.exactOptional;
/** Data of a page or a token, which may be anything; what is shown of it is looked at there. */
const anything = maybe(v.unknown());

const header = v.looseObject({ name: v.string(), value: v.string() });

const exchange = v.looseObject({
  id: v.string(),
  role: v.picklist(['well-known', 'config', 'accounts', 'client-metadata', 'id-assertion', 'disconnect', 'other']),
  configURL: maybe(v.string()),
  candidates: maybe(words),
  fromCache: maybe(v.boolean()),
  request: v.looseObject({
    method: v.string(),
    url: v.string(),
    headers: v.array(header),
    body: maybe(v.string()),
  }),
  response: v.looseObject({
    status: amount,
    statusText: v.string(),
    headers: v.array(header),
    mimeType: maybe(v.string()),
    body: maybe(v.string()),
    bodyBytes: maybe(amount),
    bodyCut: maybe(v.boolean()),
    bodyMissing: maybe(v.string()),
    error: maybe(v.string()),
  }),
  startedAt: amount,
  duration: amount,
});

const phase = v.looseObject({
  name: v.picklist([
    'discovery',
    'accounts',
    'user',
    'assertion',
    'continuation',
    'settle',
    'rejection-delay',
    'unknown',
  ]),
  basis: v.picklist(['measured', 'derived']),
  configURL: maybe(v.string()),
  startedAt: amount,
  duration: amount,
});

const finding = v.looseObject({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'advice']),
  owner: v.picklist(['rp-page', 'rp-server', 'idp', 'browser', 'user']),
  certainty: v.picklist(['certain', 'likely', 'one-of']),
  source: v.picklist(['response', 'call', 'earlier', 'chrome', 'inference']),
  causes: maybe(
    v.array(
      v.looseObject({
        code: v.string(),
        status: v.picklist(['confirmed', 'fits', 'ruled-out']),
        because: v.string(),
      }),
    ),
  ),
  title: v.string(),
  explanation: v.string(),
  evidence: v.array(
    v.looseObject({
      exchange: maybe(v.string()),
      path: maybe(v.string()),
      found: maybe(v.string()),
      expected: maybe(v.string()),
      note: maybe(v.string()),
    }),
  ),
  steps: words,
  links: words,
});

const object = v.looseObject({});

const token = v.looseObject({
  kind: v.picklist(['jwt', 'jwe', 'sd-jwt', 'json', 'opaque']),
  header: maybe(object),
  payload: anything,
  disclosures: maybe(v.array(v.union([object, v.array(v.unknown())]))),
  problems: words,
  checks: v.array(
    v.looseObject({
      id: v.picklist([
        'issuer',
        'audience',
        'authorized-party',
        'subject',
        'account',
        'nonce',
        'replay',
        'expiry',
        'issued-at',
        'not-before',
        'age',
        'algorithm',
        'signature',
        'digests',
        'key-binding',
      ]),
      status: v.picklist(['pass', 'fail', 'unknown', 'not-applicable']),
      detail: v.string(),
    }),
  ),
});

const delivery = v.looseObject({
  url: v.string(),
  method: v.string(),
  where: v.picklist(['body', 'query', 'header', 'path']),
  origin: v.string(),
  startedAt: amount,
  duration: maybe(amount),
  error: maybe(v.string()),
  response: maybe(
    v.looseObject({
      status: amount,
      date: maybe(v.string()),
      location: maybe(v.string()),
      body: maybe(v.string()),
    }),
  ),
});

export const flowSchema = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  parent: maybe(v.string()),
  imported: maybe(v.boolean()),
  api: v.picklist(APIS),
  page: v.looseObject({
    url: v.string(),
    origin: v.string(),
    topOrigin: maybe(v.string()),
    tabId: maybe(amount),
    frameId: maybe(amount),
    documentId: maybe(v.string()),
    ancestors: maybe(v.array(v.looseObject({ origin: v.string(), allowsFedCM: maybe(v.boolean()) }))),
  }),
  startedAt: amount,
  settledAt: maybe(amount),
  request: anything,
  options: anything,
  context: v.looseObject({
    userActivation: maybe(v.looseObject({ isActive: v.boolean(), hasBeenActive: v.boolean() })),
    visibility: maybe(v.string()),
    stack: maybe(words),
    abortStack: maybe(words),
    unread: maybe(words),
  }),
  outcome: v.looseObject({
    status: v.picklist(['pending', 'fulfilled', 'rejected', 'interrupted']),
    credential: maybe(
      v.looseObject({
        type: v.string(),
        token: anything,
        isAutoSelected: maybe(v.boolean()),
        configURL: maybe(v.string()),
      }),
    ),
    value: anything,
    error: maybe(
      v.looseObject({
        name: maybe(v.string()),
        message: maybe(v.string()),
        error: maybe(v.string()),
        url: maybe(v.string()),
        value: anything,
      }),
    ),
  }),
  waitingFor: maybe(v.string()),
  exchanges: v.array(exchange),
  phases: v.array(phase),
  findings: v.array(finding),
  token: maybe(token),
  deliveries: v.array(delivery),
  chrome: maybe(
    v.looseObject({
      askedAt: amount,
      issues: words,
      log: v.array(v.looseObject({ at: amount, level: v.string(), text: v.string() })),
      requests: maybe(
        v.array(
          v.looseObject({
            url: v.string(),
            error: v.string(),
            corsError: maybe(v.string()),
            corsFound: maybe(v.string()),
          }),
        ),
      ),
      overlaps: maybe(words),
    }),
  ),
  cookies: maybe(
    v.looseObject({
      askedAt: amount,
      cookies: v.array(
        v.looseObject({
          name: v.string(),
          domain: v.string(),
          hostOnly: v.boolean(),
          path: v.string(),
          secure: v.boolean(),
          httpOnly: v.boolean(),
          sameSite: v.picklist(['none', 'lax', 'strict', 'unspecified']),
          partition: maybe(v.looseObject({ site: v.string(), crossSiteAncestor: v.boolean() })),
        }),
      ),
    }),
  ),
  lost: maybe(amount),
  lastHeard: maybe(v.looseObject({ event: amount, at: amount })),
  cut: maybe(v.array(v.looseObject({ path: v.string(), bytes: amount }))),
});

/** Everything of a capture but its flows. The version is looked at before. */
export const frameSchema = v.looseObject({
  format: v.literal('fedcm-capture'),
  creator: v.looseObject({ name: v.string(), version: v.string() }),
  exportedAt: v.string(),
  userAgent: v.string(),
  redaction: v.picklist(['secrets', 'none']),
  dropped: maybe(v.array(v.looseObject({ flows: amount, reason: v.string() }))),
});

/** The whole file, for those who describe it. Import checks the frame and each flow on its own. */
export const captureSchema = v.looseObject({
  ...frameSchema.entries,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  flows: v.array(flowSchema),
});
