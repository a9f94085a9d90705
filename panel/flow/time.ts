const two = (value: number): string => String(value).padStart(2, '0');

/** `540 ms`, `2.41 s`, `1:12 min`, from milliseconds. */
export function durationWords(ms: number): string {
  if (ms < 0) return `−${durationWords(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)} min`;
}

/** `0:12`, what a running call shows. */
export function tickWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** Local time of day, `14:03:10`. */
export function clockWords(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Local time of day to the millisecond, `14:03:10.042`. */
export function preciseClockWords(epochMs: number): string {
  const date = new Date(epochMs);
  return `${clockWords(epochMs)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Local date and time, `2026-11-23 14:03:10`; undefined for what no calendar holds. */
export function dateWords(epochMs: number): string | undefined {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return undefined;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockWords(epochMs)}`;
}

const UNITS: readonly [name: string, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `5 minutes after`, `2 days before`, `in the same second as`: one instant seen from another. */
export function relationWords(epochMs: number, from: number): string {
  const distance = epochMs - from;
  for (const [name, unit] of UNITS) {
    const count = Math.round(Math.abs(distance) / unit);
    if (count >= 1 && Math.abs(distance) >= 0.95 * unit) {
      return `${count} ${name}${count === 1 ? '' : 's'} ${distance > 0 ? 'after' : 'before'}`;
    }
  }
  return 'in the same second as';
}
