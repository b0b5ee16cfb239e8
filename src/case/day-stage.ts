import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder, writeNewFile } from '../durable-file.js';
import { fileHash } from '../file-hash.js';
import { decodeFacetTable, type FacetTable } from '../fingerprint/index.js';
import type { Field } from '../record/usage-record.js';
import type { DayTable } from '../tabulate/account-days.js';
import type { DayOutcome, DayStage } from '../warehouse/index.js';
import type { Segment } from './case-batch.js';
import type { CaseKeys } from './case-keys.js';
import { isoDay, writeSegment } from './segment.js';

const STAGED_SCHEMA = 'stillhunt/staged-day/1';

/** A day that was counted, beside its segment; the last file of a day that is written, under its name by one rename. */
interface StagedDay {
  readonly schema: typeof STAGED_SCHEMA;
  readonly plan: string;
  readonly rows: number;
  readonly segment: Segment;
  readonly outcome: DayOutcome;
}

/**
 * The days of a table that are counted, in a folder of the case that is no part of it, until they are a batch: so that what
 * ends the process costs one day and not all. A case that keeps pseudonyms keeps no names here either.
 */
export class CaseStage implements DayStage {
  private readonly folder: string;

  /** @param source name of the table, each having a stage of its own */
  constructor(
    folder: string,
    source: string,
    private readonly keys: CaseKeys | null,
  ) {
    const id = createHash('sha256').update(source).digest('hex').slice(0, 16);
    this.folder = join(folder, `.staged-${id}`);
  }

  async known(day: number, plan: string, rows: number): Promise<DayOutcome | null> {
    const staged = await this.staged(day);
    if (staged === null || staged.plan !== plan || staged.rows !== rows) return null;
    const { file, sha256 } = staged.segment;
    const found = await fileHash(join(this.folder, file)).catch(() => null);
    return found?.sha256 === sha256 ? staged.outcome : null; // a changed file is counted again
  }

  async keep({ day, table }: DayTable, outcome: DayOutcome, plan: string, rows: number): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const name = isoDay(day);
    for (const file of [`day-${name}.json`, `day-${name}.arrow`])
      await rm(join(this.folder, file), { force: true });
    const segment = await writeSegment(this.folder, name, this.keys?.table(table) ?? table);
    const staged: StagedDay = { schema: STAGED_SCHEMA, plan, rows, segment, outcome: this.shown(outcome) };
    const draft = join(this.folder, `draft-${name}`);
    await rm(draft, { force: true });
    await writeNewFile(draft, [`${JSON.stringify(staged)}\n`]);
    await rename(draft, join(this.folder, `day-${name}.json`));
    await flushFolder(this.folder);
  }

  /** How many days are kept. */
  async size(): Promise<number> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => /^day-.*\.json$/.test(name)).length;
  }

  /** Writes a kept day into a batch in the making, with the fields of the whole. */
  async write(day: number, fields: readonly Field[], batch: string): Promise<Segment> {
    const path = join(this.folder, `day-${isoDay(day)}.arrow`);
    const table: FacetTable = { ...decodeFacetTable(await readFile(path), path), fields: new Set(fields) };
    return await writeSegment(batch, isoDay(day), table);
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async staged(day: number): Promise<StagedDay | null> {
    try {
      const staged = JSON.parse(await readFile(join(this.folder, `day-${isoDay(day)}.json`), 'utf8'));
      return staged?.schema === STAGED_SCHEMA ? staged : null;
    } catch {
      return null; // not there, or not whole: the day is counted again
    }
  }

  /** What names may stand in: the details of refused rows, and warnings, are not kept under pseudonyms. */
  private shown(outcome: DayOutcome): DayOutcome {
    if (this.keys === null) return outcome;
    const { ingest } = outcome;
    const examples = ingest.quarantine.examples.map((row) => ({ ...row, detail: 'withheld' }));
    return {
      ...outcome,
      ingest: { ...ingest, quarantine: { ...ingest.quarantine, examples }, warnings: [] },
    };
  }
}
