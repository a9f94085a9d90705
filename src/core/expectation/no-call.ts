import { clock } from '../diagnosis/memory.ts';
import type { Exchange, Header } from '../model.ts';
import type { FrameLook, MethodLook, PageLook } from './page-look.ts';
import { WRAPPER_LIBRARIES, type WrapperLibrary } from './wrapper-libraries.ts';

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
    | 'library-refused'
    | 'library-paused'
    | 'events-lost'
    | 'library-silent'
    | 'frame-may-call'
    | 'frame-may-not-call'
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
/** More origins than this are counted, not named. */
const NAMED = 3;

/** Why no call was seen, the surest reason first; empty where nothing speaks for any. */
export function noCall(quiet: QuietPage): NoCall[] {
  const libraries = quiet.look ? librariesOn(quiet.look) : [];
  return [
    ...unseen(quiet),
    ...forbidden(quiet),
    ...replacedIn(quiet.look?.frames ?? []),
    ...libraries.flatMap(refusedLibrary),
    ...libraries.flatMap(each => pausedLibrary(each, quiet.now)),
    ...lost(quiet),
    ...libraries.filter(each => !explains(each, quiet.now)).flatMap(silentLibrary),
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

interface FoundLibrary {
  library: WrapperLibrary;
  /** Answers to its status requests, oldest first. */
  answers: { url: URL; status: number }[];
  cookie: string | undefined;
}

function librariesOn({ frames, requests }: PageLook): FoundLibrary[] {
  const scripts = [...frames.flatMap(frame => frame.scripts), ...requests.map(({ url }) => url)];
  return WRAPPER_LIBRARIES.filter(({ script }) => scripts.some(url => script.test(url))).map(library => ({
    library,
    answers: requests
      .filter(({ url }) => library.status?.url.test(url) && URL.canParse(url))
      .map(({ url, status }) => ({ url: new URL(url), status })),
    cookie: library.cooldown && frames.find(({ isTop }) => isTop)?.cookies[library.cooldown.cookie],
  }));
}

function refusedLibrary({ library, answers }: FoundLibrary): NoCall[] {
  const last = answers.at(-1);
  const refusal = last && library.status?.refusal(last.status, last.url);
  if (last === undefined || refusal === undefined) return [];
  return [
    {
      code: 'library-refused',
      title: `${library.name} did not call: ${refusal.because}`,
      text: `Its script is on the page, and its status request was answered ${last.status || 'not at all'}. It calls FedCM only after a good answer.`,
      steps: [refusal.step],
    },
  ];
}

function pausedLibrary({ library: { name, cooldown }, cookie }: FoundLibrary, now: number): NoCall[] {
  const pause = cookie === undefined ? undefined : cooldown?.read(cookie);
  if (pause === undefined || cooldown === undefined || pause.until <= now) return [];
  const step =
    pause.step === undefined
      ? ''
      : `, after ${pause.step === 1 ? 'one dismissal' : `${pause.step} dismissals in a row`}`;
  return [
    {
      code: 'library-paused',
      title: `${name} pauses its prompt until ${clock(pause.until)}`,
      text: `Its own cookie \`${cooldown.cookie}\` says so${step}. The pause is the library’s; Chrome keeps one of its own beside it.`,
      steps: [cooldown.reset],
    },
  ];
}

/** Whether it is known why the library has not called. */
const explains = (library: FoundLibrary, now: number): boolean =>
  refusedLibrary(library).length + pausedLibrary(library, now).length > 0;

function silentLibrary({ library, answers }: FoundLibrary): NoCall[] {
  const unheard = library.status !== undefined && answers.length === 0;
  const answer = answers.at(-1);
  return [
    {
      code: 'library-silent',
      title: `${library.name} is on the page, and has not called`,
      text: [
        library.calls ?? 'It calls when the page’s own code asks it to.',
        answer && `Its status request was answered ${answer.status}.`,
        unheard && 'Its status request was not seen: it made none yet, or it did before DevTools was opened.',
      ]
        .filter(Boolean)
        .join(' '),
      ...(unheard && { reload: true }),
    },
  ];
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

function lookedAtFrames({ frames }: PageLook): NoCall[] {
  const top = frames.find(({ isTop }) => isTop)?.origin;
  const others = frames.filter(({ isTop, origin }) => !isTop && origin !== top && origin !== 'null');
  const may = originsOf(others.filter(({ mayCall }) => mayCall === true));
  const not = originsOf(others.filter(({ mayCall }) => mayCall === false)).filter(origin => !may.includes(origin));
  const calls: NoCall = {
    code: 'frame-may-call',
    title: `A frame of ${listed(may)} may call, and has not`,
    text: 'Its iframe element has `allow="identity-credentials-get"`, so a sign-in in it would be seen here.',
  };
  const callsNot: NoCall = {
    code: 'frame-may-not-call',
    title: `A frame of ${listed(not)} may not call`,
    text: 'Not every iframe element above it has `allow="identity-credentials-get"`. If its page is to sign in, add that.',
    isNote: true,
  };
  return [...(may.length > 0 ? [calls] : []), ...(not.length > 0 ? [callsNot] : [])];
}

const originsOf = (frames: readonly { origin: string }[]): string[] => [...new Set(frames.map(({ origin }) => origin))];

function listed(origins: readonly string[]): string {
  const more = origins.length > NAMED ? ` and ${origins.length - NAMED} more` : '';
  return `${origins.slice(0, NAMED).join(', ')}${more}`;
}

/** Without a look at the page, it is not known which of them may. */
function silentFrames({ frames, page }: QuietPage): NoCall[] {
  const others = [...new Set(frames)].filter(origin => origin !== page?.origin && origin !== 'null');
  if (others.length === 0) return [];
  return [
    {
      code: 'frame-silent',
      title: 'Frames of other origins have not called either',
      text: `${listed(others)}. Such a frame may call only where every iframe element above it has \`allow="identity-credentials-get"\`.`,
      isNote: true,
    },
  ];
}
