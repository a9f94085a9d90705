/** What the page shown now holds, looked at on demand and without touching it. */
export interface PageLook {
  frames: readonly FrameLook[];
  /** Requests for, and by, the scripts of known libraries since the page loaded; oldest first. */
  requests: readonly LibraryRequest[];
}

/** `status` is 0 where no answer came; `error` is then Chrome's name for what went wrong. */
export interface LibraryRequest {
  url: string;
  status: number;
  error?: string;
}

export interface FrameLook {
  origin: string;
  isTop: boolean;
  /** Whether Permissions Policy lets the document call; undefined where the browser does not tell. */
  mayCall?: boolean;
  /** Who stands in the place of `navigator.credentials.get` in it; absent where it was not looked at. */
  method?: MethodLook;
  /** URLs of the scripts in the document. */
  scripts: readonly string[];
  /** The cookies that were asked for by name, and no others. */
  cookies: Readonly<Record<string, string>>;
}

/**
 * The method that a call reaches.
 *
 * - `watched`: a Proxy where ours stands; one that another script laid over it cannot be told apart.
 * - `native`: the browser's own, so that our watch was taken off again.
 * - `replaced`: a function of the page's, or an accessor; `source` is the beginning of its text.
 * - `unknown`: the page's own built-ins are not what they were, and could lie.
 */
export type MethodLook =
  | { kind: 'watched' | 'native' | 'unknown' }
  | { kind: 'replaced'; where: string; source?: string };

/** Looks at the page shown now; undefined where the page admits no extension. The panel sees it through the log. */
export type LookAtPage = () => Promise<PageLook | undefined>;
