import type { TokenCheck } from '../../src/core/model.ts';
import { explainClaim, missingClaims, type Profile } from '../../src/core/token/profiles/index.ts';
import { hideSecrets, isOpenName } from '../secrecy/hide-secrets.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { ExternalLink } from '../widgets/external-link.tsx';
import { CheckIcon, statusWords } from './check-icon.tsx';
import { ClaimDate } from './claim-date.tsx';
import { checkOn, claimDate, type Note, noteOn } from './claims.ts';
import type { Member, Section } from './sections.ts';
import { useFirst } from './show-more.tsx';
import { TokenText, TokenValue } from './token-text.tsx';

interface Props {
  section: Section;
  profile: Profile;
  checks: readonly TokenCheck[];
  /** Secret members show their values. */
  revealed: boolean;
}

export function ClaimTable({ section, profile, checks, revealed }: Props) {
  const { title, role, members, checked, note } = section;
  const missing = checked && role === 'claims' ? missingClaims(profile, Object.fromEntries(members.map(named))) : [];
  const { shown, more } = useFirst(members, 'members');
  const checkOf = (name: string) => {
    const id = checked ? checkOn(name, role) : undefined;
    return id === undefined ? undefined : checks.find(check => check.id === id);
  };
  return (
    <>
      <div class={`part-title part-${role}`}>
        <h3>
          <TokenText text={title} />
        </h3>
        {members.length > 0 && <CopyButton what={`${title.toLowerCase()} as JSON`} text={() => asJson(members)} />}
      </div>
      {note !== undefined && (
        <p class="dim note">
          <TokenText text={note} />
        </p>
      )}
      {members.length + missing.length > 0 && (
        <table class="members claims">
          <colgroup>
            <col class="name" />
            <col />
            <col class="meaning" />
            <col class="check" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">Meaning</th>
              <th scope="col">Check</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((member, index) => (
              <tr key={`${member.name} ${index}`}>
                <Name text={member.name} />
                <ClaimValue member={member} role={role} revealed={revealed} />
                <Meaning of={member.name} note={noteOn(member.name, role, profile)} />
                <CheckCell check={checkOf(member.name)} />
              </tr>
            ))}
            {missing.map(({ name }) => (
              <tr key={`missing ${name}`}>
                <Name text={name} />
                <td class="dim">missing</td>
                <Meaning of={name} note={explainClaim(profile, name)} />
                <CheckCell check={checkOf(name)} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more}
    </>
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'undefined');

const named = ({ name, value }: Member): [string, unknown] => [name, value];

const asJson = (members: readonly Member[]): string => JSON.stringify(Object.fromEntries(members.map(named)), null, 2);

function Name({ text }: { text: string }) {
  return (
    <th scope="row">
      <code>
        <TokenText text={text} />
      </code>
    </th>
  );
}

function ClaimValue({ member, role, revealed }: { member: Member; role: Section['role']; revealed: boolean }) {
  const { name, value, secret } = member;
  if (hideSecrets.value && (secret || !isOpenName(name))) return <td class="dim">hidden</td>;
  if (secret && !revealed) return <td class="dim">covered; reveal it below</td>;
  const date = role === 'claims' || role === 'key-binding' ? claimDate(name, value) : undefined;
  return (
    <td>
      <TokenValue value={value} />
      <CopyButton what={`the claim ${name}`} text={() => textOf(value)} />
      {date !== undefined && <ClaimDate name={name} at={date} />}
    </td>
  );
}

function Meaning({ of, note }: { of: string; note: Note | undefined }) {
  if (note === undefined) return <td />;
  return (
    <td class="dim">
      {note.meaning}{' '}
      <span class="source">
        <ExternalLink url={note.link}>
          Source<span class="sr-only">{` on ${of}`}</span>
        </ExternalLink>
      </span>
    </td>
  );
}

function CheckCell({ check }: { check: TokenCheck | undefined }) {
  if (check === undefined || check.status === 'not-applicable') return <td />;
  return (
    <td>
      <span class="icon-line" title={hideSecrets.value ? undefined : check.detail}>
        <CheckIcon status={check.status} />
        <span aria-hidden="true">{statusWords(check.status)}</span>
      </span>
    </td>
  );
}
