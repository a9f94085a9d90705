import type { Exchange } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';
import { type AccountRow, accountRows } from './account-rows.ts';

const COLUMNS: readonly { key: keyof AccountRow; title: string }[] = [
  { key: 'id', title: 'Id' },
  { key: 'name', title: 'Name' },
  { key: 'address', title: 'E-mail, user name or telephone' },
  { key: 'hints', title: 'Hints' },
  { key: 'approved', title: 'Approved clients' },
  { key: 'picture', title: 'Picture (not loaded)' },
];

/** The accounts as people, before the same as JSON. */
export function AccountTable({ exchange }: { exchange: Exchange }) {
  const rows = accountRows(exchange);
  const used = COLUMNS.filter(({ key }) => rows.some(row => row[key] !== ''));
  if (used.length === 0) return null;
  return (
    <section class="part">
      <h3>Accounts</h3>
      <div class="wide-table">
        <table class="accounts">
          <thead>
            <tr>
              {used.map(({ key, title }) => (
                <th key={key} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {used.map(({ key }) => (
                  <td key={key}>{visibleText(row[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
