/** What a net error of Chrome's means: the end of a sentence about an endpoint, and what to do at `{url}`. */
interface Meaning {
  words: string;
  step: string;
}

const CERTIFICATE: Meaning = {
  words: 'has a certificate that Chrome does not trust',
  step: 'Serve {url} with a certificate that this browser trusts; open it in a tab to see what is wrong.',
};
const CUT: Meaning = {
  words: 'cut the connection',
  step: 'Look at the log of the server behind {url}: it closed the connection without an answer.',
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  'net::ERR_FAILED': { words: 'redirected or gave no answer', step: 'Answer {url} directly, without a redirect.' },
  'net::ERR_CONNECTION_REFUSED': { words: 'could not be reached', step: 'Start the server behind {url}.' },
  'net::ERR_CONNECTION_TIMED_OUT': { words: 'could not be reached in time', step: 'Open {url} in a tab.' },
  'net::ERR_TIMED_OUT': { words: 'did not answer in time', step: 'Open {url} in a tab.' },
  'net::ERR_ADDRESS_UNREACHABLE': { words: 'could not be reached', step: 'Open {url} in a tab.' },
  'net::ERR_INTERNET_DISCONNECTED': { words: 'could not be reached: the browser is offline', step: 'Go online.' },
  'net::ERR_NAME_NOT_RESOLVED': {
    words: 'has a host name that does not resolve',
    step: 'Check the host name in {url}, and its DNS entry.',
  },
  'net::ERR_UNSAFE_PORT': {
    words: 'is on a port that Chrome never fetches from',
    step: 'Serve {url} on another port.',
  },
  'net::ERR_SSL_PROTOCOL_ERROR': {
    words: 'does not answer by TLS',
    step: 'Serve {url} by https: the port may speak plain http.',
  },
  'net::ERR_INSUFFICIENT_RESOURCES': {
    words: 'answered with more than 1 MiB',
    step: 'Make the answer of {url} smaller: Chrome reads no more than 1 MiB.',
  },
  'net::ERR_CONNECTION_RESET': CUT,
  'net::ERR_CONNECTION_CLOSED': CUT,
  'net::ERR_EMPTY_RESPONSE': CUT,
};

/** Why there is no answer, and what to do about it; errors without an entry keep their name. */
export function meaningOf(error: string, url: string): Meaning {
  const { words, step } = MEANINGS[error] ?? (error.startsWith('net::ERR_CERT_') ? CERTIFICATE : unknown(error));
  return { words, step: step.replace('{url}', url) };
}

const unknown = (error: string): Meaning => ({ words: `gave no answer (${error})`, step: 'Open {url} in a tab.' });
