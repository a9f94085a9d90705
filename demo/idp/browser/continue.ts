/** The continuation pop-up: hands over the token, or gives up. */
import { identityProvider, readData } from '../../browser/page.ts';

const data = readData() as { token?: string };

document.querySelector('#resolve')?.addEventListener('click', () => void identityProvider()?.resolve(data.token));
document.querySelector('#close')?.addEventListener('click', () => identityProvider()?.close());
