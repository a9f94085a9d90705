import type { PageState } from '../../src/core/flow/log-view.ts';

export interface PageWords {
  title: string;
  text: string;
  /** The page would do better after a reload. */
  reload?: true;
}

/** Why no call can come from the page as it is; undefined where one can, or nobody knows yet. */
export function obstacleWords(state: PageState): PageWords | undefined {
  switch (state) {
    case 'insecure':
      return {
        title: 'No FedCM on this page: it is not a secure context',
        text: 'Here `navigator.credentials` does not exist. Serve the page over https, or from `http://localhost`. A frame is secure only if every page around it is.',
      };
    case 'unsupported':
      return {
        title: 'No FedCM in this browser',
        text: 'The page is a secure context, and `IdentityCredential` is still missing: FedCM was turned off by a flag, a policy or a command line.',
      };
    case 'reload-needed':
      return {
        title: 'This page is older than the extension',
        text: 'Calls are watched from the moment a page loads. Reload it, then sign in.',
        reload: true,
      };
    case 'ready':
    case 'unknown':
      return undefined;
  }
}
