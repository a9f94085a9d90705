import { explainPhase } from '../../src/core/flow/phase-words.ts';
import type { Flow } from '../../src/core/model.ts';
import { useNow } from '../clock.ts';
import { durationWords } from '../flow/time.ts';
import { useStore } from '../store.ts';
import { KIND_WORDS, kindOf, phaseName } from './phase-kinds.ts';
import { heldBackWords, noteWords, type Timeline, timelineOf } from './spans.ts';
import { Waterfall } from './waterfall.tsx';

export function TimelineTab({ flow }: { flow: Flow }) {
  return flow.settledAt === undefined ? <Pending flow={flow} /> : <Drawn flow={flow} now={flow.settledAt} />;
}

function Pending({ flow }: { flow: Flow }) {
  return <Drawn flow={flow} now={Math.max(useNow(), flow.startedAt)} />;
}

function Drawn({ flow, now }: { flow: Flow; now: number }) {
  const { flows } = useStore();
  const timeline = timelineOf(flow, flows.value, now);
  const held = heldBackWords(flow);
  return (
    <>
      <h2 class="sr-only">Timeline</h2>
      {held !== '' && <p class="held-back">{held}</p>}
      <Waterfall timeline={timeline} startedAt={flow.startedAt} />
      <Legend timeline={timeline} />
      <PhaseTable timeline={timeline} flow={flow} />
      <SpanTable timeline={timeline} />
    </>
  );
}

function Legend({ timeline }: { timeline: Timeline }) {
  const kinds = [...new Set(timeline.phases.map(({ name }) => kindOf(name)))];
  return (
    <p class="legend" aria-hidden="true">
      {kinds.map(kind => (
        <span key={kind}>
          <span class={`swatch kind-${kind}`} />
          {KIND_WORDS[kind]}
        </span>
      ))}
    </p>
  );
}

function PhaseTable({ timeline: { phases, settled }, flow }: { timeline: Timeline; flow: Flow }) {
  if (phases.length === 0) return <p class="nothing">The call took no time that could be divided.</p>;
  return (
    <table class="figures phases" aria-label="Phases">
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Start</th>
          <th scope="col">Duration</th>
          <th scope="col" class="if-wide">
            How it is known
          </th>
        </tr>
      </thead>
      <tbody>
        {phases.map((phase, index) => (
          <tr key={index}>
            <th scope="row">
              <span class={`swatch kind-${kindOf(phase.name)}`} aria-hidden="true" />
              {phaseName(phase.name)}
            </th>
            <td>{durationWords(phase.startedAt - flow.startedAt)}</td>
            <td>{durationWords(phase.duration)}</td>
            <td class="dim">
              <span class="basis">{phase.basis}</span> {explainPhase(phase, flow)}
            </td>
          </tr>
        ))}
      </tbody>
      {settled !== undefined && (
        <tfoot>
          <tr>
            <th scope="row">The call</th>
            <td>{durationWords(0)}</td>
            <td>{durationWords(settled)}</td>
            <td class="dim">The sum of its phases.</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function SpanTable({ timeline: { spans } }: { timeline: Timeline }) {
  if (spans.length === 0) return null;
  return (
    <table class="figures" aria-label="Requests and calls">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Start</th>
          <th scope="col">Duration</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        {spans.map(span => (
          <tr key={span.id} class={span.bad ? 'bad' : ''}>
            <th scope="row">{span.label}</th>
            <td>{durationWords(span.from)}</td>
            <td>{durationWords(span.duration)}</td>
            <td class="dim">{noteWords(span)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
