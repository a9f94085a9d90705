/** How a call ends with the page that made it. */
import type { Fault } from './fault.ts';
import type { Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** The page was left while Chrome was at work, or while its dialog was open. */
export function leftFault({ flow }: Scene): Fault {
  const asked = flow.exchanges.some(({ role }) => role === 'accounts');
  const isFrame = (flow.page.frameId ?? 0) !== 0;
  return {
    code: asked ? 'UiDismissedNoEmbargo' : 'RpPageNotVisible',
    certainty: 'one-of',
    title: `The ${isFrame ? 'frame that called was removed, or its page was left,' : 'page was left'} before the sign-in was complete`,
    explanation: 'Chrome gives a call up with the document that made it.',
    causes: [
      {
        code: 'UiDismissedNoEmbargo',
        status: 'fits',
        because: 'The dialog, or the work towards it, ended with the page.',
      },
      {
        code: 'RpPageNotVisible',
        status: 'fits',
        because: 'The page was already inactive when Chrome was ready to show its dialog.',
      },
    ],
    steps: [
      isFrame
        ? 'Look what removes the iframe element or gives it another address while the call runs: a component that is unmounted, or a navigation.'
        : 'Look for a navigation or a form that is submitted while the call runs.',
    ],
    owner: 'rp-page',
    evidence: [{ path: 'outcome.status', found: flow.outcome.status }],
  };
}

/** In active mode Chrome's dialog is open while it asks, and may be closed. */
export function givenUpFault(scene: Scene): Fault {
  const left = leftFault(scene);
  const closed = 'In active mode Chrome shows its dialog from the start, and the user may have closed it.';
  return {
    ...left,
    code: 'UiDismissedNoEmbargo',
    title: 'Chrome gave the call up before the last request was answered',
    explanation: 'The user closed the dialog, which is open while Chrome asks, or the page was left.',
    causes: [{ code: 'UiDismissedNoEmbargo', status: 'fits', because: closed }, ...(left.causes ?? []).slice(1)],
    steps: ['To find out which: ask Chrome.', ...(left.steps ?? [])],
  };
}

/** Chrome then gives the reason of a pop-up that ended without a token (measured on Chromium 156). */
export const leftBehindPopup = ({ exchange, url }: Verdict & { stage: 'continuation' }): Fault => ({
  code: 'ErrorIdToken',
  certainty: 'likely',
  title: 'The page was left while the continuation pop-up was open',
  explanation: 'Chrome gives a call up with the page that made it.',
  steps: ['Look for a navigation or a form that is submitted while the call runs.'],
  owner: 'rp-page',
  evidence: [
    { path: 'outcome.status', found: 'interrupted' },
    { exchange, path: '$.continue_on', found: url },
  ],
});
