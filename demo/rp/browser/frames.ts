/** Frames of other origins inside the relying party's page, and what they report. */
import type { Outcome } from '../../browser/page.ts';

export interface Embedded {
  loaded: Promise<void>;
  /** The first outcome that the frame posts. */
  outcome: Promise<Outcome>;
}

/** Replaces the frame shown before. @param allow whether the frame may use FedCM */
export function embed(url: string, allow: boolean): Embedded {
  const frame = document.createElement('iframe');
  frame.title = new URL(url).host;
  frame.src = url;
  if (allow) frame.allow = 'identity-credentials-get';
  const outcome = new Promise<Outcome>(resolve => {
    const listen = ({ source, data }: MessageEvent<{ outcome: Outcome }>) => {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', listen);
      resolve(data.outcome);
    };
    addEventListener('message', listen);
  });
  const loaded = new Promise<void>(resolve => frame.addEventListener('load', () => resolve(), { once: true }));
  document.querySelector('#frames')?.replaceChildren(frame);
  return { loaded, outcome };
}
