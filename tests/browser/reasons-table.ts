import type { Finding } from '../../src/core/model.ts';
import type { Told } from './gallery-walk.ts';

const HEAD = `# Reasons

What Chrome gives as the reason of each failure in the demo's gallery, and what FedCM Inspector says of it: by its rules
alone, and once Chrome was asked. Chrome's reason is read over CDP, beside the panel. Where Chrome reports the end of a
dialog (\`UiDismissedNoEmbargo\`) or of a silent call, and not what led there, the cause stands first.

\`tests/browser/reasons.test.ts\` holds it true, and writes it with \`-u\`; do not edit.

| Fault | Chrome's reason | The rules alone | Certainty | Once Chrome was asked |
|---|---|---|---|---|
`;

/** The gallery's failures as a table. */
export function reasonsTable(told: readonly Told[]): string {
  const rows = told.map(each => row(each).map(cell => cell.replaceAll('|', '\\|')));
  const count = (certainty: Finding['certainty']) =>
    rows.filter(cells => cells[3]?.startsWith(certainty.replace('-', ' '))).length;
  const sum = `${rows.length} failures: the rules alone are certain of ${count('certain')}, find ${count('likely')} likely, and leave ${count('one-of')} open.`;
  return `${HEAD}${rows.map(cells => `| ${cells.join(' | ')} |\n`).join('')}\n${sum}\n`;
}

function row({ fault, reason, before, after }: Told): string[] {
  const [first, last] = [leading(before.findings), leading(after.findings)];
  return [
    fault.name,
    code(reason),
    code(first?.code),
    certainty(first),
    `${code(last?.code)}, ${last?.certainty ?? '—'}`,
  ];
}

function certainty(finding: Finding | undefined): string {
  const fits = finding?.causes?.filter(({ status }) => status === 'fits').map(cause => code(cause.code)) ?? [];
  return finding?.certainty === 'one-of' ? `one of ${fits.join(', ')}` : (finding?.certainty ?? '—');
}

const code = (text: string | undefined): string => (text === undefined ? '—' : `\`${text}\``);

const leading = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ severity }) => severity !== 'advice');
