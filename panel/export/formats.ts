import type { ExportFormat } from '../../src/core/capture/export.ts';

interface Format {
  id: ExportFormat;
  /** In the preview's choice. */
  name: string;
  extension: string;
  type: string;
}

export const FORMATS: readonly Format[] = [
  { id: 'json', name: 'JSON', extension: 'json', type: 'application/json' },
  { id: 'har', name: 'HAR', extension: 'har', type: 'application/json' },
  { id: 'report', name: 'Report', extension: 'md', type: 'text/markdown' },
];
