/** Where a page of the preview stands in the pieces of a text. The end is exclusive. */
export interface Page {
  /** The first piece, and the offset in it. */
  piece: number;
  from: number;
  /** Characters of the page, which may go on in the next pieces. */
  length: number;
  /** Characters of the text before the page. */
  before: number;
}

/** A page is this long, or a little longer, UTF-16 units. */
const PAGE = 64 * 1024;

/** What no pseudonym and no token holds: a cut after it leaves them whole. */
const BETWEEN = /[^\w.@~=%\\-]/g;

/** Cuts a text that comes in pieces into pages. All pages together are the text, and no replaced part stands on two. */
export function pagesOf(pieces: readonly string[], size = PAGE): Page[] {
  const pages: Page[] = [];
  let page: Page = { piece: 0, from: 0, length: 0, before: 0 };
  const turn = (piece: number, from: number) => {
    pages.push(page);
    page = { piece, from, length: 0, before: page.before + page.length };
  };
  for (const [piece, text] of pieces.entries()) {
    if (page.length > 0 && page.length + text.length > size) turn(piece, 0);
    let from = 0;
    for (let end = endOfPage(text, 0, size); end < text.length; end = endOfPage(text, from, size)) {
      page.length = end - from;
      from = end;
      turn(piece, from);
    }
    page.length += text.length - from;
  }
  pages.push(page);
  return pages;
}

/** After the last line that fits, where it begins in the page's last part; else where the next cut is possible. */
function endOfPage(text: string, from: number, size: number): number {
  const wanted = from + size;
  if (wanted >= text.length) return text.length;
  const line = text.lastIndexOf('\n', wanted - 1);
  if (line >= wanted - size / 16) return line + 1;
  BETWEEN.lastIndex = wanted;
  return BETWEEN.test(text) ? BETWEEN.lastIndex : text.length;
}

export function pageText(pieces: readonly string[], { piece, from, length }: Page): string {
  let text = (pieces[piece] ?? '').slice(from, from + length);
  for (let next = piece + 1; text.length < length && next < pieces.length; next++) {
    text += (pieces[next] ?? '').slice(0, length - text.length);
  }
  return text;
}
