import type { Phase } from '../model.ts';
import { followsFailedAccounts, type PhaseInput } from './phases.ts';

/** What a phase of the flow is, and how it is known, in one sentence. */
export function explainPhase(phase: Phase, flow: PhaseInput): string {
  const { name, basis } = phase;
  switch (name) {
    case 'discovery':
      return basis === 'measured'
        ? 'From the call to the end of the well-known and config requests.'
        : 'From the call to the accounts request; its well-known and config requests were not seen.';
    case 'accounts':
      return basis === 'measured'
        ? 'The accounts and client metadata requests, and the pictures for the dialog.'
        : 'Between the config and the accounts request; what the browser waited for was not seen.';
    case 'user':
      return 'A dialog or pop-up of the browser was open. Derived from the requests before and after it.';
    case 'assertion':
      return 'From the choice of an account to the end of the identity assertion request.';
    case 'continuation':
      return 'The pop-up that the identity assertion answer asked for. Derived from that answer to the end of the call.';
    case 'settle':
      return 'Chrome held the result back: a passive success resolves no earlier than 3 s after the choice. Derived from the end of the identity assertion request to the end of the call.';
    case 'rejection-delay':
      return basis === 'measured'
        ? 'The browser knew; it delays a rejection on purpose. From the time in Chrome’s own log to the rejection.'
        : 'The browser knew; it delays a rejection on purpose. Derived from the last answer, or the call, to the rejection.';
    case 'unknown':
      return followsFailedAccounts(phase, flow)
        ? 'The accounts answer failed, and the login status before the call is not known: Chrome opened its sign-in dialog if that was logged-in, and otherwise held the rejection back. Ask Chrome to learn which.'
        : 'Nothing observed tells what the browser did here.';
  }
}
