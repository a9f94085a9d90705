/** What the rows of the list tell, in order. */
export const COLUMNS: readonly string[] = [
  'Status',
  'Call',
  'Relying party',
  'Identity provider',
  'Result',
  'Exchanges',
  'Phases',
  'Start',
  'Duration',
];
