import { announcement } from './clipboard.ts';

/** The one live region: what was just done, for those who cannot see it. */
export function Announcer() {
  return (
    <output class="sr-only" aria-live="polite">
      {announcement}
    </output>
  );
}
