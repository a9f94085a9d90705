import type { Evidence, Exchange } from '../model.ts';
import { headerOf } from './answer.ts';
import type { Fault } from './fault.ts';
import { noteFor } from './known-providers.ts';
import type { ProviderScene } from './scene.ts';

/**
 * Compares the CORS headers with what Chrome needs: the caller's exact origin, and credentials allowed.
 *
 * Chrome hides the headers of an answer that fails, so this decides only for recordings made otherwise. A body without
 * the headers was read, so they were merely not recorded.
 */
export function corsFault(
  exchange: Exchange,
  { values: { rp }, configURL }: ProviderScene,
  code: 'CorsError' | 'DisconnectNoResponse',
): Fault | undefined {
  if (exchange.response.status === 0) return undefined;
  const origin = headerOf(exchange, 'access-control-allow-origin');
  if (origin === undefined || rp === undefined || rp === 'null') return undefined;
  if (origin === '' && exchange.response.body !== undefined) return undefined;
  const credentials = headerOf(exchange, 'access-control-allow-credentials');
  const evidence: Evidence[] = [];
  const compare = (name: string, found: string | undefined, expected: string) => {
    if (found === expected) return;
    evidence.push({ exchange: exchange.id, path: `header:${name}`, found: found || 'missing', expected });
  };
  compare('access-control-allow-origin', origin, rp);
  compare('access-control-allow-credentials', credentials, 'true');
  if (evidence.length === 0) return undefined;
  return { code, certainty: 'certain', evidence, ...noteFor(configURL, code) };
}
