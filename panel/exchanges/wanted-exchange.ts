import { signal } from '@preact/signals';

/** The exchange that the user asked to see; the Exchanges tab opens it and lets go of the wish. */
export const wantedExchange = signal<string | undefined>(undefined);
