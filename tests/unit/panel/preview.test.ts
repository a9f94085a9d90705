import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesOf, pageText } from '../../../panel/export/preview.ts';
import { createPseudonyms, marksIn } from '../../../src/core/capture/pseudonyms.ts';

test('all pages of a preview together are the text, whatever its pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 })), fc.integer({ min: 1, max: 40 }), (pieces, size) => {
      const pages = pagesOf(pieces, size);
      expect(pages.map(page => pageText(pieces, page)).join('')).toBe(pieces.join(''));
      let before = 0;
      for (const page of pages) {
        expect(page.before).toBe(before);
        before += page.length;
      }
    }),
  );
});

test('no replaced part stands on two pages', () => {
  const pseudonyms = createPseudonyms(new Uint8Array(32));
  const names = Array.from({ length: 200 }, (_, at) => pseudonyms.of(`name ${at}`, at % 2 === 0 ? 'name' : 'email'));
  const pieces = [JSON.stringify(names)];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), size => {
      const pages = pagesOf(pieces, size);
      const marked = pages.flatMap(page => {
        const text = pageText(pieces, page);
        return marksIn(text, pseudonyms.issued).map(({ start, end }) => text.slice(start, end));
      });
      expect(marked).toEqual(names);
    }),
    { numRuns: 30 },
  );
});
