import { useSignal } from '@preact/signals';
import type { Flow, TokenCheck } from '../../src/core/model.ts';
import type { Decoded } from '../../src/core/token/decoded.ts';
import { type KeyLocation, keyLocation } from '../../src/core/token/key-location.ts';
import { signedToken } from '../../src/core/token/signed-token.ts';
import { signatureCheck } from '../../src/core/token/verification.ts';
import { useStore } from '../store.ts';
import { type Attempt, attemptAt, verify } from './attempts.ts';
import { CheckIcon } from './check-icon.tsx';
import { TokenText } from './token-text.tsx';

interface Props {
  flow: Flow;
  decoded: Decoded;
  /** What the log knows. */
  check: TokenCheck | undefined;
}

/** Whether the token is genuine. Nothing is fetched before the click. */
export function Signature({ flow, decoded, check }: Props) {
  const { log } = useStore();
  const signed = signedToken(decoded);
  if (!signed.ok && signed.code === 'no-signed-token') return null;
  const location = keyLocation(decoded);
  const attempt = attemptAt(flow.id);
  const running = attempt?.state === 'running';
  return (
    <section class="block signature" aria-labelledby="signature-title">
      <h3 id="signature-title">Signature</h3>
      <output class="signature-state">
        <State attempt={attempt} check={check} />
      </output>
      {signed.ok ? (
        <>
          <KeySource location={location} asked={attempt?.state === 'done' ? attempt.verification.fetched : []} />
          <div class="actions">
            {location.kind === 'discovery' && (
              <button
                type="button"
                class="button"
                aria-disabled={running}
                onClick={() => void verify(log, flow.id, decoded)}
              >
                Verify
              </button>
            )}
          </div>
          <PastedKey running={running} onVerify={text => void verify(log, flow.id, decoded, text)} />
        </>
      ) : (
        signed.code !== 'encrypted' && (
          <p class="dim note">
            <TokenText text={signed.message} />
          </p>
        )
      )}
    </section>
  );
}

function State({ attempt, check }: { attempt: Attempt | undefined; check: TokenCheck | undefined }) {
  switch (attempt?.state) {
    case 'running':
      return <span class="dim">Verifying…</span>;
    case 'unavailable':
      return <span>What verifies signatures could not be loaded. Reopen DevTools.</span>;
    case 'done':
      return <Verdict check={signatureCheck(attempt.verification)} />;
    case undefined:
      return check ? <Verdict check={check} /> : <span>Not verified.</span>;
  }
}

function Verdict({ check: { status, detail } }: { check: TokenCheck }) {
  return (
    <>
      <CheckIcon status={status} />
      <span>
        <TokenText text={detail} />
      </span>
    </>
  );
}

/** What a click would fetch, and after it what was fetched. */
function KeySource({ location, asked }: { location: KeyLocation; asked: readonly string[] }) {
  if (location.kind === 'nowhere') {
    return (
      <p class="dim note">
        <TokenText text={`${location.reason} Paste a key instead.`} />
      </p>
    );
  }
  if (asked.length > 0) {
    return (
      <div class="dim note">
        <p>Fetched by this extension, without cookies:</p>
        <ul class="fetched">
          {asked.map(url => (
            <li key={url}>
              <code>
                <TokenText text={url} />
              </code>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <p class="dim note">
      <code>Verify</code> fetches{' '}
      <code>
        <TokenText text={location.url} />
      </code>{' '}
      and the <code>jwks_uri</code> that it names: from this extension, without cookies.
    </p>
  );
}

function PastedKey({ running, onVerify }: { running: boolean; onVerify(text: string): void }) {
  const text = useSignal('');
  return (
    <details class="fold pasted-key">
      <summary>Verify with a key that you paste</summary>
      <div>
        <label for="pasted-key">JWK or JWKS</label>
        <textarea
          id="pasted-key"
          rows={4}
          spellcheck={false}
          placeholder='{"keys": […]}'
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
        />
        <button
          type="button"
          class="button"
          aria-disabled={running || text.value.trim() === ''}
          onClick={() => text.value.trim() !== '' && onVerify(text.value)}
        >
          Verify with this key
        </button>
      </div>
    </details>
  );
}
