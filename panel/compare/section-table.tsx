import { type ComparedSection, type ComparedValue, differencesIn } from '../../src/core/compare/compare-flows.ts';
import type { Volatility } from '../../src/core/compare/volatile.ts';
import { visibleText } from '../flow/visible-text.ts';

const VOLATILE: Record<Volatility, string> = {
  nonce: 'new each time',
  time: 'a time',
  id: 'an id',
  token: 'a token',
};

/** A value shows this much. */
const MOST_TEXT = 300;

function relationWords({ relation, as }: ComparedValue): string {
  switch (relation) {
    case 'different':
      return 'differs';
    case 'only-left':
      return 'left only';
    case 'only-right':
      return 'right only';
    case 'cut':
      return 'not compared';
    case 'replaced':
      return 'replaced';
    case 'volatile':
      return as === undefined ? 'differs each time' : VOLATILE[as];
    case 'same':
      return 'same';
  }
}

/** What stands in a token's place and is none. */
const NO_TOKEN = /^(?:|null|true|false|-?[\d.]+|\{\}|\[\])$/;

/** Tokens stay covered here, as they do elsewhere. */
function Side({ text, covered }: { text: string | undefined; covered: boolean }) {
  if (text === undefined) return <td class="dim">—</td>;
  if (covered && !NO_TOKEN.test(text)) return <td class="dim">{`${text.length.toLocaleString('en')} characters`}</td>;
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return (
    <td>
      <code class="value">{text === '' ? '""' : visibleText(cut)}</code>
    </td>
  );
}

const isShown = ({ relation }: ComparedValue, all: boolean): boolean =>
  all || (relation !== 'same' && relation !== 'volatile' && relation !== 'replaced');

/** One section of two flows, and in its heading how much of it differs. */
export function SectionTable({ section, all }: { section: ComparedSection; all: boolean }) {
  const differing = differencesIn(section);
  const shown = section.values.filter(value => isShown(value, all));
  return (
    <section>
      <h3>
        {section.name}
        <span class={differing > 0 ? 'mark' : 'dim'}>
          {differing > 0 ? `${differing.toLocaleString('en')} different` : 'same'}
        </span>
      </h3>
      {shown.length > 0 && (
        <table class="compared">
          <thead class="sr-only">
            <tr>
              <th scope="col">Value</th>
              <th scope="col">Left</th>
              <th scope="col">Right</th>
              <th scope="col">Relation</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(value => (
              <tr key={value.path} class={value.relation}>
                <th scope="row">{visibleText(value.path)}</th>
                <Side text={value.left} covered={value.as === 'token'} />
                <Side text={value.right} covered={value.as === 'token'} />
                <td class="dim">{relationWords(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
