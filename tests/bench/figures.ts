/** One line of the table. Times in ms, sizes in bytes. */
export interface Figure {
  part: string;
  what: string;
  /** The median. */
  value: number;
  unit: 'ms' | 'µs' | 'bytes' | 'count' | '×';
  /** Quartiles of what was measured. */
  spread?: [low: number, high: number];
  /** How often it was measured. */
  count: number;
  note?: string;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function figure(part: string, what: string, unit: Figure['unit'], values: readonly number[], note?: string) {
  return {
    part,
    what,
    value: median(values),
    unit,
    spread: [quantile(values, 0.25), quantile(values, 0.75)],
    count: values.length,
    ...(note !== undefined && { note }),
  } satisfies Figure;
}

/** The ratios of values measured in pairs: what the machine did meanwhile happened to both. */
export const ratios = (values: readonly number[], against: readonly number[]): number[] =>
  values.map((value, i) => value / (against[i] ?? Number.NaN));

const digits = (value: number) => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3);

function words(value: number, unit: Figure['unit']): string {
  const scaled = unit === 'bytes' && Math.abs(value) >= 1e6 ? value / 1e6 : value;
  const name = unit === 'bytes' && scaled !== value ? 'MB' : unit;
  const text =
    unit === 'count' || name === 'bytes' ? Math.round(scaled).toLocaleString('en') : scaled.toFixed(digits(scaled));
  return unit === '×' ? `×${scaled.toFixed(3)}` : unit === 'count' ? text : `${text} ${name}`;
}

/** The figures as a table of fixed width. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ part, what, value, unit, spread, count, note }) => [
    part,
    what,
    words(value, unit),
    spread && count > 1 ? `${words(spread[0], unit)} … ${words(spread[1], unit)}` : '',
    String(count),
    note ?? '',
  ]);
  const heads = ['part', 'what', 'median', 'middle half', 'n', ''];
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(row => row[i]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(heads), line(widths.map(width => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
