import type { Evidence } from '../model.ts';

/** A rule about the options that is broken, with the error that Chrome then rejects with. */
export interface Broken {
  error: 'TypeError' | 'InvalidStateError' | 'NotSupportedError';
  evidence: Evidence;
  title: string;
  step: string;
  /** It counts only where Chrome's words say so: the recording alone does not decide it. */
  only?: RegExp;
  /** It counts only where no other rule is broken. */
  lastResort?: true;
}
