import type { Exchange, Header } from '../model.ts';
import type { FrameLook, MethodLook, PageLook } from './page-look.ts';
import { lookedAtFrames, silentFrames } from './quiet-frames.ts';
import { librariesOn, silentLibrary, stoppedLibrary } from './quiet-library.ts';

/** What a log knows of a page that can call FedCM and from which no call came. */
export interface QuietPage {
  page: { url: string; origin: string } | undefined;
  /** FedCM exchanges that belong to no call. */
  leftovers: readonly Exchange[];
  losses: { events: number };
  /** Response headers of the page, where DevTools was open when it loaded. */
  headers: readonly Header[] | undefined;
  /** Origins of the frames in the page. */
  frames: readonly string[];
  /** What the page holds; undefined where it was not looked at yet, or cannot be. */
  look: PageLook | undefined;
  /** Epoch ms. */
  now: number;
}

/** One thing that explains, or may explain, why there is no call. */
export interface NoCall {
  code:
    | 'call-unseen'
    | 'policy-forbids'
    | 'method-replaced'
    | 'method-unwatched'
    | 'opaque-origin'
    | 'library-not-loaded'
    | 'library-refused'
    | 'library-paused'
    | 'events-lost'
    | 'library-silent'
    | 'frame-may-call'
    | 'frame-may-not-call'
    | 'frame-sandboxed'
    | 'frame-insecure'
    | 'frame-silent';
  title: string;
  text: string;
  steps?: readonly string[];
  /** A reload of the page would tell more. */
  reload?: true;
  /** It is no answer by itself, and stands below. */
  isNote?: true;
}

const FORBIDS = /(?:^|,)\s*identity-credentials-get\s*=\s*\(\s*\)/;

/** Why no call was seen, the surest reason first; empty where nothing speaks for any. */
export function noCall(quiet: QuietPage): NoCall[] {
  const libraries = quiet.look ? librariesOn(quiet.look, quiet.headers) : [];
  return [
    ...unseen(quiet),
    ...forbidden(quiet),
    ...opaque(quiet),
    ...replacedIn(quiet.look?.frames ?? []),
    ...libraries.flatMap(each => stoppedLibrary(each, quiet.now)),
    ...lost(quiet),
    ...libraries.filter(each => stoppedLibrary(each, quiet.now).length === 0).flatMap(silentLibrary),
    ...(quiet.look ? lookedAtFrames(quiet.look) : silentFrames(quiet)),
  ];
}

function unseen({ leftovers }: QuietPage): NoCall[] {
  const [first] = leftovers;
  if (first === undefined) return [];
  const count = leftovers.length === 1 ? 'a FedCM request' : `${leftovers.length} FedCM requests`;
  const host = URL.canParse(first.request.url) ? ` to ${new URL(first.request.url).host}` : '';
  return [
    {
      code: 'call-unseen',
      title: 'There was a call, and it was not seen',
      text: `Chrome made ${count}${host}, so some document of this tab called. It was loaded before it could be watched. Reload the page and sign in again.`,
      reload: true,
    },
  ];
}

function forbidden({ headers, page, look }: QuietPage): NoCall[] {
  if (page === undefined) return [];
  const policy = headers?.find(({ name, value }) => name.toLowerCase() === 'permissions-policy' && FORBIDS.test(value));
  const may = look?.frames.find(({ isTop }) => isTop)?.mayCall;
  if (may === true || (policy === undefined && may === undefined)) return [];
  const sent = policy
    ? `${page.origin} sent \`Permissions-Policy: identity-credentials-get=()\`.`
    : `The Permissions Policy of ${page.origin} does not let it use \`identity-credentials-get\`.`;
  return [
    {
      code: 'policy-forbids',
      title: 'The page’s own header forbids FedCM',
      text: `${sent} A call is rejected with NotAllowedError, and sign-in libraries that look at the policy first do not call at all.`,
      steps: ['Send `Permissions-Policy: identity-credentials-get=(self)`, or leave the feature out of the header.'],
    },
  ];
}

/** A sandboxed document has an origin that nobody else has, and Chrome knows no relying party by it. */
function opaque({ look }: QuietPage): NoCall[] {
  if (look?.frames.find(({ isTop }) => isTop)?.origin !== 'null') return [];
  return [
    {
      code: 'opaque-origin',
      title: 'This page has an opaque origin, so Chrome would refuse its calls',
      text: 'A document is so that its `Content-Security-Policy` puts into a sandbox, and one that comes from no server. A call is rejected with NetworkError at once.',
      steps: ['Serve the page from a server, without `sandbox` in its policy, or with `allow-same-origin` in it.'],
    },
  ];
}

/** The top document first, then frames that may call; what is so in many is said once. */
function replacedIn(frames: readonly FrameLook[]): NoCall[] {
  const looked = [...frames].sort((a, b) => Number(b.isTop) - Number(a.isTop));
  const found = looked.flatMap(({ isTop, origin, method }) =>
    replaced(method, isTop ? '' : ` in a frame of ${origin}`),
  );
  return [...new Map(found.map(reason => [reason.title, reason])).values()];
}

/** @param within where, as ` in a frame of …`; nothing for the page itself */
function replaced(method: MethodLook | undefined, within: string): NoCall[] {
  switch (method?.kind) {
    case undefined:
    case 'watched':
    case 'unknown':
      return [];
    case 'native':
      return [
        {
          code: 'method-unwatched',
          title: `A script has put Chrome’s own \`get\` back${within}, so calls are not seen`,
          text: 'There `CredentialsContainer.prototype.get` is the browser’s own again, without the watch of this extension. Its requests are still seen.',
          steps: ['Look which script does so: one that guards itself against others, or a password manager.'],
        },
      ];
    case 'replaced': {
      const begins =
        method.source === undefined ? '' : ` Its text begins with \`${method.source.replaceAll('`', '')}\`.`;
      return [
        {
          code: 'method-replaced',
          title: `A script has replaced \`${method.where}\`${within}, so calls may end there`,
          text: `A password manager’s extension does this, or a library.${begins} What it answers by itself never reaches Chrome.`,
          steps: [
            'Try in a window without other extensions.',
            'If it is a script of the page, look what it does with `identity`.',
          ],
        },
      ];
    }
  }
}

function lost({ losses: { events } }: QuietPage): NoCall[] {
  if (events === 0) return [];
  return [
    {
      code: 'events-lost',
      title: events === 1 ? 'An event of the page was lost' : `${events} events of the page were lost`,
      text: 'A call may be among them. Reload the page and sign in again.',
      reload: true,
    },
  ];
}
