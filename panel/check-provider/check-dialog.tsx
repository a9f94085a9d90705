import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { checkProvider, type Point, placesToCheck } from '../../src/core/diagnosis/index.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { ExternalLink } from '../widgets/external-link.tsx';
import { Icon, type IconName } from '../widgets/icon.tsx';
import { Prose } from '../widgets/prose.tsx';
import { useDialog } from '../widgets/use-dialog.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { wantedCheck } from './wanted-check.ts';

const STATUS: Record<Point['status'], { icon: IconName; words: string }> = {
  pass: { icon: 'ok', words: 'passed' },
  fail: { icon: 'failed', words: 'failed' },
  unknown: { icon: 'dash', words: 'not checked' },
  advice: { icon: 'warning', words: 'advice' },
};

type Check = { state: 'idle' } | { state: 'fetching' } | { state: 'done'; configURL: string; points: Point[] };

/** Fetches both files on the click and reports, point by point, how they meet what Chrome asks for. */
export function CheckDialog({ configURL }: { configURL: string }) {
  const dialog = useDialog(() => {
    wantedCheck.value = undefined;
  });
  const typed = useSignal(configURL);
  const check = useSignal<Check>({ state: 'idle' });
  const run = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = typed.value.trim();
    check.value = { state: 'fetching' };
    check.value = { state: 'done', configURL: url, points: await pointsOf(url) };
  };
  const now = check.value;
  return (
    <dialog {...dialog.props} class="check" aria-label="Check identity provider">
      <h2>Check identity provider</h2>
      <form noValidate onSubmit={event => void run(event)}>
        <label for="check-url">Config URL</label>
        <input
          id="check-url"
          type="url"
          spellcheck={false}
          placeholder="https://idp.example/config.json"
          value={typed.value}
          onInput={event => {
            typed.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button primary" disabled={now.state === 'fetching' || typed.value.trim() === ''}>
          Check
        </button>
      </form>
      <p class="note">
        Fetches the config file and the well-known file, without cookies. Accounts and tokens need a signed-in user and
        are not checked. Only Chrome itself may send <code>Sec-Fetch-Dest: webidentity</code>; a provider that wants it
        for these files refuses the check.
      </p>
      <output class="result">{stateWords(now)}</output>
      {now.state === 'done' && (
        <ol class="points" aria-label={`Points of ${now.configURL}`}>
          {now.points.map((point, index) => (
            <PointItem key={index} point={point} />
          ))}
        </ol>
      )}
      <p class="actions">
        {now.state === 'done' && (
          <CopyButton what="the result" label="Copy as text" text={() => resultText(now.configURL, now.points)} />
        )}
        <button type="button" class="button" onClick={() => dialog.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}

function PointItem({ point: { status, title, finding } }: { point: Point }) {
  const { icon, words } = STATUS[status];
  return (
    <li class={status}>
      <Icon name={icon} />
      <div>
        <h3>
          <Prose text={title} /> <span class="dim">{words}</span>
        </h3>
        {finding !== undefined && (
          <>
            {status === 'fail' && (
              <p>
                <b>
                  <Prose text={finding.title} />
                </b>{' '}
                <code>{finding.code}</code>
              </p>
            )}
            <p>
              <Prose text={finding.explanation} />
            </p>
            {finding.evidence.map(({ path, found, expected, note }, index) => (
              <p key={index} class="meta">
                <Prose
                  text={[path, found && `found ${found}`, expected && `expected ${expected}`, note]
                    .filter(Boolean)
                    .join(' · ')}
                />
              </p>
            ))}
            <ol class="steps">
              {finding.steps.map(step => (
                <li key={step}>
                  <Prose text={step} />
                </li>
              ))}
            </ol>
            {finding.links.map(link => (
              <p key={link}>
                <ExternalLink url={link}>{link.replace(/^https?:\/\//, '')}</ExternalLink>
              </p>
            ))}
          </>
        )}
      </div>
    </li>
  );
}

async function pointsOf(configURL: string): Promise<Point[]> {
  const places = placesToCheck(configURL);
  const [config, wellKnown] = await Promise.all([
    places.config === undefined ? undefined : fetchAnswer(places.config, 'manual'),
    places.wellKnown === undefined ? undefined : fetchAnswer(places.wellKnown, 'follow'),
  ]);
  return checkProvider({ configURL, ...(config && { config }), ...(wellKnown && { wellKnown }) });
}

function stateWords(check: Check): string {
  switch (check.state) {
    case 'idle':
      return '';
    case 'fetching':
      return 'Fetching both files …';
    case 'done': {
      const count = (status: Point['status']) => check.points.filter(point => point.status === status).length;
      const failed = count('fail');
      const open = count('unknown');
      return [
        failed === 0 ? 'Nothing failed' : `${failed} of ${check.points.length - count('advice')} points failed`,
        ...(open > 0 ? [`${open} could not be checked`] : []),
      ].join(', ');
    }
  }
}

/** The result for a bug report. */
function resultText(configURL: string, points: readonly Point[]): string {
  const lines = points.map(({ status, title, finding }) => {
    const seen = finding?.evidence.map(({ path, found, expected, note }) =>
      [path, found && `found ${found}`, expected && `expected ${expected}`, note].filter(Boolean).join(' · '),
    );
    const more = finding ? [`  ${finding.title} (${finding.code})`, ...(seen ?? []).map(line => `  ${line}`)] : [];
    return [`- ${STATUS[status].words}: ${title}`, ...more].join('\n');
  });
  return [`Check of ${configURL}`, '', ...lines, ''].join('\n');
}
