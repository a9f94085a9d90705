import { clock } from '../diagnosis/memory.ts';
import type { NoCall } from './no-call.ts';
import type { LibraryRequest, PageLook } from './page-look.ts';
import { WRAPPER_LIBRARIES, type WrapperLibrary } from './wrapper-libraries.ts';

/** A known library on the page, and what was seen of it. */
export interface FoundLibrary {
  library: WrapperLibrary;
  /** The last request for its script, where that was seen. */
  loading: LibraryRequest | undefined;
  /** Answers to its status requests, oldest first. */
  answers: { url: URL; status: number }[];
  cookie: string | undefined;
}

export function librariesOn({ frames, requests }: PageLook): FoundLibrary[] {
  const scripts = [...frames.flatMap(frame => frame.scripts), ...requests.map(({ url }) => url)];
  return WRAPPER_LIBRARIES.filter(({ script }) => scripts.some(url => script.test(url))).map(library => ({
    library,
    loading: requests.findLast(({ url }) => library.script.test(url) && !library.status?.url.test(url)),
    answers: requests
      .filter(({ url }) => library.status?.url.test(url) && URL.canParse(url))
      .map(({ url, status }) => ({ url: new URL(url), status })),
    cookie: library.cooldown && frames.find(({ isTop }) => isTop)?.cookies[library.cooldown.cookie],
  }));
}

/** What keeps the library from calling, as far as that was seen: the surest first. */
export function stoppedLibrary(found: FoundLibrary, now: number): NoCall[] {
  return [...missing(found), ...refused(found), ...paused(found, now)];
}

function missing({ library, loading }: FoundLibrary): NoCall[] {
  if (loading === undefined) return [];
  const { status, error, url } = loading;
  const why = status >= 400 ? `it was answered ${status}` : status === 0 ? error : undefined;
  if (why === undefined) return [];
  return [
    {
      code: 'library-not-loaded',
      title: `The script of ${library.name} did not load: ${why}`,
      text: `The page asks for \`${url.replace(/[?#].*$/s, '').replaceAll('`', '')}\`, and without it nobody calls.`,
      steps: [
        status > 0
          ? 'Compare the address with the one in the library’s documentation.'
          : 'Look for what stops it: an extension that blocks, `script-src` of the page’s Content-Security-Policy, or the network.',
      ],
    },
  ];
}

function refused({ library, answers }: FoundLibrary): NoCall[] {
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

function paused({ library: { name, cooldown }, cookie }: FoundLibrary, now: number): NoCall[] {
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

export function silentLibrary({ library, answers }: FoundLibrary): NoCall[] {
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
