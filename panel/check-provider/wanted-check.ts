import { signal } from '@preact/signals';

/** The config URL with which the check was asked for; empty where it is still to be typed. */
export const wantedCheck = signal<string | undefined>(undefined);
