import { useNow } from '../clock.ts';
import { dateWords } from '../flow/time.ts';
import { countdownWords } from './countdown.ts';

/** A date of a token, and how far away it is; the second runs. */
export function ClaimDate({ name, at }: { name: string; at: number }) {
  const words = dateWords(at);
  if (words === undefined) return null;
  return (
    <span class="date">
      <time dateTime={new Date(at).toISOString()}>{words}</time>
      <Countdown name={name} at={at} />
    </span>
  );
}

function Countdown({ name, at }: { name: string; at: number }) {
  return <span class="countdown">{countdownWords(name, at, useNow())}</span>;
}
