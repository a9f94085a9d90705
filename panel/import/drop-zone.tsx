import { useDrop } from './use-drop.ts';
import { usePaste } from './use-paste.ts';

/** Takes what is dropped and pasted. */
export function DropZone() {
  usePaste();
  return useDrop() ? <p class="drop-zone">Drop a capture or a HAR file to import it</p> : null;
}
