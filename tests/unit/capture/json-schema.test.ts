import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SCHEMA_FILE, schemaText } from './json-schema.ts';

it('the JSON Schema in docs says what the import checks', () => {
  const written = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
  expect(written, 'run `npx tsx tests/unit/capture/json-schema.ts`').toEqual(JSON.parse(schemaText()));
});
