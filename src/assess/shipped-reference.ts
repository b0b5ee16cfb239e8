import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Field } from '../record/usage-record.js';
import { type Calibration, calibrate, type ReferenceScores } from './calibration.js';

const REFERENCE = fileURLToPath(new URL('../../fixtures/calibration/reference.json', import.meta.url));

/** The families of columns that a reference was made with, as its key: which of the three the log has. */
export function columnsKey(fields: ReadonlySet<Field>): string {
  const parts: [string, readonly Field[]][] = [
    ['content', ['prompt', 'system_prompt']],
    ['infrastructure', ['ip', 'device']],
    ['payment', ['payment', 'org', 'api_key']],
  ];
  return parts
    .filter(([, any]) => any.some((field) => fields.has(field)))
    .map(([name]) => name)
    .join('+');
}

/** The reference that ships with the program for logs with such columns; null where none was made. */
export function shippedScores(fields: ReadonlySet<Field>): ReferenceScores | null {
  const { columns } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
    columns: Readonly<Record<string, ReferenceScores>>;
  };
  return columns[columnsKey(fields)] ?? null;
}

/** The calibration by the reference that ships; null where there is none, or too little of it. */
export function calibrationFor(fields: ReadonlySet<Field>): Calibration | null {
  const scores = shippedScores(fields);
  return scores === null ? null : calibrate(scores);
}
