import type { Finding, Flow } from '../model.ts';
import { refineWithChrome } from './chrome-words.ts';
import { diagnoseDisconnect } from './disconnect.ts';
import { diagnoseEntryPoint } from './entry-points.ts';
import type { DiagnosisContext } from './scene.ts';
import { diagnoseSignIn } from './sign-in.ts';
import { diagnoseUserInfo } from './user-info.ts';

/**
 * Names what is wrong with a flow, the cause before the consequence, and what could be better. A flow that succeeded
 * has no finding of severity `error`. Where Chrome was asked (`flow.chrome`), its word stands first.
 *
 * Pure, and it throws for no flow: bodies and options are read as the hostile text that they are.
 */
export function diagnose(flow: Flow, context: DiagnosisContext): Finding[] {
  const findings = byRules(flow, context);
  return flow.chrome ? refineWithChrome(findings, flow.chrome, flow) : findings;
}

function byRules(flow: Flow, context: DiagnosisContext): Finding[] {
  switch (flow.api) {
    case 'credentials.get':
      return diagnoseSignIn(flow, context);
    case 'IdentityCredential.disconnect':
      return diagnoseDisconnect(flow, context);
    case 'IdentityProvider.getUserInfo':
      return diagnoseUserInfo(flow, context);
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
    case 'login.setStatus':
    case 'credentials.preventSilentAccess':
      return diagnoseEntryPoint(flow);
  }
}
