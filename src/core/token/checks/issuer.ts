import { getDomain } from 'tldts';
import { textMember } from '../json-object.ts';
import { type Check, result, show } from './subject.ts';

/** `iss` against the discovery document, the profile's issuers and the config URL's origin (OpenID Connect Core 3.1.3.7). */
export const checkIssuer: Check = ({ claims, asked, discovery, profile }) => {
  const iss = claims['iss'];
  const { configURL } = asked;
  if (typeof iss !== 'string')
    return result('issuer', 'fail', `iss should name the issuer; the token has ${show(iss)}.`);
  const published = textMember(discovery, 'issuer');
  if (published !== undefined && published !== iss && !profile.issuers?.includes(iss)) {
    return result(
      'issuer',
      'fail',
      `iss is ${show(iss)}; the discovery document says ${show(published)}. They must be equal, character by character.`,
    );
  }
  if (configURL === undefined)
    return result('issuer', 'unknown', `iss is ${show(iss)}; which identity provider answered is not known.`);
  const asks = originOf(configURL);
  const says = originOf(iss) ?? originOf(`https://${iss}`);
  const both = `iss is ${show(iss)}; the call asked ${asks ?? show(configURL)}`;
  const confirmed = published === iss ? '; the issuer’s discovery document confirms it' : '';
  if (profile.issuers?.includes(iss) && profile.configOrigins?.includes(asks ?? ''))
    return result('issuer', 'pass', `${both}.`);
  if (says !== undefined && says === asks && originOf(iss) !== undefined)
    return result('issuer', 'pass', `${both}${confirmed}.`);
  if (published === iss && sameSite(iss, configURL)) return result('issuer', 'pass', `${both}${confirmed}.`);
  if (sameSite(iss, configURL)) {
    return result(
      'issuer',
      'unknown',
      `${both}: another origin of the same site. Compare with the issuer your server is set up for.`,
    );
  }
  return result('issuer', 'fail', `${both}.`);
};

function originOf(url: string): string | undefined {
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? undefined : origin;
}

function sameSite(one: string, other: string): boolean {
  const site = getDomain(one, { allowPrivateDomains: true });
  return site !== null && site === getDomain(other, { allowPrivateDomains: true });
}
