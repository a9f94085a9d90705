import { type ReadFile, Shelf } from '../core/capture/shelf.ts';

const readFile: ReadFile = async (file, number, pacing) => {
  const { readFile: read } = await import('./read-file.ts');
  return read(file, number, pacing);
};

/**
 * The shelf of imported files. The devtools page owns it, so that they are still there when the panel is loaded again.
 */
export const newShelf = (): Shelf => new Shelf(readFile);
