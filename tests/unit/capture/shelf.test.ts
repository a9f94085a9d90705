import { describe, expect, test } from 'vitest';
import { exportCapture } from '../../../src/core/capture/export.ts';
import { importInSteps } from '../../../src/core/capture/import.ts';
import { type ReadFile, Shelf, type SourceFile } from '../../../src/core/capture/shelf.ts';
import { finishInPauses } from '../../../src/core/capture/steps.ts';
import { optionsFor, sampleFlow } from './sample.ts';

const read: ReadFile = async (file, number, pacing) =>
  finishInPauses(importInSteps(new Uint8Array(await file.arrayBuffer()), number), {
    ...pacing,
    pause: () => Promise.resolve(),
  });

function source(name: string, text = exportCapture([sampleFlow()], optionsFor('none'))): SourceFile {
  const bytes = new TextEncoder().encode(text);
  return { name, size: bytes.length, arrayBuffer: async () => bytes.buffer };
}

const namesOn = (shelf: Shelf) => shelf.files.map(({ name }) => name);

describe('the shelf', () => {
  test('holds what was imported until it is closed, and tells of each step', async () => {
    const shelf = new Shelf(read);
    const seen: string[] = [];
    const stop = shelf.subscribe(() => seen.push(shelf.importing.state));
    await shelf.importFiles([source('a.json'), source('b.json')]);
    expect(namesOn(shelf)).toEqual(['a.json', 'b.json']);
    expect(new Set(shelf.files.flatMap(({ flows }) => flows.map(({ id }) => id))).size).toBe(2);
    expect([seen[0], seen.at(-1)]).toEqual(['reading', 'idle']);
    stop();
    const { length } = seen;
    shelf.close(shelf.files[0]?.number ?? 0);
    expect(namesOn(shelf)).toEqual(['b.json']);
    expect(seen).toHaveLength(length);
  });

  test('refuses files by name, and takes those before and after them', async () => {
    const shelf = new Shelf(read);
    await shelf.importFiles([source('a.json'), source('bad.json', '{"format"'), source('c.json'), source('no', '')]);
    expect(namesOn(shelf)).toEqual(['a.json', 'c.json']);
    expect(shelf.refusals).toEqual([
      { name: 'bad.json', why: expect.stringContaining('format') },
      { name: 'no', why: 'The file is empty.' },
    ]);
    expect(shelf.importing).toEqual({ state: 'idle' });
    shelf.dismiss();
    expect(shelf.refusals).toEqual([]);
    await shelf.importFiles([source('bad.json', '{')]);
    await shelf.importFiles([source('d.json')]);
    expect([namesOn(shelf), shelf.refusals]).toEqual([['a.json', 'c.json', 'd.json'], []]);
  });

  test('names a file that is opened twice by number', async () => {
    const shelf = new Shelf(read);
    await shelf.importFiles([source('a.json'), source('a.json'), source('a.json')]);
    expect(namesOn(shelf)).toEqual(['a.json', 'a.json (2)', 'a.json (3)']);
    shelf.close(shelf.files[1]?.number ?? 0);
    await shelf.importFiles([source('a.json')]);
    expect(namesOn(shelf)).toEqual(['a.json', 'a.json (3)', 'a.json (2)']);
  });

  test('takes files that come while others are read after them', async () => {
    const shelf = new Shelf(read);
    const first = shelf.importFiles([source('a.json'), source('b.json')]);
    await shelf.importFiles([source('late.json')]);
    await first;
    expect(namesOn(shelf)).toEqual(['a.json', 'b.json', 'late.json']);
  });

  test('has a memory limit of its own, and room again once a file is closed', async () => {
    const { size } = source('a.json');
    const shelf = new Shelf(read, size * 1.5);
    await shelf.importFiles([source('a.json')]);
    await shelf.importFiles([source('b.json')]);
    expect(shelf.refusals).toEqual([{ name: 'b.json', why: expect.stringContaining('Close one first') }]);
    shelf.close(shelf.files[0]?.number ?? 0);
    await shelf.importFiles([source('b.json')]);
    expect(namesOn(shelf)).toEqual(['b.json']);
  });

  test('forgets an import that is cancelled, also one that never comes to an end, and goes on', async () => {
    const shelf = new Shelf(read);
    const never: SourceFile = { name: 'never.json', size: 1, arrayBuffer: () => new Promise(() => undefined) };
    void shelf.importFiles([never]);
    void shelf.importFiles([source('waits.json')]);
    expect(shelf.importing).toMatchObject({ state: 'reading', name: 'never.json' });
    shelf.cancel();
    expect(shelf.importing).toEqual({ state: 'idle' });
    await shelf.importFiles([source('a.json')]);
    expect(namesOn(shelf)).toEqual(['a.json']);
  });

  test('adds nothing of an import that is cancelled in its middle', async () => {
    const shelf = new Shelf(read);
    let reports = 0;
    shelf.subscribe(() => {
      reports += 1;
      if (reports === 3) shelf.cancel();
    });
    await shelf.importFiles([source('a.json'), source('b.json')]);
    expect([namesOn(shelf), shelf.importing, shelf.refusals]).toEqual([[], { state: 'idle' }, []]);
  });

  test('says why a file could not be read, whoever says it', async () => {
    const shelf = new Shelf(read);
    const gone: SourceFile = {
      name: 'gone.json',
      size: 1,
      arrayBuffer: () => Promise.reject(new DOMException('The file is gone.', 'NotFoundError')),
    };
    await shelf.importFiles([gone]);
    expect(shelf.refusals).toEqual([{ name: 'gone.json', why: 'The file is gone.' }]);
  });
});
