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
  const remark = howWritten(iss, says, asks);
  const confirmed = published === iss ? '; the issuer’s discovery document confirms it' : '';
  if (profile.issuers?.includes(iss) && profile.configOrigins?.includes(asks ?? ''))
    return result('issuer', 'pass', `${both}.`);
  if (says !== undefined && says === asks && originOf(iss) !== undefined)
    return result('issuer', 'pass', `${both}${confirmed}.${published === iss ? '' : remark}`);
  if (published === iss && sameSite(iss, configURL)) return result('issuer', 'pass', `${both}${confirmed}.`);
  if (sameSite(iss, configURL)) {
    return result(
      'issuer',
      'unknown',
      `${both}${says === asks ? '' : ': another origin of the same site'}.${remark} Compare with the issuer your server is set up for.`,
    );
  }
  return result('issuer', 'fail', `${both}.`);
};

/** What is odd about an issuer's spelling, as a sentence to append. Servers compare issuers character by character. */
function howWritten(iss: string, says: string | undefined, asks: string | undefined): string {
  if (says === undefined || asks === undefined) return '';
  if (originOf(iss) === undefined) return ' It has no scheme, though an issuer is a URL.';
  if (iss.startsWith('http:') && asks === says.replace('http:', 'https:')) {
    return ' It is http: an identity provider behind a TLS proxy may not know its own address.';
  }
  const rest = iss.startsWith(says) ? iss.slice(says.length) : undefined;
  if (says === asks && !(rest !== undefined && /^(?:$|[/?#])/.test(rest)))
    return ' Servers compare it as it is written: capitals and ports count.';
  return iss === `${says}/` ? ' Servers compare it as it is written: the slash at the end counts.' : '';
}

function originOf(url: string): string | undefined {
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? undefined : origin;
}

function sameSite(one: string, other: string): boolean {
  const site = getDomain(one, { allowPrivateDomains: true });
  return site !== null && site === getDomain(other, { allowPrivateDomains: true });
}
