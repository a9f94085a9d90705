/** What the relying party's page is told about the demo, in its data block. */
import { type Call, type Fault, type PageName, pageNames } from '../gallery/fault.ts';
import { gallery } from '../gallery/index.ts';
import { faultOrigin, frameRpOrigin, idpOrigin, otherIdpOrigin, rpOrigin } from '../hosts.ts';
import { clientId } from './client.ts';

export interface PageData {
  clientId: string;
  idp: string;
  otherIdp: string;
  frameRp: string;
  pages: Record<PageName, string>;
  faults: FaultOnPage[];
}

export interface FaultOnPage {
  name: string;
  /** Of the identity provider with the fault. */
  origin: string;
  /** The page that must make the call. */
  page: string;
  call: Call;
}

/**
 * @param run see `hosts.ts`
 * @param faults those that the page shows
 */
export function pageData(port: number, run?: string, faults: readonly Fault[] = gallery): PageData {
  const pages = pageNames.map(name => [name, `${rpOrigin(port, name, run)}/`]);
  return {
    clientId,
    idp: idpOrigin(port, run),
    otherIdp: otherIdpOrigin(port, run),
    frameRp: frameRpOrigin(port, run),
    pages: Object.fromEntries(pages),
    faults: faults.map(fault => ({
      name: fault.name,
      origin: faultOrigin(port, fault.name, run),
      page: `${rpOrigin(port, fault.page, run)}/`,
      call: fault.call ?? { kind: 'get' },
    })),
  };
}

/** How a visitor gets into the state that a fault starts from; undefined where there is nothing to do. */
export function prepareUrl(fault: Fault, port: number, run?: string): string | undefined {
  const origin = faultOrigin(port, fault.name, run);
  switch (fault.before) {
    case 'session':
      return `${origin}/login?user=ann`;
    case 'cookie-only':
      return `${origin}/login?user=ann&status=unknown`;
    case 'session-at-good-provider':
      return `${idpOrigin(port, run)}/login?user=ann`;
    case 'registered':
      return `${origin}/register`;
    case 'signed-out':
      return `${origin}/logout`;
    case 'fresh':
      return undefined;
  }
}
