import type { Fault } from './fault.ts';
import type { FailureCode } from './reasons.ts';

/** What is known about one identity provider's ways. A new note is one entry. */
interface Note {
  /** Config URLs, by prefix. */
  configURL: string;
  code: FailureCode;
  explanation: string;
  steps: readonly string[];
  owner: NonNullable<Fault['owner']>;
}

const NOTES: readonly Note[] = [
  {
    configURL: 'https://accounts.google.com/',
    code: 'CorsError',
    explanation:
      'Google answers without CORS headers where the origin of the page is not among the Authorized JavaScript origins of the client ID.',
    steps: [
      'In the Google Cloud console, under Credentials, open the OAuth client `{clientId}`.',
      'Add `{rp}` to its Authorized JavaScript origins: scheme and port count, no path. For localhost add it with and without the port.',
      'Check that `{clientId}` is the client of this site.',
    ],
    owner: 'rp-server',
  },
];

/** The note that fits, as what it changes in a fault. */
export function noteFor(
  configURL: URL | undefined,
  code: FailureCode,
): Pick<Note, 'explanation' | 'steps' | 'owner'> | undefined {
  const note = NOTES.find(entry => entry.code === code && configURL?.href.startsWith(entry.configURL));
  return note && { explanation: note.explanation, steps: note.steps, owner: note.owner };
}
