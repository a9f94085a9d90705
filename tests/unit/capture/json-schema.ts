import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { captureSchema } from '../../../src/core/capture/capture-schema.ts';

export const SCHEMA_FILE = fileURLToPath(new URL('../../../docs/capture.schema.json', import.meta.url));

/** The parts of a valibot schema that the capture's schema is made of. */
export interface SchemaNode {
  type: string;
  entries?: Record<string, SchemaNode>;
  item?: SchemaNode;
  wrapped?: SchemaNode;
  options?: readonly unknown[];
  literal?: unknown;
}

/** The JSON Schema of what the import checks, so that the two cannot drift apart. */
function jsonSchema(node: SchemaNode): object {
  switch (node.type) {
    case 'loose_object': {
      const entries = Object.entries(node.entries ?? {});
      const required = entries.filter(([, entry]) => entry.type !== 'exact_optional').map(([name]) => name);
      return {
        type: 'object',
        ...(required.length > 0 ? { required } : {}),
        ...(entries.length > 0
          ? { properties: Object.fromEntries(entries.map(([name, entry]) => [name, jsonSchema(entry)])) }
          : {}),
      };
    }
    case 'array':
      return { type: 'array', items: node.item ? jsonSchema(node.item) : {} };
    case 'exact_optional':
      return node.wrapped ? jsonSchema(node.wrapped) : {};
    case 'picklist':
      return { enum: node.options };
    case 'union':
      return { anyOf: (node.options as SchemaNode[]).map(jsonSchema) };
    case 'literal':
      return { const: node.literal };
    case 'string':
    case 'number':
    case 'boolean':
      return { type: node.type };
    case 'unknown':
      return {};
    default:
      throw new Error(`No JSON Schema is known for ${node.type}.`);
  }
}

export const schemaText = (): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'FedCM capture',
      description: 'See capture-format.md. Members that are not named here are allowed everywhere, and kept.',
      ...jsonSchema(captureSchema as unknown as SchemaNode),
    },
    null,
    2,
  )}\n`;

/** `npx tsx tests/unit/capture/json-schema.ts` writes the schema anew. */
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCHEMA_FILE, schemaText());
