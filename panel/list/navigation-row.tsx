import type { Navigation } from '../../src/core/flow/log-view.ts';
import { clockWords } from '../flow/time.ts';
import { COLUMNS } from './columns.ts';

/** `rp.example/login`: the origin without its scheme, where that is the usual one, and the path. */
export function placeWords({ url, origin }: Navigation): string {
  if (!URL.canParse(url)) return origin;
  const { protocol, host, pathname } = new URL(url);
  if (host === '') return url;
  return `${protocol === 'https:' ? '' : `${protocol}//`}${host}${pathname === '/' ? '' : pathname}`;
}

export function NavigationRow({ navigation, index }: { navigation: Navigation; index: number }) {
  const words = `${placeWords(navigation)} · ${clockWords(navigation.at)}`;
  return (
    <tr class="row navigation" aria-rowindex={index + 2}>
      <td colSpan={COLUMNS.length} title={navigation.url}>
        {words}
      </td>
    </tr>
  );
}
