import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { captureSchema } from '../../../src/core/capture/capture-schema.ts';
import { exportCapture } from '../../../src/core/capture/export.ts';
import { SCHEMA_FILE, type SchemaNode, schemaText } from './json-schema.ts';
import { optionsFor } from './sample.ts';
import { wholeFlow } from './whole-flow.ts';

it('the JSON Schema in docs says what the import checks', () => {
  const written = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
  expect(written, 'run `npx tsx tests/unit/capture/json-schema.ts`').toEqual(JSON.parse(schemaText()));
});

/**
 * Members of the value that the schema says nothing of. What may be anything, and objects of any members, hold none.
 */
function unchecked(value: unknown, node: SchemaNode | undefined, path: string): string[] {
  if (node === undefined) return [path];
  if (node.wrapped !== undefined) return unchecked(value, node.wrapped, path);
  if (Array.isArray(value)) return node.item === undefined ? [] : unchecked(value[0], node.item, `${path}[0]`);
  const entries = Object.entries(node.entries ?? {});
  if (typeof value !== 'object' || value === null || entries.length === 0) return [];
  const known = new Map(entries);
  return Object.entries(value).flatMap(([name, item]) => unchecked(item, known.get(name), `${path}.${name}`));
}

it('every member of the model has an entry in it, so that nothing of a file comes to the panel unchecked', () => {
  const dropped = [{ flows: 1, reason: 'They were too many.' }];
  const capture = JSON.parse(exportCapture([wholeFlow()], { ...optionsFor('none'), dropped }));
  const schema = captureSchema as unknown as SchemaNode;
  expect(unchecked(capture, schema, 'capture')).toEqual([]);
  expect(unchecked({ ...capture, added: 1 }, schema, 'capture')).toEqual(['capture.added']);
});
