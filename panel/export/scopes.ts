import type { ImportedFile } from '../../src/core/capture/shelf.ts';
import type { Flow } from '../../src/core/model.ts';

/** A choice of what to export. */
export interface Scope {
  id: string;
  /** `All flows`, `Imported from good.json`. */
  name: string;
  flows: readonly Flow[];
}

interface Held {
  live: readonly Flow[];
  files: readonly ImportedFile[];
  /** What the list shows. */
  shown: readonly Flow[];
  /** What is chosen in it. */
  selected: readonly Flow[];
}

/** The choices that differ from each other, everything first. */
export function scopesOf({ live, files, shown, selected }: Held): Scope[] {
  const all = [...live, ...files.flatMap(file => file.flows)];
  return [
    { id: 'all', name: 'All flows', flows: all },
    ...(files.length > 0 && live.length > 0 ? [{ id: 'live', name: 'Flows of this tab', flows: live }] : []),
    ...(files.length > 1 || live.length > 0
      ? files.map(file => ({ id: `file ${file.number}`, name: `Imported from ${file.name}`, flows: file.flows }))
      : []),
    ...(shown.length < all.length && shown.length > 0
      ? [{ id: 'shown', name: 'Flows in the list', flows: shown }]
      : []),
    ...(selected.length > 0
      ? [{ id: 'selected', name: selected.length === 1 ? 'The selected flow' : 'The selected flows', flows: selected }]
      : []),
  ];
}
