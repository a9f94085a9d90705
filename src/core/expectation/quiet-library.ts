import { clock } from '../diagnosis/memory.ts';
import type { Header } from '../model.ts';
import type { NoCall } from './no-call.ts';
import type { LibraryRequest, PageLook } from './page-look.ts';
import { keepsOut } from './script-policy.ts';
import { WRAPPER_LIBRARIES, type WrapperLibrary } from './wrapper-libraries.ts';

/** A known library on the page, and what was seen of it. */
export interface FoundLibrary {
  library: WrapperLibrary;
  /** The last request for its script, where that was seen. */
  loading: LibraryRequest | undefined;
  /** Its script, where no request for it was seen and the page's own policy admits none. */
  keptOut?: string;
  /** Answers to its status requests, oldest first. */
  answers: { url: URL; status: number }[];
  cookie: string | undefined;
}

/** @param headers of the page, where they were seen */
export function librariesOn({ frames, requests }: PageLook, headers?: readonly Header[]): FoundLibrary[] {
  const inPage = frames.flatMap(frame => frame.scripts);
  const top = frames.find(({ isTop }) => isTop);
  return WRAPPER_LIBRARIES.flatMap(library => {
    const { script, status, cooldown } = library;
    const scripts = inPage.filter(url => script.test(url));
    const ofIts = requests.filter(({ url }) => script.test(url));
    if (scripts.length + ofIts.length === 0) return [];
    const loading = ofIts.findLast(
      ({ url }) => scripts.includes(url) || (scripts.length === 0 && !status?.url.test(url)),
    );
    const own = top?.scripts.find(url => script.test(url));
    const isKeptOut = loading === undefined && own !== undefined && keepsOut(headers ?? [], own);
    const answers = requests.flatMap(({ url, status: code }) =>
      status?.url.test(url) && URL.canParse(url) ? [{ url: new URL(url), status: code }] : [],
    );
    return [
      { library, loading, ...(isKeptOut && { keptOut: own }), answers, cookie: top?.cookies[cooldown?.cookie ?? ''] },
    ];
  });
}

/** What keeps the library from calling, as far as that was seen: the surest first. */
export function stoppedLibrary(found: FoundLibrary, now: number): NoCall[] {
  return [...missing(found), ...refused(found), ...paused(found, now)];
}

function missing({ library, loading, keptOut }: FoundLibrary): NoCall[] {
  const url = (keptOut ?? loading?.url ?? '').replace(/[?#].*$/s, '').replaceAll('`', '');
  const why =
    keptOut === undefined ? lackOf(loading) : 'the page’s Content-Security-Policy admits no script from there';
  if (why === undefined) return [];
  return [
    {
      code: 'library-not-loaded',
      title: `The script of ${library.name} did not load: ${why}`,
      text: `The page asks for \`${url}\`, and without it nobody calls.`,
      steps: [
        keptOut !== undefined
          ? `Put \`${url}\` into \`script-src\` of the page’s Content-Security-Policy.`
          : loading !== undefined && loading.status > 0
            ? 'Compare the address with the one in the library’s documentation.'
            : 'Look for what stops it: an extension that blocks, or the network.',
      ],
    },
  ];
}

function lackOf(loading: LibraryRequest | undefined): string | undefined {
  if (loading === undefined) return undefined;
  return loading.status >= 400 ? `it was answered ${loading.status}` : loading.status === 0 ? loading.error : undefined;
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
