import { hideSecrets } from './hide-secrets.ts';

/** Says that values are covered, and ends it. */
export function SecretsHidden() {
  if (!hideSecrets.value) return null;
  const show = () => {
    hideSecrets.value = false;
  };
  return (
    <button type="button" class="secrets-hidden" title="Show secrets again" onClick={show}>
      Secrets hidden
    </button>
  );
}
