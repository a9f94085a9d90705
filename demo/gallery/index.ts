/** Every fault of FedCM that can be produced on loopback, in the order of a sign-in. */
import { accountsFaults } from './accounts.ts';
import { assertionFaults } from './assertion.ts';
import { callFaults } from './call.ts';
import { callArgumentFaults } from './call-arguments.ts';
import { configFaults } from './config.ts';
import { continuationFaults } from './continuation.ts';
import { corsFaults } from './cors.ts';
import { disconnectFaults } from './disconnect.ts';
import type { Fault } from './fault.ts';
import { tokenFaults } from './token.ts';
import { tokenShapes } from './token-shapes.ts';
import { twoAtOnce } from './two-at-once.ts';
import { userFaults } from './user.ts';
import { userInfoFaults } from './user-info.ts';
import { wellKnownFaults } from './well-known.ts';

export type { Fault } from './fault.ts';

export const gallery: readonly Fault[] = [
  ...callFaults,
  ...callArgumentFaults,
  ...wellKnownFaults,
  ...configFaults,
  ...accountsFaults,
  ...userFaults,
  ...assertionFaults,
  ...corsFaults,
  ...continuationFaults,
  ...twoAtOnce,
  ...tokenFaults,
  ...tokenShapes,
  ...userInfoFaults,
  ...disconnectFaults,
];

export const findFault = (name: string): Fault | undefined => gallery.find(fault => fault.name === name);
