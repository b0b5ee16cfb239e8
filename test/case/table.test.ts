import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addBatch,
  addTable,
  caseKeys,
  createCase,
  openCase,
  type Reading,
  readCase,
} from '../../src/case/index.js';
import { StillhuntError } from '../../src/errors.js';
import type { SipKey } from '../../src/facet/siphash.js';
import { encodeFacetTable } from '../../src/fingerprint/index.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { dailyFingerprints } from '../../src/tabulate/index.js';
import type { DayOutcome, DayStage, PushedDays } from '../../src/warehouse/index.js';
import { tempFolder } from '../ingest/read-all.js';
import { nightlyLogs } from './nightly-logs.js';

const READING: Reading = { columns: {}, constants: {}, timezone: null };
const VERSION = '0.0.0';
const TABLE = 'clickhouse://h:8123/db.usage';
const MOVED = { rows: 0, counted: 0, bytes: 0, statements: 0, reasons: [] };

let log: string;

beforeAll(() => {
  log = nightlyLogs(7, 300).logs[0]!;
});

async function newCase(keyId: string | null = null): Promise<string> {
  const folder = join(tempFolder(), 'case');
  await createCase(folder, VERSION, keyId);
  return folder;
}

/**
 * Counts the log as if it were a table, one day after the other; what is counted now goes to `days`. Before the day with the
 * number `fails` it loses its connection.
 */
function counting(days: number[], plan = 'plan', fails = Number.POSITIVE_INFINITY) {
  return async (stage: DayStage, key: SipKey | null): Promise<PushedDays> => {
    const whole = await dailyFingerprints([log], { workers: 1, ...(key === null ? {} : { key }) });
    const [source] = whole.ingest.sources;
    const ingest = { ...whole.ingest, sources: [{ ...source!, name: TABLE, format: 'clickhouse' as const }] };
    const fields = [...whole.days[0]!.table.fields];
    let resumed = 0;
    for (const [i, day] of whole.days.entries()) {
      const rows = day.table.totals.requests.reduce((sum, n) => sum + n, 0);
      const outcome: DayOutcome = { ingest, moved: MOVED, fields };
      if ((await stage.known(day.day, plan, rows)) !== null) {
        resumed++;
        continue;
      }
      if (i >= fails) throw new StillhuntError('input', 'The connection was lost.', 'Run again.');
      days.push(i);
      await stage.keep(
        { ...day, table: { ...day.table, fields: new Set(fields.slice(0, -1)) } },
        outcome,
        plan,
        rows,
      );
    }
    return { days: whole.days.map(({ day }) => day), ingest, fields, moved: MOVED, resumed };
  };
}

const staged = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.staged-'));

async function tableOf(folder: string): Promise<string> {
  const { table } = await readCase(await openCase(folder), {});
  return Buffer.from(encodeFacetTable(table)).toString('base64');
}

describe('a table that is counted day by day', () => {
  it('comes into the case as a log of the same rows does, and nothing is left beside it', async () => {
    const [folder, local] = [await newCase(), await newCase()];
    const days: number[] = [];
    const added = await addTable(folder, TABLE, READING, counting(days), VERSION);
    await addBatch(local, [log], READING, { workers: 1 }, VERSION);
    expect(days.length).toBeGreaterThan(1);
    expect(added).toMatchObject({ resumed: 0, known: [], batch: { files: [{ name: TABLE }] } });
    expect(await tableOf(folder)).toBe(await tableOf(local));
    expect(staged(folder)).toEqual([]);
  });

  it('goes on where it was interrupted, the case being as it was until all is there', async () => {
    const folder = await newCase();
    await expect(addTable(folder, TABLE, READING, counting([], 'plan', 1), VERSION)).rejects.toMatchObject({
      kind: 'input',
      message: 'The connection was lost.',
      next: 'Run again. The case is as it was. 1 day is counted and kept: the same command goes on from there.',
    });
    expect((await openCase(folder)).batches).toEqual([]);
    const days: number[] = [];
    const added = await addTable(folder, TABLE, READING, counting(days), VERSION);
    expect(added.resumed).toBe(1);
    expect(days).not.toContain(0);
    const whole = await newCase();
    const once = await addTable(whole, TABLE, READING, counting([]), VERSION);
    expect(added.id).toBe(once.id);
    expect(await tableOf(folder)).toBe(await tableOf(whole));
  });

  it('counts a day again that is kept under another plan, or was damaged', async () => {
    const folder = await newCase();
    const interrupted = () => addTable(folder, TABLE, READING, counting([], 'plan', 1), VERSION);
    await expect(interrupted()).rejects.toThrow();
    const other: number[] = [];
    await expect(addTable(folder, TABLE, READING, counting(other, 'other', 1), VERSION)).rejects.toThrow();
    expect(other).toEqual([0]);
    const [stage] = staged(folder);
    const file = readdirSync(join(folder, stage!)).find((name) => name.endsWith('.arrow'))!;
    writeFileSync(join(folder, stage!, file), 'damaged');
    const days: number[] = [];
    expect(await addTable(folder, TABLE, READING, counting(days, 'other'), VERSION)).toMatchObject({
      resumed: 0,
    });
    expect(days[0]).toBe(0);
  });

  it('of equal counts adds nothing and says where they are', async () => {
    const folder = await newCase();
    const { id } = await addTable(folder, TABLE, READING, counting([]), VERSION);
    const again = await addTable(folder, TABLE, READING, counting([]), VERSION);
    expect(again).toMatchObject({ id: null, batch: null, known: [{ name: TABLE, batch: id }] });
    expect((await openCase(folder)).batches).toHaveLength(1);
    expect(staged(folder)).toEqual([]);
  });

  it('leaves no name in a case that keeps pseudonyms, nor beside it', async () => {
    const keys = caseKeys(pseudonyms(Buffer.alloc(32, 7)));
    const folder = await newCase(keys.keyId);
    const account = (await dailyFingerprints([log], { workers: 1 })).days[0]!.table.accounts[0]!;
    await expect(addTable(folder, TABLE, READING, counting([], 'plan', 1), VERSION, keys)).rejects.toThrow();
    const [stage] = staged(folder);
    const kept = readdirSync(join(folder, stage!)).map((name) => readFileSync(join(folder, stage!, name)));
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.some((bytes) => bytes.includes(account))).toBe(false);
    await addTable(folder, TABLE, READING, counting([]), VERSION, keys);
    const local = await newCase(keys.keyId);
    await addBatch(local, [log], READING, { workers: 1 }, VERSION, keys);
    expect(await tableOf(folder)).toBe(await tableOf(local));
    expect(existsSync(join(folder, stage!))).toBe(false);
  });
});
