import { type Check, result, show } from './subject.ts';

/** `aud` against the call's `clientId` (OpenID Connect Core 3.1.3.7, steps 3 and 4). */
export const checkAudience: Check = ({ claims, asked, token }) => {
  const { aud } = claims;
  const { clientId } = asked;
  if (aud === undefined && token.kind === 'sd-jwt') {
    return result('audience', 'not-applicable', 'No aud: an SD-JWT names its audience in the key binding.');
  }
  const both = `aud is ${show(aud)}; the call’s clientId is ${show(clientId)}.`;
  if (aud === undefined) return result('audience', 'fail', both);
  if (clientId === undefined) return result('audience', 'unknown', both);
  const audiences: readonly unknown[] = Array.isArray(aud) ? [...new Set(aud)] : [aud];
  if (!audiences.includes(clientId)) return result('audience', 'fail', both);
  if (audiences.length === 1) return result('audience', 'pass', both);
  return result('audience', 'pass', `${both} The token is for others too: trust it only if you trust all of them.`);
};

/** `azp` against the call's `clientId` (OpenID Connect Core 2 and 3.1.3.7, step 5). */
export const checkAuthorizedParty: Check = ({ claims, asked }) => {
  const { azp, aud } = claims;
  const both = `azp is ${show(azp)}; the call’s clientId is ${show(asked.clientId)}.`;
  if (azp === undefined) {
    const audiences = new Set(Array.isArray(aud) ? aud : []).size;
    if (audiences < 2) return result('authorized-party', 'not-applicable', 'No azp, and one audience at most.');
    return result(
      'authorized-party',
      'unknown',
      `No azp, though aud names ${audiences}: the token does not say who asked for it.`,
    );
  }
  if (asked.clientId === undefined) return result('authorized-party', 'unknown', both);
  return result('authorized-party', azp === asked.clientId ? 'pass' : 'fail', both);
};
