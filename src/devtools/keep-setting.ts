import type { FlowLog } from '../core/flow/log.ts';
import { KEPT_BYTES } from '../core/flow/retention.ts';
import { keepSetting } from './setting.ts';

/** Less holds hardly a flow with a large token; more than this one page of DevTools does not bear. Bytes. */
const LEAST = 1 << 20;
const MOST = 1 << 30;

/** Lets the log's reader set how much is kept; the same in all DevTools that are open. */
export function offerKeeping(log: FlowLog): void {
  const apply = (bytes: number) => {
    keeping.bytes = bytes;
    log.setKeptBytes(bytes);
  };
  const setting = keepSetting('keptBytes', readBytes, apply);
  const keeping = {
    bytes: KEPT_BYTES,
    set(bytes: number) {
      apply(bytes);
      setting.save(bytes);
    },
  };
  log.keeping = keeping;
}

const readBytes = (stored: unknown): number =>
  typeof stored === 'number' && stored >= LEAST && stored <= MOST ? stored : KEPT_BYTES;
