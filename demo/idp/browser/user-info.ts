/** Asks the browser who has signed in here before, and tells the embedding relying party. */
import { identityProvider, type Outcome, readData, rejected, showOutcome } from '../../browser/page.ts';

const data = readData();
const member = (name: string): unknown => (typeof data === 'object' && data !== null ? Reflect.get(data, name) : null);

async function ask(): Promise<Outcome> {
  const provider = identityProvider();
  if (!provider) return { status: 'rejected', name: 'NotSupportedError', message: 'No IdentityProvider here.' };
  try {
    const value = await provider.getUserInfo({ configURL: member('configURL'), clientId: member('clientId') });
    return { status: 'fulfilled', value: JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    return rejected(error);
  }
}

const last = ask();
Object.assign(window, { demo: { last } });
void last.then(outcome => {
  showOutcome(outcome);
  const embedder = member('embedder');
  if (typeof embedder === 'string' && window.parent !== window) {
    window.parent.postMessage({ outcome }, new URL(embedder).origin);
  }
});
