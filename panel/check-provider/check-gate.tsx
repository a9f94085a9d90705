import { onDemand } from '../details/on-demand.tsx';
import { wantedCheck } from './wanted-check.ts';

/** The rules about identity providers come with the first check. */
const CheckDialog = onDemand(async () => (await import('./check-dialog.tsx')).CheckDialog);

export function CheckGate() {
  const wanted = wantedCheck.value;
  return wanted === undefined ? null : <CheckDialog configURL={wanted} />;
}
