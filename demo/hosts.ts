/**
 * Which server a host name stands for. Every `x.localhost` reaches loopback and is a site of its own (measured on
 * Chromium 156), so one port carries them all.
 *
 *   rp.localhost                     the relying party
 *   <page>.rp.localhost              the same, served with that page's headers
 *   frame-rp.localhost               a relying party that others embed
 *   idp.localhost, other-idp.localhost
 *   <fault>.idp-faults.localhost     an identity provider with that one fault
 *
 * One more label in front (`r7.accounts-404.idp-faults.localhost`) gives the same server a fresh origin: no cookies, no
 * login status, no cooldown.
 */
import { type PageName, pageNames } from './gallery/fault.ts';

export type Host =
  | { kind: 'rp'; page: PageName }
  | { kind: 'frame-rp' }
  | { kind: 'idp'; fault?: string }
  | { kind: 'unknown' };

export function readHost(hostname: string): Host {
  const under = (parent: string) =>
    hostname === parent || hostname.endsWith(`.${parent}`)
      ? hostname.slice(0, -parent.length).split('.').filter(Boolean)
      : undefined;
  const faultLabels = under('idp-faults.localhost');
  const fault = faultLabels?.at(-1);
  if (fault !== undefined) return { kind: 'idp', fault };
  if (under('idp.localhost') ?? under('other-idp.localhost')) return { kind: 'idp' };
  if (under('frame-rp.localhost')) return { kind: 'frame-rp' };
  const rpLabels = under('rp.localhost');
  if (rpLabels) return { kind: 'rp', page: pageNames.find(name => name === rpLabels.at(-1)) ?? 'plain' };
  return { kind: 'unknown' };
}

const origin = (labels: (string | undefined)[], port: number) =>
  `http://${labels.filter(label => label !== undefined && label !== '').join('.')}:${port}`;

/** @param run the extra label that makes the origin a fresh one */
export const rpOrigin = (port: number, page: PageName = 'plain', run?: string) =>
  origin([run, page === 'plain' ? undefined : page, 'rp.localhost'], port);

export const frameRpOrigin = (port: number, run?: string) => origin([run, 'frame-rp.localhost'], port);
export const idpOrigin = (port: number, run?: string) => origin([run, 'idp.localhost'], port);
export const otherIdpOrigin = (port: number, run?: string) => origin([run, 'other-idp.localhost'], port);
export const faultOrigin = (port: number, fault: string, run?: string) =>
  origin([run, fault, 'idp-faults.localhost'], port);

/** The extra label of a host, where it has one. */
export function runOf(hostname: string): string | undefined {
  const labels = hostname.split('.').slice(0, -2);
  const page = pageNames.find(name => name === labels.at(-1));
  const named = hostname.endsWith('.idp-faults.localhost') || page !== undefined;
  return named ? labels.slice(0, -1).at(0) : labels.at(0);
}
