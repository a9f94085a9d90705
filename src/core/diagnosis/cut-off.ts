import type { Exchange } from '../model.ts';

/** Whether the call or the page ended before an answer came. */
export const isCutOff = ({ response: { status, error } }: Exchange): boolean =>
  status === 0 && (error === undefined || error === 'net::ERR_ABORTED');
