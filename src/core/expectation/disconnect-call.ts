import type { Flow } from '../model.ts';
import { askedBy } from '../token/asked.ts';
import { connectionOf } from './choice.ts';

/** The arguments with which `IdentityCredential.disconnect()` ends a connection. */
export interface DisconnectCall {
  configURL: string;
  clientId: string;
  /** The account's id at the identity provider. */
  accountHint: string;
}

/** As the latest sign-in that made the connection tells them; undefined where it is not among the flows. */
export function disconnectCall(rp: string, idp: string, flows: readonly Flow[]): DisconnectCall | undefined {
  const flow = flows.findLast(each => {
    const connection = connectionOf(each);
    return connection?.connected === true && connection.rp === rp && connection.idp === idp;
  });
  const { configURL, clientId, accountId } = flow ? askedBy(flow) : {};
  if (configURL === undefined || clientId === undefined || accountId === undefined) return undefined;
  return { configURL, clientId, accountHint: accountId };
}
