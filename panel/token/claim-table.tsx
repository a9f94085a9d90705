import { dateWords, relationWords } from '../flow/time.ts';
import { visibleText } from '../flow/visible-text.ts';
import { Value } from '../widgets/value.tsx';
import { claimDate, claimMeaning } from './claims.ts';
import type { Section } from './sections.ts';

interface Props {
  section: Section;
  /** When the token was handed to the page, epoch ms: what its dates are held against. */
  receivedAt: number;
  /** Secret members show their values. */
  revealed: boolean;
}

function ClaimDate({ at }: { at: number }) {
  const words = dateWords(at);
  if (words === undefined) return null;
  return (
    <time class="date" dateTime={new Date(at).toISOString()}>
      {words}
    </time>
  );
}

/** `expires, 1 hour after this call`. */
function meaningWords(name: string, date: number | undefined, receivedAt: number): string {
  const relation = date === undefined ? undefined : `${relationWords(date, receivedAt)} this call`;
  return [claimMeaning(name), relation].filter(Boolean).join(', ');
}

export function ClaimTable({ section, receivedAt, revealed }: Props) {
  return (
    <section class="block">
      <h3>{section.title}</h3>
      {section.note !== undefined && <p class="dim note">{section.note}</p>}
      {section.members.length > 0 && (
        <table class="members claims">
          <colgroup>
            <col class="name" />
            <col />
            <col class="meaning" />
          </colgroup>
          <thead class="sr-only">
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {section.members.map(({ name, value, secret }, index) => {
              const date =
                section.role === 'claims' || section.role === 'disclosures' ? claimDate(name, value) : undefined;
              return (
                <tr key={`${name} ${index}`}>
                  <th scope="row">
                    <code>{visibleText(name)}</code>
                  </th>
                  <td>
                    {secret && !revealed ? <span class="dim">covered; reveal it below</span> : <Value value={value} />}
                    {date !== undefined && <ClaimDate at={date} />}
                  </td>
                  <td class="dim">{section.role === 'value' ? '' : meaningWords(name, date, receivedAt)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
