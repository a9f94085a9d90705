/** The text with every place marked where the words occur. */
export function Highlight({ text, words }: { text: string; words: string }) {
  if (words === '') return <>{text}</>;
  const lower = text.toLowerCase();
  const wanted = words.toLowerCase();
  const parts = [];
  let from = 0;
  // Lower-casing may change a text's length (İ); then positions would not fit, and nothing is marked.
  for (let at = lower.length === text.length ? lower.indexOf(wanted) : -1; at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
