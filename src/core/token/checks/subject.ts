import type { CheckId, Flow, TokenCheck } from '../../model.ts';
import type { Asked } from '../asked.ts';
import type { Clocks, Judgement } from '../clocks.ts';
import type { Decoded } from '../decoded.ts';
import type { JsonObject } from '../json-object.ts';
import type { Primary } from '../primary.ts';
import type { Profile } from '../profiles/profile.ts';

/** What a check may look at. */
export interface Subject {
  decoded: Decoded;
  /** The token whose claims are checked. */
  token: Primary['token'];
  claims: JsonObject;
  /** The token's header. */
  header: unknown;
  flow: Flow;
  asked: Asked;
  clocks: Clocks;
  judgement: Judgement;
  profile: Profile;
  earlier: readonly Flow[];
  /** The issuer's discovery document, where it is known. */
  discovery?: unknown;
  /** What verifying the signature came to, where somebody asked for it. */
  signature?: TokenCheck;
}

export type Check = (subject: Subject) => TokenCheck;

export function result(id: CheckId, status: TokenCheck['status'], detail: string): TokenCheck {
  return { id, status, detail };
}

/** A value of the token or the call inside a sentence; long ones are shortened. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? `“${value}”` : (JSON.stringify(value) ?? String(value));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
