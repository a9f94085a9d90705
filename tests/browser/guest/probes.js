// What a page could look at to notice a guest. Each probe runs in a fresh document and answers with plain data.

import { credentials, methods, outcome, provider, say, task, unanswered, watched } from './probe-kit.js';

const shapeOf = (owner, key) => {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  const kind = value => (typeof value === 'function' ? `function ${value.name}/${value.length}` : typeof value);
  return [
    String(key),
    own.enumerable,
    own.configurable,
    own.writable,
    kind(own.value),
    kind(own.get),
    kind(own.set),
  ].join();
};
const shapesOf = owner => Reflect.ownKeys(owner).map(key => shapeOf(owner, key));

const THEN = 'then';

export const probes = {
  'descriptors, their order, name and length': () =>
    Object.fromEntries(
      [CredentialsContainer.prototype, NavigatorLogin.prototype, IdentityCredential, IdentityProvider].map(
        (owner, i) => [i, shapesOf(owner)],
      ),
    ),

  'own properties of the methods': () =>
    Object.values(methods).map(([owner, name]) => [
      name,
      shapesOf(owner[name]),
      Object.isExtensible(owner[name]),
      Object.getPrototypeOf(owner[name]) === Function.prototype,
    ]),

  'no globals and no properties left behind': () => {
    const all = {};
    for (const key of Reflect.ownKeys(globalThis)) {
      const { value } = Object.getOwnPropertyDescriptor(globalThis, key);
      all[String(key)] = shapeOf(globalThis, key);
      if (typeof value !== 'function') continue;
      all[`${String(key)}.*`] = shapesOf(value);
      if (value.prototype) all[`${String(key)}.prototype.*`] = shapesOf(value.prototype);
    }
    for (const object of [
      navigator,
      document,
      performance,
      location,
      history,
      JSON,
      Math,
      Reflect,
      Atomics,
      Intl,
      document.documentElement,
    ]) {
      all[`${Object.prototype.toString.call(object)}.*`] = shapesOf(object);
    }
    return all;
  },

  'no marks in the document': () => document.documentElement.outerHTML,

  'not constructible': () =>
    Promise.all(
      Object.values(methods).flatMap(([owner, name]) => [
        outcome(() => new owner[name]()),
        outcome(() => Reflect.construct(Object, [], owner[name])),
        outcome(() => class extends owner[name] {}),
        outcome(() => ({}) instanceof owner[name]),
      ]),
    ),

  receivers: async () => {
    const found = [];
    for (const [owner, name] of Object.values(methods)) {
      for (const self of [
        undefined,
        null,
        0,
        {},
        [],
        navigator,
        globalThis,
        Object.create(navigator.credentials),
        new Proxy(navigator.credentials, {}),
      ]) {
        found.push(await outcome(() => Reflect.apply(owner[name], self, [])));
      }
    }
    return found;
  },

  'counts of arguments': async () => {
    const found = [];
    for (const [owner, name, self] of Object.values(methods)) {
      for (const args of [
        [],
        [undefined],
        [null],
        [{}],
        [undefined, undefined],
        ['x'],
        [1],
        [true],
        [Symbol.iterator],
        [1n],
        [() => {}],
        [{}, {}],
        [{}, {}, {}],
        ['x', 'y', 'z'],
      ]) {
        found.push(`${name} ${args.length} ${await outcome(() => Reflect.apply(owner[name], self(), args))}`);
      }
    }
    return found;
  },

  'identity of any type': async () => {
    const found = [];
    for (const identity of [
      undefined,
      null,
      0,
      '',
      'x',
      true,
      1n,
      Symbol.iterator,
      [],
      {},
      () => {},
      new Date(0),
      /x/,
      new Map(),
    ]) {
      found.push(await outcome(() => credentials.get({ identity })));
      found.push(await outcome(() => credentials.get({ identity: { providers: identity } })));
      found.push(await outcome(() => credentials.get({ identity: { providers: [identity] } })));
      for (const member of [
        'configURL',
        'clientId',
        'nonce',
        'loginHint',
        'domainHint',
        'fields',
        'params',
        'format',
        'type',
      ]) {
        found.push(
          `${member} ${await outcome(() => credentials.get({ identity: { providers: [provider({ [member]: identity })], context: 'nonsense' } }))}`,
        );
      }
      for (const member of ['context', 'mode']) {
        found.push(
          `${member} ${await outcome(() => credentials.get({ identity: { providers: [], [member]: identity } }))}`,
        );
      }
      for (const member of ['mediation', 'signal', 'password', 'federated', 'digital', 'otp', 'publicKey']) {
        found.push(
          `${member} ${await outcome(() => credentials.get({ identity: { providers: [] }, [member]: identity }))}`,
        );
      }
    }
    return found;
  },

  'traps of the options, each of them in its order': async () => {
    const log = [];
    const options = {
      identity: {
        providers: [provider({ fields: ['name'], params: { a: { b: 1 } }, nonce: 'n' })],
        context: 'signin',
        mode: 'nonsense',
      },
      mediation: 'optional',
    };
    log.push(await outcome(() => credentials.get(watched(options, log))));
    return log;
  },

  'traps of every other argument': async () => {
    const log = [];
    for (const [owner, name, self] of Object.values(methods)) {
      log.push(name);
      const bag = {
        configURL: 'x:',
        clientId: 'c',
        accountHint: 'a',
        accountId: 'i',
        a: [1, { b: 2 }],
        toString: () => 'logged-in',
      };
      log.push(await outcome(() => owner[name].call(self(), watched(bag, log), watched(bag, log))));
    }
    return log;
  },

  'traps of options that are no business of FedCM': async () => {
    const log = [];
    for (const options of [{ password: false }, { publicKey: 5 }, {}]) {
      log.push(await outcome(() => credentials.get(watched(options, log))));
      log.push(await outcome(() => credentials.get(Object.create(watched(options, log)))));
    }
    return log;
  },

  'getters: how often, in which order, on what': async () => {
    const log = [];
    const own = (name, members) => {
      const object = {};
      for (const key in members) {
        Object.defineProperty(object, key, {
          enumerable: true,
          configurable: true,
          get() {
            log.push(`${name}.${key} ${this === object}`);
            return members[key];
          },
        });
      }
      return object;
    };
    const one = own('provider', {
      ...provider(),
      nonce: 'n',
      loginHint: 'l',
      domainHint: 'd',
      fields: own('fields', { length: 0 }),
      params: {
        get deep() {
          log.push('params.deep');
          return 1;
        },
        toJSON() {
          log.push('params.toJSON');
          return {};
        },
      },
    });
    const options = own('options', {
      identity: own('identity', { providers: [one], context: 'use', mode: 'passive' }),
      mediation: 'silent',
      signal: undefined,
      [THEN]: () => log.push(THEN),
    });
    log.push(await outcome(() => credentials.get(options)));
    return log;
  },

  'inherited members': async () => {
    class Base {
      get identity() {
        return { providers: [Object.create(provider({ nonce: 1 }))], mode: 'nonsense' };
      }
    }
    const log = [];
    log.push(await outcome(() => credentials.get(new (class extends Base {})())));
    log.push(await outcome(() => credentials.get(Object.create(watched({ identity: { providers: [] } }, log)))));
    Object.defineProperty(Object.prototype, 'mode', {
      configurable: true,
      get() {
        log.push(`mode ${this === Object.prototype}`);
        return undefined;
      },
    });
    log.push(await outcome(() => credentials.get({ identity: { providers: [] } })));
    delete Object.prototype.mode;
    return log;
  },

  'members that throw': async () => {
    const found = [];
    const thrower = (path, reason) => {
      const options = { identity: { providers: [provider()], context: 'signin' }, mediation: 'optional' };
      let at = options;
      for (const key of path.slice(0, -1)) at = at[key];
      Object.defineProperty(at, path.at(-1), {
        get() {
          throw reason;
        },
      });
      return options;
    };
    for (const path of [
      ['identity'],
      ['mediation'],
      ['signal'],
      ['identity', 'providers'],
      ['identity', 'context'],
      ['identity', 'mode'],
      ['identity', 'providers', 0],
      ['identity', 'providers', 0, 'configURL'],
      ['identity', 'providers', 0, 'nonce'],
      ['identity', 'providers', 0, 'params'],
      ['identity', 'providers', 0, 'fields'],
    ]) {
      const reason = { toString: () => 'mine' };
      found.push(
        await credentials.get(thrower(path, reason)).then(
          () => 'fulfilled',
          error => [path.join('.'), error === reason],
        ),
      );
    }
    return found;
  },

  'lists of every kind': async () => {
    const log = [];
    const hint = i => ({
      get configURL() {
        log.push(`configURL ${i}`);
        return 'no url';
      },
      clientId: String(i),
    });
    const get = providers => outcome(() => credentials.get({ identity: { providers } }));
    function* generate() {
      try {
        yield hint(0);
        log.push('resumed');
        yield hint(1);
      } finally {
        log.push('closed');
      }
    }
    log.push(await get(new Set([hint(0), hint(1)])), await get(generate()));
    log.push(
      await get(
        new (class extends Array {
          static get [Symbol.species]() {
            log.push('species');
            return Array;
          }
          get 0() {
            return log.push('shadowed');
          }
        })(hint(0), hint(1)),
      ),
    );
    log.push(
      await get(
        Object.assign([hint(0)], {
          [Symbol.iterator]: () => {
            log.push('iterator');
            return [][Symbol.iterator]();
          },
        }),
      ),
    );
    log.push(
      await get({ 0: hint(0), length: 1 }),
      await get('text'),
      await get(new Uint8Array(2)),
      await get(Object.assign(new Array(2), { 1: hint(1) })),
      await get(watched([hint(0)], log)),
    );
    log.push(await get(new Proxy([hint(0)], {})), await get(Object.freeze([Object.freeze(hint(0))])));
    log.push(await get(Array.from({ length: 200 }, (_, i) => (i ? {} : hint(0)))));
    const shrinking = [
      {
        get configURL() {
          shrinking.length = 1;
          log.push('shrunk');
          return 'no url';
        },
        clientId: 'a',
      },
      hint(1),
    ];
    const growing = [
      {
        get configURL() {
          growing.push(hint('grown'));
          log.push('grew');
          return 'no url';
        },
        clientId: 'a',
      },
    ];
    const replacing = [
      {
        get configURL() {
          replacing[1] = hint('new');
          return 'no url';
        },
        clientId: 'a',
      },
      hint('old'),
    ];
    log.push(await get(shrinking), await get(growing), await get(replacing));
    const arrayWithGetters = [];
    Object.defineProperty(arrayWithGetters, 0, {
      get() {
        log.push(`element ${this === arrayWithGetters}`);
        arrayWithGetters.length = 3;
        return hint(0);
      },
    });
    log.push(await get(arrayWithGetters));
    const fields = {
      get 0() {
        return 'name';
      },
      *[Symbol.iterator]() {
        log.push('fields');
        yield 'email';
        yield {
          toString: () => {
            log.push('field text');
            return 'name';
          },
        };
      },
    };
    log.push(
      await outcome(() => credentials.get({ identity: { providers: [provider({ fields })], mode: 'nonsense' } })),
    );
    return log;
  },

  'a patched iterator of lists': async () => {
    const log = [];
    const native = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () {
      log.push('iterator');
      return native.call(this);
    };
    const pending = outcome(() => credentials.get({ identity: { providers: [provider()], context: 'nonsense' } }));
    Array.prototype[Symbol.iterator] = native;
    log.push(await pending);
    Object.defineProperty(Array.prototype, 0, {
      configurable: true,
      get() {
        log.push('hole');
        return provider({ clientId: '' });
      },
    });
    const hole = outcome(() => credentials.get({ identity: { providers: new Array(1) } }));
    delete Array.prototype[0];
    log.push(await hole);
    return log;
  },

  'texts of every kind': async () => {
    const log = [];
    const texts = [
      new String('x'),
      {
        toString() {
          log.push('toString');
          return 'x';
        },
        valueOf() {
          log.push('valueOf');
          return 'y';
        },
      },
      {
        toString: null,
        valueOf() {
          log.push('valueOf');
          return 'y';
        },
      },
      {
        [Symbol.toPrimitive](hint) {
          log.push(hint);
          return 'z';
        },
      },
      new URL(location.href),
      ['a', 'b'],
      'lone \ud800 surrogate',
      Symbol.iterator,
      5,
      null,
    ];
    for (const text of texts) {
      for (const member of ['configURL', 'clientId', 'loginHint'])
        log.push(
          await outcome(() =>
            credentials.get({ identity: { providers: [provider({ [member]: text })], mode: 'nonsense' } }),
          ),
        );
      log.push(await outcome(() => credentials.get({ identity: { providers: [], context: text } })));
      log.push(await outcome(() => credentials.get({ identity: { providers: [] }, mediation: text })));
      log.push(await outcome(() => navigator.login.setStatus(text)));
      log.push(
        await outcome(() => IdentityCredential.disconnect({ configURL: text, clientId: text, accountHint: 'a' })),
      );
      log.push(await outcome(() => IdentityProvider.resolve('t', { accountId: text })));
    }
    return log;
  },

  'exotic arguments': async () => {
    const log = [];
    const cyclic = {};
    cyclic.self = cyclic;
    let deep = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    const exotic = [
      cyclic,
      deep,
      1n,
      { big: 1n },
      Symbol('s'),
      window,
      document,
      document.all,
      () => {},
      new Proxy({}, {}),
      new Proxy(() => {}, {}),
      new WeakMap(),
      new ArrayBuffer(8),
      new Uint8Array(8),
      /x/g,
      new Date(NaN),
      Promise.resolve(1),
      '\udead',
      'x'.repeat(1 << 24),
      Object.create(null),
      new Error('mine'),
      Atomics,
      structuredClone(new Map([[1, 2]])),
      NaN,
      -0,
      Infinity,
    ];
    for (const value of exotic) {
      for (const call of [
        () => credentials.get(value),
        () => credentials.get({ identity: value }),
        () => credentials.get({ identity: { providers: [value] } }),
        () => credentials.get({ identity: { providers: [provider({ params: value })], mode: 'nonsense' } }),
        () => IdentityProvider.resolve(value),
        () => IdentityProvider.resolve('t', value),
        () => IdentityCredential.disconnect(value),
        () => IdentityProvider.getUserInfo(value),
      ]) {
        log.push(await outcome(call));
      }
    }
    return log;
  },

  'frozen options': async () => {
    const freeze = value => {
      if (typeof value === 'object' && value) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    const options = freeze({
      identity: { providers: [provider({ params: { a: [1] }, fields: ['name'] })], mode: 'nonsense' },
      mediation: 'optional',
    });
    return [
      await outcome(() => credentials.get(options)),
      JSON.stringify(options),
      await outcome(() => IdentityCredential.disconnect(freeze({ configURL: 'x', clientId: 'y', accountHint: 'z' }))),
    ];
  },

  'options stay as they were': async () => {
    const options = { identity: { providers: [provider({ surprise: 1 })], mode: 'nonsense' } };
    const one = options.identity.providers[0];
    await outcome(() => credentials.get(options));
    return [
      shapesOf(options),
      shapesOf(options.identity),
      shapesOf(options.identity.providers),
      shapesOf(one),
      options.identity.providers[0] === one,
    ];
  },

  'options changed right after the call': async () => {
    const controller = new AbortController();
    const options = { identity: { providers: [provider()] }, signal: controller.signal };
    const pending = outcome(() => credentials.get(options));
    options.identity.providers[0].configURL = 'no url';
    options.identity.providers.length = 0;
    options.signal = undefined;
    delete options.identity;
    return pending;
  },

  'a failed request': () => outcome(() => credentials.get({ identity: { providers: [provider()] } })),

  'reasons of an abort, by identity': async () => {
    const found = [];
    // The first request of a document opens the line to the browser; an abort may find it not open yet.
    await outcome(() => credentials.get({ identity: { providers: [provider()] } }));
    for (const reason of [
      undefined,
      null,
      'text',
      0,
      Symbol.iterator,
      { [THEN]: 1 },
      new Error('mine'),
      () => {},
      new DOMException('x', 'AbortError'),
    ]) {
      for (const early of [true, false]) {
        await task();
        const controller = new AbortController();
        if (early) controller.abort(reason);
        const call = credentials.get({ identity: { providers: [unanswered()] }, signal: controller.signal });
        if (!early) controller.abort(reason);
        found.push(
          await call.then(
            () => 'fulfilled',
            error => [typeof error, error === controller.signal.reason, Object.is(error, reason)],
          ),
        );
      }
    }
    return found;
  },

  'a reason that counts its look-ups': async () => {
    const log = [];
    const controller = new AbortController();
    controller.abort(watched({ why: { not: 1 }, [THEN]() {} }, log));
    await credentials
      .get({ identity: { providers: [provider()] }, signal: controller.signal })
      .catch(() => log.push('caught'));
    return log;
  },

  'unhandledrejection and rejectionhandled': async () => {
    const log = [];
    const seen = new Map();
    const note = event => {
      event.preventDefault();
      log.push(`${event.type} ${seen.get(event.promise)} ${say(event.reason)}`);
    };
    addEventListener('unhandledrejection', note);
    addEventListener('rejectionhandled', note);
    const make = (name, promise) => {
      seen.set(promise, name);
      return promise;
    };
    const bad = () => credentials.get({ identity: { providers: [] } });
    const left = make('left', bad());
    make('handled', bad()).catch(() => {});
    const late = make('late', bad());
    const passed = make('passed', bad());
    make(
      'chained',
      passed.then(() => {}),
    );
    await task();
    late.catch(() => log.push('late handled'));
    await task();
    const controller = new AbortController();
    const aborted = make(
      'aborted',
      credentials.get({ identity: { providers: [unanswered()] }, signal: controller.signal }),
    );
    controller.abort();
    while (!log.some(line => line.includes('aborted'))) await task();
    aborted.catch(() => {});
    make('network', credentials.get({ identity: { providers: [provider()] } }));
    while (!log.some(line => line.includes('network'))) await task();
    left.catch(() => {});
    await task();
    removeEventListener('unhandledrejection', note);
    removeEventListener('rejectionhandled', note);
    return log;
  },

  'promises: whose they are, and what is looked up for them': async () => {
    const log = [];
    const nativeThen = Promise.prototype.then;
    const species = Object.getOwnPropertyDescriptor(Promise, Symbol.species);
    Object.defineProperty(Promise, Symbol.species, {
      configurable: true,
      get() {
        log.push('species');
        return this;
      },
    });
    Object.defineProperty(Promise.prototype, 'constructor', {
      configurable: true,
      get() {
        log.push('constructor');
        return Promise;
      },
    });
    Promise.prototype[THEN] = function (...args) {
      log.push('then');
      return nativeThen.apply(this, args);
    };
    const promises = [
      credentials.get({ identity: { providers: [] } }),
      credentials.preventSilentAccess(),
      IdentityProvider.resolve('t'),
    ];
    Promise.prototype[THEN] = nativeThen;
    Object.defineProperty(Promise.prototype, 'constructor', { configurable: true, writable: true, value: Promise });
    Object.defineProperty(Promise, Symbol.species, species);
    for (const promise of promises)
      log.push(
        Object.getPrototypeOf(promise) === Promise.prototype,
        Reflect.ownKeys(promise).length,
        promise.constructor === Promise,
        await outcome(() => promise),
      );
    return log;
  },

  'built-ins replaced after the hook came': async () => {
    const { apply, ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect;
    const called = new Set();
    const spied = (name, native) =>
      typeof native !== 'function'
        ? native
        : function (...args) {
            called.add(name);
            return new.target ? Reflect.construct(native, args, new.target) : apply(native, this, args);
          };
    const owners = {
      Object,
      Reflect,
      JSON,
      Array: Array.prototype,
      String: String.prototype,
      Promise: Promise.prototype,
      Event: Event.prototype,
      EventTarget: EventTarget.prototype,
      MessagePort: MessagePort.prototype,
      MessageEvent: MessageEvent.prototype,
      Performance: Performance.prototype,
      DOMException: DOMException.prototype,
      UserActivation: UserActivation.prototype,
      Document: Document.prototype,
    };
    const plans = [];
    for (const owner in owners) {
      for (const name of ownKeys(owners[owner])) {
        const own = getOwnPropertyDescriptor(owners[owner], name);
        if (!own.configurable || name === 'constructor') continue;
        const key = `${owner}.${String(name)}`;
        plans.push([
          owners[owner],
          name,
          own,
          'value' in own
            ? { ...own, value: spied(key, own.value) }
            : { ...own, get: spied(key, own.get), set: spied(key, own.set) },
        ]);
      }
    }
    for (const name of ['Proxy', 'Error', 'Promise', 'Reflect', 'Object', 'performance']) {
      const own = getOwnPropertyDescriptor(globalThis, name);
      plans.push([
        globalThis,
        name,
        own,
        {
          configurable: true,
          get() {
            called.add(name);
            return own.get ? own.get.call(globalThis) : own.value;
          },
        },
      ]);
    }
    const calls = [
      () =>
        credentials.get({
          identity: { providers: [{ configURL: 'no url', clientId: 'c', surprise: { a: [1] } }], context: 'signin' },
          mediation: 'optional',
        }),
      () => IdentityProvider.resolve({ a: [1, 2] }, { accountId: 'a' }),
      () => navigator.login.setStatus('logged-in'),
    ];
    const pending = [];
    let i = 0;
    for (i = 0; i < plans.length; i++) {
      const plan = plans[i];
      defineProperty(plan[0], plan[1], plan[3]);
    }
    called.clear();
    for (i = 0; i < calls.length; i++) defineProperty(pending, i, { value: calls[i](), enumerable: true });
    const during = called.size;
    for (i = 0; i < plans.length; i++) {
      const plan = plans[i];
      defineProperty(plan[0], plan[1], plan[2]);
    }
    return [during, [...called].slice(0, during), await Promise.all(pending.map(promise => outcome(() => promise)))];
  },

  'setters and getters on Object.prototype': async () => {
    const log = [];
    const names = [
      '0',
      '1',
      'get',
      'set',
      'value',
      'apply',
      'configurable',
      'enumerable',
      'writable',
      't',
      'n',
      'call',
      'stack',
      'identity',
      'providers',
      'toJSON',
      'data',
      'ports',
      '$type',
      'undefined',
      'url',
      'request',
      'options',
    ];
    const spying = new Set();
    const spies = names.map(name => [
      name,
      Object.assign(Object.create(null), {
        configurable: true,
        get: () => void spying.add(`get ${name}`),
        set: () => void spying.add(`set ${name}`),
      }),
    ]);
    const { defineProperty } = Reflect;
    for (let i = 0; i < spies.length; i++) defineProperty(Object.prototype, spies[i][0], spies[i][1]);
    const promise = credentials.get({
      identity: { providers: [{ configURL: 'no url', clientId: 'c', fields: ['name'], params: { a: 1 } }] },
    });
    const other = navigator.login.setStatus('logged-out');
    for (const name of names) delete Object.prototype[name];
    log.push([...spying], await outcome(() => promise), await outcome(() => other));
    return log;
  },

  'how stacks are written': async () => {
    const log = [];
    const mine = (_, frames) => {
      log.push('prepareStackTrace');
      return frames.length;
    };
    Error.prepareStackTrace = mine;
    Error.stackTraceLimit = 3;
    const settled = [
      await outcome(() => credentials.preventSilentAccess()),
      await outcome(() => navigator.login.setStatus('logged-in')),
      await outcome(() => credentials.get({ identity: { providers: new Proxy([], {}) } })),
    ];
    log.push(Error.prepareStackTrace === mine, Error.stackTraceLimit, shapesOf(Error), ...settled);
    return log;
  },

  'a frozen Error': async () => {
    const log = [];
    Error.prepareStackTrace = () => {
      log.push('prepareStackTrace');
      return { indexOf: () => log.push('indexOf') };
    };
    Error.stackTraceLimit = 0;
    Object.freeze(Error);
    log.push(await outcome(() => credentials.preventSilentAccess()));
    log.push(await outcome(() => credentials.get(watched({ identity: { providers: [] } }, log))));
    log.push(await outcome(() => credentials.get(watched({ password: false }, log))));
    log.push(await outcome(() => IdentityProvider.resolve(watched({ a: { b: 1 } }, log))));
    return log;
  },

  'an Error without a limit of frames': async () => {
    const log = [];
    delete Error.stackTraceLimit;
    log.push(await outcome(() => credentials.get(watched({ password: false }, log))), shapesOf(Error));
    Object.defineProperty(Error, 'stackTraceLimit', { value: 0 });
    log.push(await outcome(() => credentials.get(watched({ password: false }, log))));
    log.push(await outcome(() => IdentityProvider.resolve(watched({ a: { b: 1 } }, log))));
    return log;
  },

  'a getter that throws away all frames of stacks': async () => {
    const log = [];
    Object.defineProperty(Error, 'stackTraceLimit', {
      get() {
        log.push('limit');
        return 5;
      },
      set() {
        log.push('set limit');
      },
      configurable: true,
    });
    log.push(await outcome(() => credentials.preventSilentAccess()));
    return log;
  },

  'names of types that run code': async () => {
    const log = [];
    const loud = {
      get constructor() {
        log.push('constructor');
        return Object;
      },
      get [Symbol.toStringTag]() {
        log.push('tag');
        return 'Loud';
      },
      get name() {
        log.push('name');
        return '';
      },
    };
    log.push(
      await outcome(() => credentials.get({ identity: { providers: [loud] } })),
      await outcome(() => IdentityProvider.resolve(Object.create(loud))),
    );
    return log;
  },

  'who called a getter': () => {
    // Made of text, since a module is strict throughout.
    const call = new Function(
      'credentials',
      'const readers = []; function read() { readers.push(String(read.caller)); } function call() { return credentials.get(Object.defineProperty({}, "identity", { get: read })); } return call().catch(() => readers);',
    );
    return call(credentials);
  },

  'no messages': async () => {
    const log = [];
    const note = event => log.push(`${event.type} ${event.constructor.name}`);
    for (const type of ['message', 'messageerror', 'error', 'securitypolicyviolation', 'storage']) {
      addEventListener(type, note, true);
      document.addEventListener(type, note, true);
    }
    await outcome(() => credentials.get({ identity: { providers: [] } }));
    await task();
    return [
      log,
      performance
        .getEntries()
        .map(({ name, entryType }) => `${entryType} ${name}`)
        .filter(line => /extension/.test(line)),
    ];
  },

  'another realm': async () => {
    const other = document.body.appendChild(document.createElement('iframe')).contentWindow;
    const options = { identity: { providers: [] } };
    const theirs = Object.assign(new other.Object(), {
      identity: Object.assign(new other.Object(), { providers: new other.Array() }),
    });
    const realmOf = value => [value instanceof Object, value instanceof other.Object];
    const found = [other.CredentialsContainer.prototype.get === CredentialsContainer.prototype.get];
    for (const given of [undefined, {}, options, theirs]) {
      for (const promise of [
        other.CredentialsContainer.prototype.get.call(credentials, given),
        credentials.get.call(other.navigator.credentials, given),
        other.IdentityCredential.disconnect.call(IdentityCredential, given),
        other.IdentityProvider.resolve.call(IdentityProvider, given),
      ]) {
        found.push(await promise.then(String, error => [realmOf(error), say(error)]));
      }
    }
    return found;
  },

  'a frame removed during and before the call': async () => {
    const found = [];
    const soon = async promise => Promise.race([promise, task().then(() => 'open')]);
    for (const moment of ['before', 'identity', 'mode', 'after']) {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const other = frame.contentWindow;
      const container = other.navigator.credentials;
      const { get } = container;
      const at = name => {
        if (name === moment) frame.remove();
      };
      at('before');
      const options = {
        get identity() {
          at('identity');
          return {
            providers: [provider()],
            get mode() {
              at('mode');
              return 'passive';
            },
          };
        },
      };
      const pending = outcome(() => get.call(container, options));
      at('after');
      found.push(`${moment} ${await soon(pending)}`);
      frame.remove();
      found.push(
        await soon(outcome(() => get.call(container, options))),
        await soon(outcome(() => container.preventSilentAccess())),
      );
    }
    return found;
  },

  'a document that was opened anew': async () => {
    document.open();
    document.write('<title>new</title>');
    document.close();
    return [
      await outcome(() => navigator.credentials.get({ identity: { providers: [] } })),
      document.documentElement.outerHTML,
    ];
  },

  'calls within calls': async () => {
    const log = [];
    const inner = {
      get providers() {
        log.push('inner');
        return [];
      },
    };
    const outer = {
      get identity() {
        log.push('outer');
        log.push(credentials.get({ identity: inner }) instanceof Promise);
        return { providers: [] };
      },
    };
    const all = outcome(() => credentials.get(outer));
    addEventListener('unhandledrejection', event => event.preventDefault());
    log.push(await all);
    return log;
  },

  'wrapped by the page itself': async () => {
    const log = [];
    const native = CredentialsContainer.prototype.get;
    CredentialsContainer.prototype.get = function (...args) {
      log.push(args.length);
      return native.apply(this, args);
    };
    log.push(
      await outcome(() => credentials.get({ identity: { providers: [] } })),
      shapeOf(CredentialsContainer.prototype, 'get'),
    );
    delete CredentialsContainer.prototype.get;
    log.push(typeof credentials.get);
    return log;
  },

  'storage and cookies': () => [localStorage.length, sessionStorage.length, document.cookie],

  // What can be told after all. Each of these answers otherwise where the hook is in place.

  'the text of the methods': () =>
    Object.values(methods).map(([owner, name]) => Function.prototype.toString.call(owner[name])),

  'the methods’ type in stacks': () => {
    const holder = {};
    function trace() {
      Error.captureStackTrace(holder);
    }
    trace.call(CredentialsContainer.prototype.get);
    return /at (\w+)\./.exec(holder.stack)?.[1];
  },

  'turns of the microtask queue until a settlement': async () => {
    let turn = 0;
    const settled = credentials.get({ identity: { providers: [] } }).catch(() => turn);
    for (; turn < 10; turn++) await null;
    return settled;
  },

  'the realm of a promise that is not refused at once': async () => {
    const other = document.body.appendChild(document.createElement('iframe')).contentWindow;
    return [
      other.CredentialsContainer.prototype.preventSilentAccess.call(credentials) instanceof Promise,
      credentials.preventSilentAccess.call(other.navigator.credentials) instanceof Promise,
    ];
  },

  'the words of V8’s own errors': async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const found = [];
    for (const options of [
      proxy,
      { identity: proxy },
      { identity: { providers: [], context: Object.create(null) } },
      new Proxy({}, { get: 1 }),
    ]) {
      found.push(await outcome(() => credentials.get(options)));
    }
    return found;
  },

  'frames in the stack of an error': async () => {
    const error = await credentials.get({ identity: { providers: [] } }).catch(reason => reason);
    return error.stack.replace(/chrome-extension:\S+/g, 'extension');
  },

  'frames beneath a getter': async () => {
    let depth;
    await credentials
      .get({
        get identity() {
          depth = new Error().stack.split('\n').length;
          return { providers: [] };
        },
      })
      .catch(() => {});
    return depth;
  },

  'whether the iterator of a list is called whose type cannot be told': async () => {
    const log = [];
    const Alike = {
      Proxy: class extends Array {
        [Symbol.iterator]() {
          log.push('called');
          return super.values();
        }
      },
    };
    log.push(await outcome(() => credentials.get({ identity: { providers: Alike.Proxy.of(provider()) } })));
    return log;
  },

  'what the iterator of a list that is a Proxy is called on': async () => {
    const log = [];
    const list = [provider()];
    const providers = new Proxy(list, {
      get(target, key) {
        log.push(String(key));
        if (key !== Symbol.iterator) return target[key];
        return function () {
          log.push(this === providers);
          return list.values();
        };
      },
    });
    log.push(await outcome(() => credentials.get({ identity: { providers } })));
    return log;
  },

  'an event of the handshake’s type': () => {
    let heard = 0;
    documentPictureInPicture.addEventListener('fedcm', () => heard++);
    return [documentPictureInPicture.dispatchEvent(new Event('fedcm', { cancelable: true })), heard];
  },
};

/** As text, since the extension's absence and presence are compared in another process. A probe that never ends says so. */
export const answerOf = name => {
  const late = new Promise(resolve => setTimeout(resolve, 30_000, 'The probe failed: it never ended'));
  const answer = (async () => JSON.stringify(await probes[name](), null, 1))();
  return Promise.race([late, answer]);
};
