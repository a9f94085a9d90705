import { type JsonObject, textMember } from '../json-object.ts';
import { type Check, result, show } from './subject.ts';

/** `aud` against the call's `clientId` (OpenID Connect Core 3.1.3.7, steps 3 and 4). */
export const checkAudience: Check = ({ claims, asked, token, header, flow }) => {
  const { aud } = claims;
  const { clientId } = asked;
  if (aud === undefined && token.kind === 'sd-jwt') {
    return result('audience', 'not-applicable', 'No aud: an SD-JWT names its audience in the key binding.');
  }
  const both = `aud is ${show(aud)}; the call’s clientId is ${show(clientId)}.`;
  const forAPI = marksAccessToken(claims, header);
  const remark =
    forAPI === undefined ? '' : ` ${forAPI}: it looks like an access token, which says nothing of a sign-in.`;
  if (aud === undefined) return result('audience', 'fail', `${both}${remark}`);
  if (clientId === undefined) return result('audience', 'unknown', `${both}${remark}`);
  const audiences: readonly unknown[] = Array.isArray(aud) ? [...new Set(aud)] : [aud];
  if (!audiences.includes(clientId)) {
    const near = audiences.map(audience => howNear(audience, clientId, flow.page.origin)).find(Boolean) ?? '';
    return result('audience', 'fail', `${both}${near}${remark}`);
  }
  if (remark !== '') return result('audience', 'unknown', `${both}${remark}`);
  if (audiences.length === 1) return result('audience', 'pass', both);
  return result('audience', 'pass', `${both} The token is for others too: trust it only if you trust all of them.`);
};

/** By what a JWT says that it is an access token (RFC 9068; Keycloak; Cognito). */
function marksAccessToken(claims: JsonObject, header: unknown): string | undefined {
  const typ = textMember(header, 'typ') ?? '';
  if (/^(?:application\/)?at\+jwt$/i.test(typ)) return `typ in the header is ${show(typ)}`;
  if (claims['typ'] === 'Bearer') return 'typ among the claims is “Bearer”';
  return claims['token_use'] === 'access' ? 'token_use is “access”' : undefined;
}

/** How an audience that is not the client came about, where that shows, as a sentence to append. */
function howNear(audience: unknown, clientId: string, origin: string): string {
  if (typeof audience !== 'string') return '';
  if (audience.replace(/\/$/, '') === origin) return ' It is the page’s origin in place of the client identifier.';
  if (audience.trim() === clientId.trim()) return ' They differ in white space around them.';
  if (audience.toLowerCase() === clientId.toLowerCase()) return ' They differ in upper and lower case.';
  return audience.split(/[\s,]+/).includes(clientId)
    ? ' It is a list in one string; several audiences are an array.'
    : '';
}

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
