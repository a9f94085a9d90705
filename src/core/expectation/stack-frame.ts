import { WRAPPER_LIBRARIES } from './wrapper-libraries.ts';

/** A place in the page's code, read off a line of a stack. */
export interface StackFrame {
  /** Of the function, as V8 names it; absent where it has none. */
  name?: string;
  /** `login.tsx:41:9`. */
  place: string;
  /** The sign-in library that the script belongs to. */
  library?: string;
}

const LINE = /^(?:at )?(?:async )?(?:(?:new )?(.+?) \()?(.+?):(\d+):(\d+)\)?$/;

/**
 * The frame of a stack, innermost first, that tells most: the first outside of packages, or of a known library; else
 * the innermost that can be read.
 */
export function tellingFrame(lines: readonly string[] = []): StackFrame | undefined {
  const frames = lines.flatMap(readFrame);
  return frames.find(({ library, isPackage }) => library !== undefined || !isPackage) ?? frames[0];
}

/** A page may name a function as it likes. */
const MAX_LINE = 2000;

function readFrame(line: string): (StackFrame & { isPackage: boolean })[] {
  if (line.length > MAX_LINE) return [];
  const [, name, url, row, column] = LINE.exec(line.trim()) ?? [];
  if (url === undefined) return [];
  const library = WRAPPER_LIBRARIES.find(({ script }) => script.test(url))?.name;
  const file =
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) || url;
  return [
    {
      ...(name !== undefined && name !== '<anonymous>' && { name }),
      place: `${file}:${row}:${column}`,
      ...(library !== undefined && { library }),
      isPackage: /\/node_modules\//.test(url),
    },
  ];
}

/** `` in `cleanup` (login.tsx:41:9) ``; nothing where no frame was recorded. */
export function inFrame(frame: StackFrame | undefined): string {
  if (frame === undefined) return '';
  const where = frame.name === undefined ? `at ${frame.place}` : `in \`${frame.name}\` (${frame.place})`;
  return frame.library === undefined ? `, ${where}` : `, ${where} of ${frame.library}`;
}
