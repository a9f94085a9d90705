/** Turns what a button or a test asks for into the argument of `navigator.credentials.get`. */
import type { GetOptions } from '../../gallery/fault.ts';
import type { PageData } from '../page-data.ts';
import type { ServerFault } from '../verify.ts';

/** What `demo.signIn` takes; everything is optional. */
export interface SignInOptions extends GetOptions {
  /** A fault of the gallery: its identity provider is asked, in the way that the gallery says. */
  fault?: string;
  nonce?: string;
  /** Laid beside the nonce. */
  params?: Record<string, unknown>;
  context?: 'signin' | 'signup' | 'use' | 'continue';
  loginHint?: string;
  domainHint?: string;
  fields?: string[];
  /** Whether the token goes to the relying party's server; true where not said. */
  deliver?: boolean;
  /** What is wrong with the relying party's server; nothing where not said. */
  server?: ServerFault;
}

/** @param origin of the identity provider that `this` stands for */
export function credentialOptions(data: PageData, origin: string, asked: SignInOptions, nonce: string): object {
  const origins = { this: origin, good: data.idp, other: data.otherIdp };
  const providers = (asked.providers ?? ['this']).map(name => ({
    configURL: `${origins[name]}/config.json${asked.fragment ?? ''}`,
    clientId: data.clientId,
    params: { ...asked.params, nonce },
    ...present({ loginHint: asked.loginHint, domainHint: asked.domainHint, fields: asked.fields }),
    ...asked.provider,
  }));
  return {
    identity: { providers, ...present({ mode: asked.mode, context: asked.context }), ...asked.identity },
    ...present({ mediation: asked.mediation, signal: asked.signal && makeSignal(asked.signal) }),
    ...asked.top,
  };
}

function makeSignal({ kind, after }: NonNullable<GetOptions['signal']>): AbortSignal {
  if (kind === 'timeout') return AbortSignal.timeout(after);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), after);
  return controller.signal;
}

const present = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
