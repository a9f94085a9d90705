const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `41 s`, `9 min 41 s`, `3 h 12 min`, `12 days`, from ms. */
function spanWords(ms: number): string {
  const whole = (unit: number) => Math.floor(ms / unit);
  if (ms < MINUTE) return `${whole(SECOND)} s`;
  if (ms < HOUR) return `${whole(MINUTE)} min ${Math.floor((ms % MINUTE) / SECOND)} s`;
  if (ms < 2 * DAY) return `${whole(HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`;
  return `${whole(DAY).toLocaleString('en')} days`;
}

/** A token's date seen from now: `expires in 9 min 41 s`, `expired 3 min 2 s ago`, `12 s ago`. Both are epoch ms. */
export function countdownWords(name: string, at: number, now: number): string {
  const span = spanWords(Math.abs(at - now));
  if (name === 'exp') return at > now ? `expires in ${span}` : `expired ${span} ago`;
  return at > now ? `in ${span}` : `${span} ago`;
}
