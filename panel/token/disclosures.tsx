import type { Disclosure } from '../../src/core/token/decoded.ts';
import { hideSecrets } from '../secrecy/hide-secrets.ts';
import { CheckIcon } from './check-icon.tsx';
import { useFirst } from './show-more.tsx';
import { TokenText, TokenValue } from './token-text.tsx';

interface Props {
  disclosures: readonly Disclosure[];
  /** Digests that no disclosure has. */
  withheld: number;
}

/** What came beside the signed part of an SD-JWT, each with the digest that binds it to the signature. */
export function Disclosures({ disclosures, withheld }: Props) {
  const { shown, more } = useFirst(disclosures, 'disclosures');
  return (
    <>
      <div class="part-title part-disclosures">
        <h3>Disclosures</h3>
      </div>
      {disclosures.length === 0 && <p class="dim note">None.</p>}
      {withheld > 0 && (
        <p class="dim note">
          {`${withheld} ${withheld === 1 ? 'digest has' : 'digests have'} no disclosure: withheld claims, or decoys.`}
        </p>
      )}
      {disclosures.length > 0 && (
        <table class="members claims">
          <colgroup>
            <col class="name" />
            <col />
            <col class="digest" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">Digest</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((disclosure, index) => (
              <tr key={`${index}`}>
                <th scope="row">
                  <code>
                    <TokenText text={disclosure.name ?? 'list element'} />
                  </code>
                </th>
                <td>{hideSecrets.value ? <span class="dim">hidden</span> : <TokenValue value={disclosure.value} />}</td>
                <td>
                  <Digest disclosure={disclosure} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more}
    </>
  );
}

function Digest({ disclosure: { digest, path } }: { disclosure: Disclosure }) {
  if (digest === undefined) return <span class="dim">The digest algorithm is not known here.</span>;
  return (
    <span class="icon-line">
      <CheckIcon status={path === undefined ? 'fail' : 'pass'} />
      <span>
        <code>
          <TokenText text={digest} />
        </code>{' '}
        <span class="dim">
          {path === undefined ? 'is signed nowhere' : <TokenText text={`is signed at ${path}`} />}
        </span>
      </span>
    </span>
  );
}
