import browser from 'webextension-polyfill';

/**
 * A setting that all open DevTools share, kept in `storage.local`. `changed` hears the value once it is loaded, and
 * whenever any DevTools saves another. What is stored may be anything: `read` takes it for what it is worth.
 */
export function keepSetting<T>(
  key: string,
  read: (stored: unknown) => T,
  changed: (value: T) => void,
): { save(value: T): void } {
  const { local } = browser.storage;
  // A setting that cannot be read or kept is no reason to disturb anybody.
  void local.get(key).then(
    ({ [key]: stored }) => stored !== undefined && changed(read(stored)),
    () => undefined,
  );
  local.onChanged.addListener(changes => {
    const change = changes[key];
    if (change) changed(read(change.newValue));
  });
  return { save: value => void local.set({ [key]: value }).catch(() => undefined) };
}
