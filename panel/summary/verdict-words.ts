import type { Finding, Flow } from '../../src/core/model.ts';
import { shortName } from '../flow/call.ts';
import { endsItsWindow, leadingFinding, resultWords, verdictOf } from '../flow/outcome.ts';

export interface VerdictWords {
  title: string;
  explanation: string;
}

const withoutStop = (text: string): string => text.replace(/\.$/, '');

function failed(flow: Flow): VerdictWords {
  const { name = 'Error', message = '', error, url, value } = flow.outcome.error ?? {};
  if (error) {
    return {
      title: `The identity provider answered with the error “${error}”`,
      explanation: url
        ? `It gives the page an address to show the user: ${url}`
        : 'It gives no address with more about it.',
    };
  }
  if (value !== undefined) {
    return { title: 'The page aborted the call', explanation: `It gave this reason: ${JSON.stringify(value)}` };
  }
  if (name === 'AbortError' || name === 'TimeoutError') {
    return {
      title: name === 'AbortError' ? 'The page aborted the call' : 'The page’s time limit ended the call',
      explanation: message,
    };
  }
  const generic = message === 'Error retrieving a token.';
  return {
    title: `${shortName(flow.api)} was rejected with ${name}`,
    explanation: generic
      ? 'Chrome tells the page “Error retrieving a token.” for nearly every failure, whatever its reason.'
      : message,
  };
}

function succeeded(flow: Flow): VerdictWords {
  switch (flow.api) {
    case 'credentials.get':
      return {
        title: 'The page got a token',
        explanation: flow.outcome.credential?.isAutoSelected
          ? 'Chrome chose the account by itself (auto re-authentication).'
          : 'The user chose the account.',
      };
    case 'IdentityCredential.disconnect':
      return {
        title: 'The account was disconnected',
        explanation: 'Its next sign-in on this relying party is a sign-up again.',
      };
    case 'IdentityProvider.getUserInfo':
      return { title: `The identity provider’s frame got ${resultWords(flow)}`, explanation: '' };
    case 'login.setStatus':
      return {
        title: `The login status was set to ${resultWords(flow)}`,
        explanation: 'In a frame of another site the call resolves and changes nothing.',
      };
    case 'credentials.preventSilentAccess':
      return {
        title: 'Automatic sign-in is off for this origin',
        explanation: 'It comes back with the next sign-in that succeeds.',
      };
    case 'IdentityProvider.close':
      return {
        title: 'The identity provider asked to close its window',
        explanation: 'Outside a login or continuation window this does nothing.',
      };
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
      return { title: `${shortName(flow.api)} succeeded`, explanation: '' };
  }
}

/** What came of the flow, in a sentence and what follows from it. */
export function verdictWordsOf(flow: Flow, finding: Finding | undefined = leadingFinding(flow)): VerdictWords {
  if (finding !== undefined) return { title: withoutStop(finding.title), explanation: finding.explanation };
  switch (verdictOf(flow)) {
    case 'ok':
      return succeeded(flow);
    case 'failed':
      return failed(flow);
    case 'pending':
      return {
        title: flow.waitingFor ? `Waiting for ${flow.waitingFor}` : 'The call has not settled yet',
        explanation: '',
      };
    case 'interrupted':
      return endsItsWindow(flow)
        ? {
            title: `The window closed with ${shortName(flow.api)}(), as it should`,
            explanation:
              'The browser ends a sign-in or continuation window at this call, before the call itself returns.',
          }
        : {
            title: 'The page went away before the call settled',
            explanation: 'It navigated, was closed or crashed, or its frame was removed.',
          };
  }
}

const SOURCES: Record<Finding['source'], string> = {
  response: 'From the response',
  call: 'From the call',
  earlier: 'From earlier events',
  chrome: 'Chrome confirmed',
  inference: 'Inferred',
};

const OWNERS: Record<Finding['owner'], string> = {
  'rp-page': 'RP page',
  'rp-server': 'RP server',
  idp: 'IdP',
  browser: 'browser',
  user: 'user',
};

/** How it is known and who can mend it: `From the response · Fix at: IdP`. */
export function sourceWords({ source, owner, certainty, causes }: Finding): string {
  const open = causes?.filter(cause => cause.status !== 'ruled-out').length ?? 0;
  const how = certainty === 'one-of' && open > 1 ? `${open} possible causes` : SOURCES[source];
  return `${certainty === 'likely' ? `${how}, likely` : how} · Fix at: ${OWNERS[owner]}`;
}
