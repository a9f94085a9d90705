import { signal } from '@preact/signals';
import type { CheckId } from '../../src/core/model.ts';

/**
 * For shared screens: values that are secret or personal stay covered in every tab, whatever was revealed. The Token
 * tab covers its own, the others show the flow as a redacted export has it.
 */
export const hideSecrets = signal(false);

/** Claims and header parameters that say nothing of the user: who issued what, for whom, when and how. */
const OPEN_NAMES = new Set(
  'iss aud azp iat exp nbf auth_time acr amr vct _sd _sd_alg alg kid typ cty enc zip crit token_type expires_in'.split(
    ' ',
  ),
);

export const isOpenName = (name: string): boolean => OPEN_NAMES.has(name);

/** Checks whose details show no value of the user's and none that ties a token to a call. */
const OPEN_CHECKS = new Set<CheckId>([
  'issuer',
  'audience',
  'authorized-party',
  'expiry',
  'issued-at',
  'not-before',
  'age',
  'algorithm',
  'signature',
  'digests',
]);

export const isOpenCheck = (id: CheckId): boolean => OPEN_CHECKS.has(id);
