import { isLoopback, parseURL } from '../diagnosis/site.ts';
import type { NoCall, QuietPage } from './no-call.ts';
import type { PageLook } from './page-look.ts';

/** More origins than this are counted, not named. */
const NAMED = 3;

/** What the frames of a page that was looked at may do. */
export function lookedAtFrames({ frames }: PageLook): NoCall[] {
  const top = frames.find(({ isTop }) => isTop)?.origin;
  const others = frames.filter(({ isTop, origin }) => !isTop && origin !== top && origin !== 'null');
  const may = originsOf(others.filter(({ mayCall, origin }) => mayCall === true && !isInsecure(origin)));
  const insecure = originsOf(others.filter(({ origin }) => isInsecure(origin)));
  const not = originsOf(others.filter(({ mayCall }) => mayCall === false)).filter(
    origin => !may.includes(origin) && !insecure.includes(origin),
  );
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
  const callsInsecure: NoCall = {
    code: 'frame-insecure',
    title: `A frame of ${listed(insecure)} is no secure context, and may not call`,
    text: 'In it `navigator.credentials` does not exist. If its page is to sign in, load it over https.',
    isNote: true,
  };
  const sandboxed: NoCall = {
    code: 'frame-sandboxed',
    title: 'A sandboxed frame has `allow="identity-credentials-get"`, and may not call',
    text: 'Its origin is opaque. If its page is to sign in, add `allow-same-origin` to the `sandbox` of its iframe element.',
    isNote: true,
  };
  const isSandboxed = frames.some(({ isTop, origin, mayCall }) => !isTop && origin === 'null' && mayCall === true);
  return [
    ...(may.length > 0 ? [calls] : []),
    ...(not.length > 0 ? [callsNot] : []),
    ...(insecure.length > 0 ? [callsInsecure] : []),
    ...(isSandboxed ? [sandboxed] : []),
  ];
}

function isInsecure(origin: string): boolean {
  const url = parseURL(origin);
  return url?.protocol === 'http:' && !isLoopback(url.hostname);
}

const originsOf = (frames: readonly { origin: string }[]): string[] => [...new Set(frames.map(({ origin }) => origin))];

function listed(origins: readonly string[]): string {
  const more = origins.length > NAMED ? ` and ${origins.length - NAMED} more` : '';
  return `${origins.slice(0, NAMED).join(', ')}${more}`;
}

/** Without a look at the page, it is not known which of them may. */
export function silentFrames({ frames, page }: QuietPage): NoCall[] {
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
