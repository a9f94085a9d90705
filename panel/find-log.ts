import type { LogView } from '../src/core/flow/log-view.ts';

/** The name under which the devtools page offers its log. */
const LOG_NAME = 'fedcmLog';

function isLog(value: unknown): value is LogView {
  return typeof value === 'object' && value !== null && 'flows' in value && 'subscribe' in value;
}

function logOf(frame: Window): LogView | undefined {
  try {
    const offered: unknown = (frame as Window & { [LOG_NAME]?: unknown })[LOG_NAME];
    return isLog(offered) ? offered : undefined;
  } catch {
    // A frame of another origin: other extensions' pages sit beside ours.
    return undefined;
  }
}

/**
 * The log that the devtools page owns. It is a sibling frame of the panel and of its origin, so a panel that was
 * reloaded finds it again. Undefined where no frame offers one.
 */
export function findLog(panel: Window): LogView | undefined {
  const frames = panel.parent.frames;
  for (let index = 0; index < frames.length; index++) {
    const frame = frames[index];
    const log = frame && logOf(frame);
    if (log) return log;
  }
  return logOf(panel);
}
