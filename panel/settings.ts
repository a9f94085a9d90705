import browser from 'webextension-polyfill';

/** What the panel remembers between sessions; nothing of any page. */
export interface Settings {
  /** Width of the list beside open details, CSS pixels. */
  listWidth: number;
  showStateChanges: boolean;
}

export const DEFAULT_SETTINGS: Settings = { listWidth: 380, showStateChanges: false };

/** Takes what storage holds for what it is worth: anything of a wrong type gives way to its default. */
export function readSettings(stored: unknown): Settings {
  const { listWidth, showStateChanges } = { ...(stored as Partial<Record<keyof Settings, unknown>> | undefined) };
  return {
    listWidth: typeof listWidth === 'number' && listWidth > 0 ? listWidth : DEFAULT_SETTINGS.listWidth,
    showStateChanges: typeof showStateChanges === 'boolean' ? showStateChanges : DEFAULT_SETTINGS.showStateChanges,
  };
}

export async function loadSettings(): Promise<Settings> {
  const { panel } = await browser.storage.local.get('panel');
  return readSettings(panel);
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ panel: settings });
}
