import { exchangeStrip, type Strip, type StripStep } from '../../src/core/flow/exchange-strip.ts';
import type { Flow } from '../../src/core/model.ts';
import { wantedPlace } from '../details/place.ts';
import { hostOf } from '../flow/call.ts';
import { useStore } from '../store.ts';

/** `idp.example: `, where more than one provider has exchanges. */
const hostWords = ({ configURL }: Strip, all: readonly Strip[]): string =>
  all.length > 1 && configURL !== undefined ? `${hostOf(configURL)}: ` : '';

const stepWords = ({ label, status }: StripStep): string => `${label} ${status}`;

/** `well-known 200 ▸ config 200 ▸ accounts 401`, all providers in one line. */
export function stripWords(flow: Flow): string {
  const strips = exchangeStrip(flow);
  return strips.map(strip => hostWords(strip, strips) + strip.steps.map(stepWords).join(' ▸ ')).join('; ');
}

/** The exchanges in short; each leads to itself. */
export function ExchangeStrip({ flow }: { flow: Flow }) {
  const { tab } = useStore();
  const strips = exchangeStrip(flow);
  if (strips.length === 0) return null;
  return (
    <section class="block strips" aria-label="Exchanges in short">
      {strips.map(strip => (
        <ol class="strip" key={strip.configURL ?? ''} aria-label={`Exchanges ${hostOf(strip.configURL ?? '')}`}>
          {strips.length > 1 && (
            <li class="host dim">{strip.configURL === undefined ? 'other' : hostOf(strip.configURL)}</li>
          )}
          {strip.steps.map(step => (
            <li key={step.exchange}>
              <button
                type="button"
                class={step.tone}
                onClick={() => {
                  wantedPlace.value = {
                    tab: 'exchanges',
                    flow: flow.id,
                    exchange: step.exchange,
                    spot: { kind: 'whole' },
                  };
                  tab.value = 'exchanges';
                }}
              >
                {step.label} <b>{step.status}</b>
              </button>
            </li>
          ))}
        </ol>
      ))}
    </section>
  );
}
