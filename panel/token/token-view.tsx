import type { DecodedToken, Flow, TokenCheck } from '../../src/core/model.ts';
import { askedBy } from '../../src/core/token/asked.ts';
import type { Decoded } from '../../src/core/token/decoded.ts';
import { type Profile, profileFor } from '../../src/core/token/profiles/index.ts';
import { tokenOf } from '../../src/core/token/token-of.ts';
import { signatureCheck } from '../../src/core/token/verification.ts';
import { member } from '../flow/call.ts';
import { tokenKindWords } from '../flow/outcome.ts';
import { hideSecrets } from '../secrecy/hide-secrets.ts';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { ExternalLink } from '../widgets/external-link.tsx';
import { attemptAt } from './attempts.ts';
import { Checks } from './checks.tsx';
import { ClaimTable } from './claim-table.tsx';
import { Disclosures } from './disclosures.tsx';
import { rawParts } from './raw-parts.ts';
import { RawToken } from './raw-token.tsx';
import { sectionsOf } from './sections.ts';
import { ServerSteps } from './server-steps.tsx';
import { useFirst } from './show-more.tsx';
import { Signature } from './signature.tsx';
import { TokenText } from './token-text.tsx';

export interface TokenViewProps {
  flow: Flow;
  decoded: Decoded;
  summary: DecodedToken;
}

/** A value may hold a hundred tokens, each with its own tables. */
const SECTIONS_AT_ONCE = 20;

/** Whether the token is right for the call, whether it is genuine, and what it says. */
export function TokenView({ flow, decoded, summary }: TokenViewProps) {
  const { revealed } = useStore();
  const { shown, more } = useFirst(sectionsOf(decoded), 'parts', SECTIONS_AT_ONCE);
  const profile = profileFor(decoded, askedBy(flow).configURL);
  const checks = checksOf(flow, summary);
  const signature = checks.find(({ id }) => id === 'signature');
  return (
    <>
      <Heading summary={summary} profile={profile} verified={signature?.status === 'pass'} />
      <Problems problems={summary.problems} />
      <Checks flow={flow} checks={checks} problems={summary.problems} />
      <Signature flow={flow} decoded={decoded} check={signature} />
      {shown.map(section => (
        <section class="block" key={section.title}>
          <ClaimTable section={section} profile={profile} checks={checks} revealed={revealed.value.has(flow.id)} />
          {section.disclosures && <Disclosures disclosures={section.disclosures} withheld={section.withheld ?? 0} />}
        </section>
      ))}
      {more}
      <RawToken flow={flow} token={tokenOf(flow)} parts={rawParts(decoded)} />
      <ServerSteps flow={flow} decoded={decoded} />
    </>
  );
}

/** As the log has them. It keeps nothing on imported flows, so there the last attempt at the signature counts. */
function checksOf(flow: Flow, { checks }: DecodedToken): readonly TokenCheck[] {
  const attempt = flow.imported ? attemptAt(flow.id) : undefined;
  if (attempt?.state !== 'done') return checks;
  const verified = signatureCheck(attempt.verification);
  return checks.map(check => (check.id === 'signature' ? verified : check));
}

/** `JWT · RS256 · key 2026-11`. */
function kindLine({ kind, header }: DecodedToken): string {
  const algorithm = member(header, 'alg');
  const key = member(header, 'kid');
  const words = [
    tokenKindWords(kind),
    typeof algorithm === 'string' && algorithm,
    typeof key === 'string' && `key ${key}`,
  ];
  return words.filter(Boolean).join(' · ');
}

function Heading({ summary, profile, verified }: { summary: DecodedToken; profile: Profile; verified: boolean }) {
  return (
    <div class="token-kind">
      <h2>
        <TokenText text={kindLine(summary)} />
      </h2>
      <span class="dim grow">
        <ExternalLink url={profile.link}>{profile.title}</ExternalLink>
        {`, ${verified ? 'signature verified' : 'not verified'}`}
      </span>
      {typeof summary.payload === 'object' && (
        <CopyButton
          what={summary.kind === 'json' ? 'the value as JSON' : 'the claims as JSON'}
          label={summary.kind === 'json' ? 'Copy value' : 'Copy claims'}
          text={() => JSON.stringify(summary.payload, null, 2)}
        />
      )}
    </div>
  );
}

/** A number that is too long to be read is quoted; it may be the user's. */
const withoutNumbers = (problem: string): string => problem.replace(/\d{16,}/g, 'The number');

function Problems({ problems }: { problems: readonly string[] }) {
  const { shown, more } = useFirst(problems, 'problems');
  if (problems.length === 0) return null;
  return (
    <section class="block">
      <h3>Problems of form</h3>
      <ul class="problems">
        {shown.map((problem, index) => (
          <li key={index}>
            <TokenText text={hideSecrets.value ? withoutNumbers(problem) : problem} />
          </li>
        ))}
      </ul>
      {more}
    </section>
  );
}
