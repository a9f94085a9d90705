import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Phase } from '../../src/core/model.ts';
import { durationWords } from '../flow/time.ts';
import { kindOf, phaseName } from './phase-kinds.ts';
import { exactWords, noteWords, type Timeline, ticks } from './spans.ts';

/** A phase or a bar: what hover and the arrow keys stop at. */
interface Stop {
  id: string;
  words: string;
}

const TICKS = 4;

/** Where on the axis a tick's words would not fit. */
const LAST_TICK = 0.88;

/** Phases shorter than this share of the axis bear no name: the tables do. */
const NAMED = 0.1;

/** The flow on one axis: phases as shaded ground, requests and calls as bars. The tables below say the same. */
export function Waterfall({ timeline, startedAt }: { timeline: Timeline; startedAt: number }) {
  const { phases, spans, length, settled } = timeline;
  const current = useSignal<string | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const place = (from: number, duration: number) => ({
    left: `${(100 * Math.max(from, 0)) / length}%`,
    width: `${(100 * duration) / length}%`,
  });
  const phaseStops = phases.map((phase, index): Stop & { phase: Phase } => ({
    id: `phase ${index}`,
    words: `Phase ${phaseName(phase.name)}, ${phase.basis}: ${exactWords(phase.startedAt - startedAt, phase.duration)}`,
    phase,
  }));
  const spanStops = spans.map(span => ({
    id: span.id,
    words: `${[span.label, noteWords(span)].filter(Boolean).join(' ')}: ${exactWords(span.from, span.duration)}`,
    span,
  }));
  const stops: readonly Stop[] = [...phaseStops, ...spanStops];
  const tabStop = stops.find(({ id }) => id === current.value)?.id ?? stops[0]?.id;
  const attributes = ({ id, words }: Stop) => ({
    role: 'option' as const,
    'data-stop': id,
    'aria-label': words,
    'aria-selected': id === current.value,
    tabIndex: id === tabStop ? 0 : -1,
    onFocus: () => {
      current.value = id;
    },
    onPointerEnter: () => {
      current.value = id;
    },
  });

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = stops.findIndex(({ id }) => id === tabStop);
    const last = stops.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: last,
    };
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    const next = stops[Math.max(0, Math.min(wanted, last))];
    const elements = list.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? [];
    [...elements].find(element => element.dataset['stop'] === next?.id)?.focus();
  };

  return (
    <div class="waterfall">
      <div class="axis" aria-hidden="true">
        {ticks(length, TICKS)
          .filter(at => at <= LAST_TICK * length)
          .map(at => (
            <span key={at} style={{ left: `${(100 * at) / length}%` }}>
              {durationWords(at)}
            </span>
          ))}
      </div>
      <div class="lanes" role="listbox" aria-label="Waterfall" ref={list} onKeyDown={onKeyDown}>
        <div class="shades" role="presentation">
          {phaseStops.map(stop => (
            <div
              key={stop.id}
              class={`phase kind-${kindOf(stop.phase.name)}`}
              style={place(stop.phase.startedAt - startedAt, stop.phase.duration)}
              {...attributes(stop)}
            >
              {stop.phase.duration > NAMED * length && <span aria-hidden="true">{phaseName(stop.phase.name)}</span>}
            </div>
          ))}
          {settled !== undefined && settled < length && (
            <div class="settled" role="presentation" style={{ left: `${(100 * settled) / length}%` }} />
          )}
        </div>
        {spanStops.map(stop => (
          <div key={stop.id} class={`lane ${stop.span.kind} ${stop.span.bad ? 'bad' : ''}`} {...attributes(stop)}>
            <span class="label" aria-hidden="true">
              {stop.span.label}
              {stop.span.host !== undefined && <span class="host">{stop.span.host}</span>}
            </span>
            <span class="track" aria-hidden="true">
              <span class="bar" style={place(stop.span.from, stop.span.duration)} />
            </span>
          </div>
        ))}
      </div>
      <p class="readout" aria-hidden="true">
        {stops.find(({ id }) => id === current.value)?.words ??
          'Point at a bar, or use the arrow keys, for exact figures.'}
      </p>
    </div>
  );
}
