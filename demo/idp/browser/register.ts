/** Registers the identity provider with the browser, so that relying parties may ask for any. */
import { identityProvider, type Outcome, readData, rejected, showOutcome } from '../../browser/page.ts';

const data = readData() as { configURL: string };

async function register(): Promise<Outcome> {
  try {
    return { status: 'fulfilled', value: await identityProvider()?.register(data.configURL) };
  } catch (error) {
    return rejected(error);
  }
}

document.querySelector('#register')?.addEventListener('click', () => {
  const last = register();
  Object.assign(window, { demo: { last } });
  void last.then(showOutcome);
});
