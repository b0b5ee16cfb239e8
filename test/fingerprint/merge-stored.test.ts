import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  Accumulator,
  encodeFacetTable,
  type FacetTable,
  mergeStoredTables,
  mergeTables,
} from '../../src/fingerprint/index.js';
import { batchOf, OPTIONAL_FIELDS, type Row } from '../record/rows.js';
import { Seeded as Random, type Seeded } from '../record/seeded.js';
import { hostileLog } from './hostile-log.js';

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-stored-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tableOf(rows: readonly Row[], columns = OPTIONAL_FIELDS): FacetTable {
  const accumulator = new Accumulator();
  accumulator.add(batchOf(rows, columns));
  return accumulator.finish();
}

const digest = (table: FacetTable) => createHash('sha256').update(encodeFacetTable(table)).digest('hex');

let files = 0;

/** Puts tables on disk, in record batches of any size. */
function stored(random: Seeded, tables: readonly FacetTable[]) {
  return tables.map((table) => {
    const path = join(folder, `${files++}.arrow`);
    writeFileSync(path, encodeFacetTable(table, random.pick([9, 100, 1 << 16])));
    return { path, name: path, entries: table.facets.map(({ lo }) => lo.length) };
  });
}

describe('tables merged from disk', () => {
  it('are what they are merged in memory, whatever their record batches and order', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const tables = Array.from({ length: random.int(1, 5) }, () =>
        tableOf(
          hostileLog(random, random.int(1, 300)),
          OPTIONAL_FIELDS.filter(() => random.chance(0.7)),
        ),
      );
      const merged = await mergeStoredTables(random.shuffled(stored(random, tables)));
      expect(digest(merged), `seed ${seed}`).toBe(digest(mergeTables(tables)));
    }
  });

  it('of nothing are nothing', async () => {
    expect(digest(await mergeStoredTables([]))).toBe(digest(mergeTables([])));
    const random = new Random(1);
    expect(digest(await mergeStoredTables(stored(random, [mergeTables([])])))).toBe(digest(mergeTables([])));
  });

  it('refuse what is no table, naming it', async () => {
    const random = new Random(3);
    const [file] = stored(random, [tableOf(hostileLog(random, 300))]);
    const bytes = encodeFacetTable(tableOf(hostileLog(random, 300)));
    for (const length of [0, 10, bytes.length / 2, bytes.length - 1]) {
      writeFileSync(file!.path, bytes.subarray(0, length));
      await expect(mergeStoredTables([{ ...file!, name: 'night-3' }])).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringContaining('night-3'),
      });
    }
  });

  it('are the same where all hold the same values, more than a facet keeps', async () => {
    const random = new Random(5);
    const table = tableOf(hostileLog(random, 1500));
    const copies = Array.from({ length: 6 }, () => table);
    expect(digest(await mergeStoredTables(stored(random, copies)))).toBe(digest(mergeTables(copies)));
  });

  it('are checked while they are read: what is not what was written is told as that', async () => {
    const random = new Random(7);
    const bytes = encodeFacetTable(tableOf(hostileLog(random, 300)), 100);
    const [file] = stored(random, [tableOf(hostileLog(random, 300))]);
    const [own] = stored(random, [tableOf(hostileLog(random, 300))]);
    const path = own!.path;
    const written = {
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    const changed = [
      readFileSync(file!.path), // another whole table
      bytes.subarray(0, bytes.length - 1),
      ...[9, 0.2, 0.5, 0.9, 1].map((share) => {
        const copy = Buffer.from(bytes);
        copy[share > 1 ? share : Math.floor(share * (copy.length - 1))]! ^= 0x40;
        return copy;
      }),
    ];
    for (const content of changed) {
      writeFileSync(path, content);
      await expect(mergeStoredTables([{ ...own!, name: 'night-3', written }])).rejects.toMatchObject({
        kind: 'integrity',
        message: expect.stringContaining('night-3'),
      });
    }
    writeFileSync(path, readFileSync(file!.path));
    const wrong = { ...file!, path, entries: file!.entries.map((n) => n + 1) };
    await expect(mergeStoredTables([wrong])).rejects.toMatchObject({ kind: 'input' });
  });
});
