import type { ChromeWords, Flow } from '../../src/core/model.ts';
import { durationWords } from '../flow/time.ts';
import { visibleText } from '../flow/visible-text.ts';
import { decisionWords } from './ask-words.ts';

/** What Chrome itself said of the call: its reasons, its console lines, and when it decided. */
export function ChromeSaid({ flow, words }: { flow: Flow; words: ChromeWords }) {
  const decision = decisionWords(flow, words);
  return (
    <section class="block chrome-said" aria-labelledby="chrome-said-title">
      <h3 id="chrome-said-title">Chrome’s words</h3>
      {decision !== undefined && <p>{decision}</p>}
      {words.overlaps !== undefined && words.overlaps.length > 0 && (
        <p class="note">Another call ran at the same time; Chrome does not say of which of them it speaks.</p>
      )}
      <dl class="facts">
        {words.issues.length > 0 && (
          <div>
            <dt>{words.issues.length === 1 ? 'Issue' : 'Issues'}</dt>
            <dd>
              {words.issues.map(code => (
                <code key={code} class="line">
                  {visibleText(code)}
                </code>
              ))}
            </dd>
          </div>
        )}
        {words.log.map(({ at, text }, index) => (
          <div key={index}>
            <dt>{`+${durationWords(Math.max(0, at - flow.startedAt))}`}</dt>
            <dd>{visibleText(text)}</dd>
          </div>
        ))}
        {words.requests?.map(({ url, error, corsError, corsFound }, index) => (
          <div key={`request ${index}`}>
            <dt>Failed request</dt>
            <dd>{visibleText([url, error, corsError, corsFound].filter(Boolean).join(' · '))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
