import type { Exchange, Header } from '../model.ts';

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
}

/** One thing that explains, or may explain, why there is no call. */
export interface NoCall {
  code: 'policy-forbids' | 'call-unseen' | 'events-lost' | 'frame-silent';
  title: string;
  text: string;
  /** A reload of the page would tell more. */
  reload?: true;
}

const FORBIDS = /(?:^|,)\s*identity-credentials-get\s*=\s*\(\s*\)/;
/** More origins than this are counted, not named. */
const NAMED = 3;

/** Why no call was seen, the surest reason first; empty where nothing speaks for any. */
export function noCall(quiet: QuietPage): NoCall[] {
  return [...unseen(quiet), ...forbidden(quiet), ...lost(quiet), ...silentFrames(quiet)];
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

function forbidden({ headers, page }: QuietPage): NoCall[] {
  const policy = headers?.find(({ name, value }) => name.toLowerCase() === 'permissions-policy' && FORBIDS.test(value));
  if (policy === undefined || page === undefined) return [];
  return [
    {
      code: 'policy-forbids',
      title: 'The page’s own header forbids FedCM',
      text: `${page.origin} sent \`Permissions-Policy: identity-credentials-get=()\`. A call is rejected with NotAllowedError, and sign-in libraries that look at the policy first do not call at all.`,
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

function silentFrames({ frames, page }: QuietPage): NoCall[] {
  const others = [...new Set(frames)].filter(origin => origin !== page?.origin && origin !== 'null');
  if (others.length === 0) return [];
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  return [
    {
      code: 'frame-silent',
      title: 'Frames of other origins have not called either',
      text: `${others.slice(0, NAMED).join(', ')}${more}. Such a frame may call only where every iframe element above it has \`allow="identity-credentials-get"\`.`,
    },
  ];
}
