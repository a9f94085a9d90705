import browser from 'webextension-polyfill';

const KEY = 'askChromeAlways';

/** The setting to ask Chrome about every failure: one for all DevTools that are open. Off where nothing was saved. */
export function keepSetting(changed: (on: boolean) => void): { save(on: boolean): void } {
  const { local } = browser.storage;
  // A setting that cannot be read or kept is no reason to disturb anybody.
  void local.get(KEY).then(
    ({ [KEY]: on }) => on === true && changed(true),
    () => undefined,
  );
  local.onChanged.addListener(changes => {
    const change = changes[KEY];
    if (change) changed(change.newValue === true);
  });
  return { save: on => void local.set({ [KEY]: on }).catch(() => undefined) };
}
