import { isObject, isText } from './guard.ts';

/** What one document of a tab says of itself, read on demand. All of it may be hostile. */
export interface FrameReading {
  documentId: string;
  /** 0 is the tab's top frame. */
  frameId: number;
  /** Without its fragment, as DevTools knows it. */
  url: string;
  origin: string;
  /** Origins of the frames above it, innermost first, as `location.ancestorOrigins` gives them. */
  ancestors: string[];
  /** Whether Permissions Policy grants FedCM to it; absent where the browser does not say. */
  allowsFedCM?: boolean;
  /** URLs of the scripts in it; none where only the policy was asked for. */
  scripts: string[];
  /** Of the top frame the cookies that are looked for by name, and no others. */
  cookies: Record<string, string>;
}

/** A page may have frames without end. */
const MAX_FRAMES = 10_000;

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

export function isFrameReadings(value: unknown): value is FrameReading[] {
  return Array.isArray(value) && value.length <= MAX_FRAMES && value.every(isFrameReading);
}

function isFrameReading(value: unknown): value is FrameReading {
  if (!isObject(value)) return false;
  const { documentId, frameId, url, origin, ancestors, allowsFedCM, scripts, cookies } = value;
  return (
    isText(documentId) &&
    Number.isSafeInteger(frameId) &&
    isText(url) &&
    isText(origin) &&
    isTexts(ancestors) &&
    (allowsFedCM === undefined || typeof allowsFedCM === 'boolean') &&
    isTexts(scripts) &&
    isObject(cookies) &&
    Object.values(cookies).every(isText)
  );
}
