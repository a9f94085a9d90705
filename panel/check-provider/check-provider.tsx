import type { Flow } from '../../src/core/model.ts';
import { idpURLs } from '../flow/call.ts';
import { wantedCheck } from './wanted-check.ts';

/** Offers to check the flow's identity provider; nothing is fetched before the user says so. */
export function CheckProvider({ flow }: { flow: Flow }) {
  const [url] = idpURLs(flow);
  return url === undefined ? null : <CheckButton label="Check this IdP" configURL={url.href} />;
}

/** Opens the check. @param configURL empty where it is still to be typed */
export function CheckButton({ label, configURL = '' }: { label: string; configURL?: string }) {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        wantedCheck.value = configURL;
      }}
    >
      {label}
    </button>
  );
}
