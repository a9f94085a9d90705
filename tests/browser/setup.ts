import { findBrowser } from '../../scripts/browser/find.ts';
import { buildExtension } from '../../scripts/build.ts';

/** Once before all browser tests: a browser, and the extension as it is now. */
export default async function setup(): Promise<void> {
  process.env['CHROME_PATH'] = await findBrowser();
  await buildExtension();
}
