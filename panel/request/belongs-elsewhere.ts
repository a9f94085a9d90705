import type { KnownMember } from './members.ts';

const lastName = (path: string): string => path.split('.').at(-1) ?? path;

/** `clientId`, `client_id`, `clientID` and `ClientId` are one name to people. */
const folded = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase();

const OTHER_NAMES: Readonly<Record<string, string>> = {
  configuri: 'configURL',
  provider: 'providers',
  hint: 'loginHint',
  scope: 'fields',
};

/** What to do with a member that does nothing where it stands; undefined where no known member resembles it. */
export function belongsElsewhere(path: string, known: readonly KnownMember[]): string | undefined {
  const name = lastName(path);
  if (name === 'nonce') return 'Ignored here: put the nonce into `params` of the provider.';
  const wanted = folded(OTHER_NAMES[folded(name)] ?? name);
  const match = known.find(each => folded(lastName(each.path)) === wanted);
  if (match === undefined) return undefined;
  const parent = path.slice(0, Math.max(0, path.length - name.length - 1)).replace(/\[\d+\]/g, '[]');
  const matchParent = match.path.slice(0, Math.max(0, match.path.length - lastName(match.path).length - 1));
  if (parent === matchParent) return `Ignored: the member is called \`${lastName(match.path)}\`.`;
  const place = matchParent === '' ? `beside \`identity\`` : `in \`${matchParent}\``;
  return `Ignored here: \`${lastName(match.path)}\` belongs ${place}.`;
}
