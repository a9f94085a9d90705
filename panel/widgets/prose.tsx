import { visibleText } from '../flow/visible-text.ts';

/** A sentence in which `` `code` `` is set as code. Everything in it is text. */
export function Prose({ text }: { text: string }) {
  const parts = visibleText(text).split('`');
  // An odd count of back-ticks leaves the last one as it is.
  const closed = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('`')];
  return <>{closed.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
