import { readFileSync } from 'node:fs';
import type { View } from '../report/view.js';

/** JSON Schemas of a pack's files for programs, by their path in the pack; the same files for sources and build. */
const SCHEMAS = {
  'schema/custody-1.json': '../../src/pack/custody-1.schema.json',
  'schema/findings-1.json': '../../src/evidence/findings-1.schema.json',
  'schema/manifest-1.json': '../../src/pack/manifest-1.schema.json',
} as const;

export type SchemaFile = keyof typeof SCHEMAS;

/** The schemas as files of a pack. */
export function schemaFiles(): View[] {
  return (Object.keys(SCHEMAS) as SchemaFile[]).map((path) => ({ path, content: () => [schemaText(path)] }));
}

export function schemaText(path: SchemaFile): string {
  return readFileSync(new URL(SCHEMAS[path], import.meta.url), 'utf8');
}
