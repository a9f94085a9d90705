/** The relying party's page. Every action is a function of `window.demo`, for buttons and tests alike. */
import { type Outcome, readData, rejected, showOutcome } from '../../browser/page.ts';
import type { Call } from '../../gallery/fault.ts';
import type { PageData } from '../page-data.ts';
import { embed } from './frames.ts';
import type { SignInOptions } from './options.ts';
import { fetchNonce, get } from './sign-in.ts';

const data = readData() as PageData;

const actions = {
  /** Makes the call and hands the token to the server. With `fault`, does what the gallery says of it. */
  signIn: (options: SignInOptions = {}): Promise<Outcome> => {
    const fault = data.faults.find(({ name }) => name === options.fault);
    if (!fault) return get(data, data.idp, options);
    return perform(fault.call, fault.origin, options);
  },

  disconnect: async ({ fault, accountHint = 'user-ann' }: { fault?: string; accountHint?: string } = {}) => {
    const origin = data.faults.find(({ name }) => name === fault)?.origin ?? data.idp;
    return disconnect(origin, accountHint);
  },

  getUserInfo: ({ fault }: { fault?: string } = {}): Promise<Outcome> =>
    userInfo(data.faults.find(({ name }) => name === fault)?.origin ?? data.idp),

  /** Embeds the other relying party; its own `window.demo` does the rest. */
  openFrame: async ({ allow = true }: { allow?: boolean } = {}): Promise<Outcome> => {
    await embed(`${data.frameRp}/`, allow).loaded;
    return { status: 'fulfilled', value: null };
  },

  preventSilentAccess: () => settle(navigator.credentials.preventSilentAccess()),

  /** Sets the login status of this page's own origin, as an identity provider would. */
  setStatus: ({ status = 'logged-in' }: { status?: string } = {}) => {
    const login = Reflect.get(navigator, 'login') as { setStatus(status: string): Promise<void> };
    return settle(login.setStatus(status));
  },
};

/** `last`: what came of the newest action. */
export type DemoPage = typeof actions & { last: Promise<Outcome> };

declare global {
  interface Window {
    demo: DemoPage;
  }
}

async function perform(call: Call, origin: string, asked: SignInOptions): Promise<Outcome> {
  switch (call.kind) {
    case 'get':
      return get(data, origin, { ...call.options, ...asked });
    case 'get-twice': {
      // The nonces first, so that the calls are made in their order.
      const nonces = await Promise.all([fetchNonce(asked.nonce), fetchNonce(asked.nonce)]);
      const first = get(data, origin, { ...call.first, ...asked }, nonces[0]);
      const second = get(data, origin, { ...call.second, ...asked }, nonces[1]);
      // The first call is the one that goes wrong where the second takes over, else the second.
      const outcomes = await Promise.all([first, second]);
      return outcomes.find(({ status }) => status === 'rejected') ?? outcomes[1];
    }
    case 'get-again':
      await get(data, origin, { ...call.first, ...asked });
      return get(data, origin, { ...call.second, ...asked });
    case 'get-late': {
      const nonce = await fetchNonce(asked.nonce);
      await activationLapsed();
      return get(data, origin, { ...call.options, ...asked }, nonce);
    }
    case 'get-in-frame':
      return runInFrames(data.frameRp, call.allow, asked);
    case 'get-and-leave': {
      const outcome = get(data, origin, asked, await fetchNonce(asked.nonce));
      void fetch('/awaited').then(() => location.assign('/elsewhere'));
      return outcome;
    }
    case 'user-info':
      if (call.signInFirst) await get(data, origin, asked);
      if (call.where === 'frame') return userInfo(origin);
      location.assign(`${origin}/user-info`);
      return new Promise<never>(() => {});
    case 'disconnect':
      if (call.signInFirst) await get(data, origin, asked);
      return disconnect(origin, 'user-ann');
  }
}

/** @param grants for the frame at this origin, and for those inside it, one inside the other */
function runInFrames(origin: string, [grant = true, ...inner]: boolean[], asked: SignInOptions): Promise<Outcome> {
  const query = new URLSearchParams({ run: JSON.stringify(asked), frames: JSON.stringify(inner) });
  return embed(`${origin}/?${query}`, grant).outcome;
}

async function activationLapsed(): Promise<void> {
  while (navigator.userActivation.isActive) await new Promise(resolve => setTimeout(resolve, 100));
}

function userInfo(origin: string): Promise<Outcome> {
  return embed(`${origin}/user-info?${new URLSearchParams({ embedder: `${location.origin}/` })}`, true).outcome;
}

function disconnect(origin: string, accountHint: string): Promise<Outcome> {
  const credential = Reflect.get(window, 'IdentityCredential') as { disconnect(options: object): Promise<void> };
  return settle(credential.disconnect({ configURL: `${origin}/config.json`, clientId: data.clientId, accountHint }));
}

async function settle(work: Promise<unknown>): Promise<Outcome> {
  return work.then(value => ({ status: 'fulfilled', value: value ?? null }), rejected);
}

/** @param options as JSON, from a button's `data-options` */
function start(action: string, options: string): void {
  if (!isAction(action)) return;
  const act: (options?: object) => Promise<Outcome> = actions[action];
  const outcome = act(JSON.parse(options));
  window.demo.last = outcome;
  void outcome.then(showOutcome);
}

const isAction = (name: string): name is keyof typeof actions => Object.hasOwn(actions, name);

window.demo = { ...actions, last: new Promise<Outcome>(() => {}) };

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
  if (!target) return;
  const { do: action, options = '{}', copy } = target.dataset;
  if (action !== undefined) start(action, options);
  if (copy !== undefined) void navigator.clipboard.writeText(copy);
  if (target.id === 'fresh-hosts') location.assign(freshHosts());
});

function freshHosts(): string {
  const { port } = location;
  return `http://r${Date.now().toString(36)}.rp.localhost:${port}/`;
}

// The embedded relying party runs what its embedder asks for, or has it run one frame further in, and answers.
const query = new URLSearchParams(location.search);
const run = query.get('run');
if (run !== null && window.parent !== window) {
  const grants: boolean[] = JSON.parse(query.get('frames') ?? '[]');
  const asked: SignInOptions = { ...JSON.parse(run), fault: undefined };
  const within = new URL(location.origin);
  within.hostname = `inner.${within.hostname}`;
  const outcome = grants.length > 0 ? runInFrames(within.origin, grants, asked) : actions.signIn(asked);
  window.demo.last = outcome;
  void outcome.then(result => {
    showOutcome(result);
    window.parent.postMessage({ outcome: result }, location.ancestorOrigins[0] ?? location.origin);
  });
}
