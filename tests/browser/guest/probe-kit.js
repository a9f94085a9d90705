// What the probes share. Runs in the page, with and without the extension.

export const credentials = navigator.credentials;

export const say = error =>
  typeof error === 'object' && error !== null
    ? `${error.constructor?.name} ${error.name}: ${error.message}`
    : String(error);

/** How a piece of work ended: it threw, or what its promise came to. */
export const outcome = async work => {
  let result;
  try {
    result = work();
  } catch (error) {
    return `threw ${say(error)}`;
  }
  try {
    const value = await result;
    return `${result instanceof Promise ? 'fulfilled' : 'returned'} ${String(value)}`;
  } catch (error) {
    return `rejected ${say(error)}`;
  }
};

/** A Proxy that writes down every trap, and so does every object found through it. */
export const watched = (target, log, path = '') => {
  const handler = {};
  for (const trap of Object.getOwnPropertyNames(Reflect)) {
    handler[trap] = (...args) => {
      const key = typeof args[1] === 'symbol' || typeof args[1] === 'string' ? String(args[1]) : '';
      log.push(`${trap} ${path}${key}`);
      const found = Reflect[trap](...args.slice(0, trap === 'get' ? 2 : args.length));
      const isList = Array.isArray(found);
      if (trap !== 'get' || typeof found !== 'object' || found === null || found instanceof AbortSignal) return found;
      return isList
        ? found.map((item, i) => (typeof item === 'object' && item ? watched(item, log, `${path}${key}[${i}].`) : item))
        : watched(found, log, `${path}${key}.`);
    };
  }
  return new Proxy(target, handler);
};

export const provider = (more = {}) => ({ configURL: `${location.origin}/missing.json`, clientId: 'rp', ...more });

/**
 * Its request is under way until it is aborted, however slow this machine is. From a host of its own: a browser opens
 * six connections to one, and those that wait would keep other calls waiting.
 */
export const unanswered = () => provider({ configURL: `http://held.localhost:${location.port}/unanswered.json` });

export const task = () => new Promise(resolve => setTimeout(resolve, 30));

export const methods = {
  get: [CredentialsContainer.prototype, 'get', () => navigator.credentials],
  preventSilentAccess: [CredentialsContainer.prototype, 'preventSilentAccess', () => navigator.credentials],
  setStatus: [NavigatorLogin.prototype, 'setStatus', () => navigator.login],
  disconnect: [IdentityCredential, 'disconnect', () => IdentityCredential],
  getUserInfo: [IdentityProvider, 'getUserInfo', () => IdentityProvider],
  resolve: [IdentityProvider, 'resolve', () => IdentityProvider],
  close: [IdentityProvider, 'close', () => IdentityProvider],
  register: [IdentityProvider, 'register', () => IdentityProvider],
  unregister: [IdentityProvider, 'unregister', () => IdentityProvider],
};
for (const name in methods) if (!Object.hasOwn(methods[name][0] ?? {}, name)) delete methods[name];
