import type { Fault } from './fault.ts';
import type { ProviderScene, Scene } from './scene.ts';
import { isTrustworthy } from './site.ts';

/** What the call itself shows: checked in Chrome's order, before anything goes out. */
export function callFault(scene: Scene): Fault | undefined {
  const { flow, mode, providers } = scene;
  const { userActivation } = flow.context;
  if (mode === 'active' && userActivation?.isActive === false) {
    return {
      code: 'MissingTransientUserActivation',
      evidence: [
        { path: 'identity.mode', found: '"active"' },
        {
          path: 'context.userActivation.isActive',
          found: 'false',
          expected: 'true',
          note: userActivation.hasBeenActive
            ? 'The page was clicked before, too long ago.'
            : 'The page was never clicked.',
        },
      ],
    };
  }
  if (flow.page.origin === 'null') {
    return {
      code: 'RelyingPartyOriginIsOpaque',
      certainty: mode === 'active' ? 'likely' : 'certain',
      evidence: [{ path: 'page.origin', found: 'null', expected: 'an origin' }],
    };
  }
  const any = providers.find(({ options }) => options['configURL'] === 'any');
  if (any) {
    return {
      code: 'TypeNotMatching',
      evidence: [{ path: `identity.providers[${any.index}].type`, found: JSON.stringify(any.options['type']) }],
    };
  }
  // In passive mode the site setting comes before these, and it leaves no trace.
  const certainty = mode === 'active' ? 'certain' : 'likely';
  return duplicateFault(providers, certainty) ?? untrustworthyFault(providers, certainty);
}

function duplicateFault(
  providers: readonly ProviderScene[],
  certainty: Fault['certainty'] & string,
): Fault | undefined {
  const twin = providers.find(
    ({ configURL }, i) => configURL && providers.findIndex(other => other.configURL?.href === configURL.href) < i,
  );
  if (twin === undefined) return undefined;
  return {
    code: 'ErrorIdToken',
    source: 'call',
    certainty,
    title: 'The call names the same config twice',
    explanation: 'Chrome refuses a call whose `providers` hold one config URL more than once.',
    steps: [`Keep one entry for \`${twin.configURL?.href}\` in \`providers\`.`],
    evidence: [
      {
        path: `identity.providers[${twin.index}].configURL`,
        found: twin.configURL?.href ?? '',
        expected: 'a config URL not named before',
      },
    ],
  };
}

function untrustworthyFault(
  providers: readonly ProviderScene[],
  certainty: Fault['certainty'] & string,
): Fault | undefined {
  const plain = providers.find(({ configURL }) => configURL !== undefined && !isTrustworthy(configURL));
  if (plain?.configURL === undefined) return undefined;
  const { href, protocol } = plain.configURL;
  return {
    code: 'IdpNotPotentiallyTrustworthy',
    certainty,
    title: `The config URL uses \`${protocol}\``,
    steps: [
      protocol === 'http:' ? `Call with \`${href.replace('http:', 'https:')}\`.` : 'Call with an `https:` config URL.',
    ],
    evidence: [
      {
        path: `identity.providers[${plain.index}].configURL`,
        found: href.slice(0, 200),
        expected: 'an https URL, or http on loopback',
      },
    ],
  };
}
