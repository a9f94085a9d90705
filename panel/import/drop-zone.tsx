import { useDrop } from './use-drop.ts';

export function DropZone() {
  return useDrop() ? <p class="drop-zone">Drop a capture or a HAR file to import it</p> : null;
}
