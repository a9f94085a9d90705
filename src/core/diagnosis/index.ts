/** Diagnosis: from a flow, and those before it in its tab, to what is wrong, who can mend it, and how. */
export { refineWithChrome } from './chrome-words.ts';
export { checkProvider, type FetchedAnswer, type Point, placesToCheck } from './conformance.ts';
export { type Cue, readConsole } from './console-cues.ts';
export { diagnose } from './diagnose.ts';
export { type Cooldown, cooldown, type LoginStatus, loginStatus } from './memory.ts';
export { isPolicyRefusal } from './policy.ts';
export { REQUEST_REASONS, USER_INFO_REASONS } from './reasons.ts';
export type { DiagnosisContext } from './scene.ts';
export { sentStatus } from './sent-status.ts';
export { sameSite, wellKnownURL } from './site.ts';
