/** What the scripts of every page of the demo share. Runs in the browser. */

/** What came of a call, as JSON. */
export type Outcome =
  | { status: 'fulfilled'; value: unknown; session?: Session }
  | { status: 'rejected'; name: string; message: string; error?: string; url?: string };

/** What the relying party's server said to the token. */
export interface Session {
  status: number;
  body: unknown;
}

/** `value` of a fulfilled `credentials.get`. */
export interface CredentialValue {
  type: string;
  token: unknown;
  isAutoSelected: boolean;
  configURL: string;
}

/** The part of the interface that TypeScript's DOM library does not declare. */
interface IdentityProviderStatic {
  close(): void;
  resolve(token: unknown, options?: { accountId: string }): Promise<void>;
  getUserInfo(config: { configURL: unknown; clientId: unknown }): Promise<unknown[]>;
  register(configURL: string): Promise<boolean>;
}

export function identityProvider(): IdentityProviderStatic | undefined {
  return Reflect.get(window, 'IdentityProvider');
}

/** The page's data block. */
export function readData(): unknown {
  const block = document.querySelector('#data');
  return block === null ? undefined : JSON.parse(block.textContent ?? 'null');
}

/** @param error any value: a signal may abort with a string */
export function rejected(error: unknown): Outcome {
  if (!(error instanceof Error)) return { status: 'rejected', name: typeof error, message: String(error) };
  // `code` is left alone: reading it on an IdentityCredentialError makes Chrome warn.
  const { name, message } = error;
  const details = ['error', 'url'].flatMap(key => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? [[key, value]] : [];
  });
  return { status: 'rejected', name, message, ...Object.fromEntries(details) };
}

/** One sentence, and below it the outcome in full. */
export function showOutcome(outcome: Outcome): void {
  const verdict = document.querySelector<HTMLElement>('#verdict');
  const full = document.querySelector<HTMLElement>('#outcome');
  if (!verdict || !full) return;
  const refused = outcome.status === 'rejected' || (outcome.session !== undefined && outcome.session.status !== 200);
  verdict.dataset['state'] = refused ? 'failed' : 'done';
  verdict.textContent = sentence(outcome);
  full.textContent = JSON.stringify(outcome, null, 2);
  full.hidden = false;
}

function sentence(outcome: Outcome): string {
  if (outcome.status === 'rejected') return `${outcome.name}: ${outcome.message}`;
  if (outcome.session === undefined) return 'Done.';
  return outcome.session.status === 200
    ? 'Signed in: the server believes the token.'
    : 'Chrome handed over a token, and the server refuses it.';
}
