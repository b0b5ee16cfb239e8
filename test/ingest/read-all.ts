import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StillhuntError } from '../../src/errors.js';
import { type IngestOptions, type IngestSummary, readBatches } from '../../src/ingest/index.js';
import type { RecordBatch } from '../../src/record/record-batch.js';

export type Row = Record<string, string | number | null>;

export interface ReadLogs {
  readonly batches: RecordBatch[];
  readonly rows: Row[];
  readonly summary: IngestSummary;
}

/** Fixtures of this folder's tests. */
export const FIXTURES = new URL('../../fixtures/ingest', import.meta.url).pathname;

/** Reads everything through the public door and checks what must always hold of it. */
export async function readAll(inputs: readonly string[], options: IngestOptions = {}): Promise<ReadLogs> {
  const reading = readBatches(inputs, options);
  const batches: RecordBatch[] = [];
  for (;;) {
    const next = await reading.next();
    if (!next.done) {
      batches.push(next.value);
      continue;
    }
    const rows = batches.flatMap(rowsOf);
    checkCounts(next.value, rows.length);
    return { batches, rows, summary: next.value };
  }
}

/** The error that reading ends in. */
export async function readError(
  inputs: readonly string[],
  options: IngestOptions = {},
): Promise<StillhuntError> {
  try {
    await readAll(inputs, options);
  } catch (error) {
    if (error instanceof StillhuntError) return error;
    throw error;
  }
  throw new Error('reading did not fail');
}

/** Writes a file into a fresh folder and gives its path. */
export function tempFile(name: string, content: string | Uint8Array): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
}

export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stillhunt-ingest-'));
}

/** Rows of a batch as plain objects: canonical fields, then `offset` and `line`. */
export function rowsOf(batch: RecordBatch): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < batch.rows; at++) {
    const row: Row = { time: batch.time[at]!, account: batch.account.dictionary[batch.account.codes[at]!]! };
    for (const [field, { codes, dictionary }] of Object.entries(batch.text)) {
      row[field] = codes[at] === -1 ? null : dictionary[codes[at]!]!;
    }
    for (const [field, values] of Object.entries(batch.number)) {
      row[field] = Number.isNaN(values[at]!) ? null : values[at]!;
    }
    rows.push({ ...row, offset: batch.offset[at]!, line: batch.line[at]! });
  }
  return rows;
}

function checkCounts(summary: IngestSummary, accepted: number): void {
  const sum = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  for (const { rows } of summary.sources) {
    if (rows.read !== rows.accepted + rows.quarantined + rows.filtered)
      throw new Error('rows do not reconcile');
    for (const key of ['read', 'accepted', 'quarantined', 'filtered'] as const) sum[key] += rows[key];
  }
  const reasons = Object.values(summary.quarantine.reasons).reduce((total, rows) => total + rows, 0);
  const whole = JSON.stringify(sum) === JSON.stringify(summary.rows) && sum.accepted === accepted;
  if (!whole || reasons !== sum.quarantined || summary.quarantine.total !== sum.quarantined) {
    throw new Error(
      `run does not reconcile: ${JSON.stringify({ sum, rows: summary.rows, accepted, reasons })}`,
    );
  }
}
