import type { Flow } from '../../src/core/model.ts';
import { idpURLs } from '../flow/call.ts';
import { wantedCheck } from './wanted-check.ts';

/** Offers to check the flow's identity provider; nothing is fetched before the user says so. */
export function CheckProvider({ flow }: { flow: Flow }) {
  const [url] = idpURLs(flow);
  if (url === undefined) return null;
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        wantedCheck.value = url.href;
      }}
    >
      Check this IdP
    </button>
  );
}
