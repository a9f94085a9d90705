import type { Flow } from '../../src/core/model.ts';
import { useNow } from '../clock.ts';
import { callWords, idpWords, isStateChange, rpWords } from '../flow/call.ts';
import { resultWords, rowName, verdictOf } from '../flow/outcome.ts';
import { clockWords, durationWords, tickWords } from '../flow/time.ts';
import { useStore } from '../store.ts';
import { stripWords } from '../summary/strip.tsx';
import { MiniWaterfall } from '../timeline/mini-waterfall.tsx';
import { Icon } from '../widgets/icon.tsx';
import { ROW_HEIGHT } from './visible-range.ts';

interface Props {
  flow: Flow;
  /** Place in the whole list, from 0. */
  index: number;
  tabStop: boolean;
  /** Drawn out of sight, at its own place: it holds the focus. */
  away: boolean;
}

function Running({ since }: { since: number }) {
  return <>{tickWords(useNow() - since)}</>;
}

export function FlowRow({ flow, index, tabStop, away }: Props) {
  const { selection } = useStore();
  const verdict = verdictOf(flow);
  const selected = selection.ids.value.has(flow.id);
  const call = callWords(flow);
  const idp = idpWords(flow);
  const result = resultWords(flow);
  const rp = rpWords(flow);
  const strip = stripWords(flow);
  return (
    <tr
      class={`row flow ${verdict} ${isStateChange(flow) ? 'state-change' : ''} ${flow.imported ? 'imported' : ''} ${away ? 'away' : ''}`}
      style={away ? { top: `${index * ROW_HEIGHT}px` } : {}}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-label={rowName(flow)}
      tabIndex={tabStop ? 0 : -1}
    >
      <td class="status">
        <Icon name={verdict} />
      </td>
      <td class="call" title={call}>
        {call}
      </td>
      <td class="rp" title={rp}>
        {rp}
      </td>
      <td class="idp" title={idp}>
        <span class="call-beside">{idp === '' ? call : `${call} · `}</span>
        {idp}
      </td>
      <td class="result" title={result}>
        {result}
      </td>
      <td class="strip-words" title={strip}>
        {strip}
      </td>
      <td class="phases-cell">
        <MiniWaterfall flow={flow} />
      </td>
      <td class="start">{clockWords(flow.startedAt)}</td>
      <td class="duration">
        {verdict === 'pending' ? (
          <Running since={flow.startedAt} />
        ) : (
          flow.settledAt !== undefined && durationWords(flow.settledAt - flow.startedAt)
        )}
      </td>
    </tr>
  );
}
