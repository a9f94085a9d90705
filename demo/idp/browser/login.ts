/** In a sign-in pop-up that the browser opened, tells it that the user is done. Elsewhere `close()` does nothing. */
import { identityProvider, readData } from '../../browser/page.ts';

const data = readData();
if (typeof data === 'object' && data !== null && 'signedIn' in data) identityProvider()?.close();
