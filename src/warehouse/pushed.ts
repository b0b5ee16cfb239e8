import { createHash, type Hash } from 'node:crypto';
import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import type { OtherText, TextCoding } from '../facet/facet.js';
import type { SipKey } from '../facet/siphash.js';
import { Accumulator } from '../fingerprint/accumulate.js';
import type { FacetTable } from '../fingerprint/facet-table.js';
import { type Shard, type ShardTexts, tableOfShards } from '../fingerprint/shard.js';
import { facetTableChunks } from '../fingerprint/snapshot.js';
import { forEachEntry } from '../fingerprint/sorted-run.js';
import type { IngestOptions, IngestSummary, SourceSummary } from '../ingest/ingest-summary.js';
import { type OpenedRows, openColumns } from '../ingest/open-format.js';
import {
  QUARANTINE_REASONS,
  type QuarantinedRow,
  type QuarantineSummary,
  type ReasonCounts,
} from '../ingest/quarantine.js';
import { TimeZone } from '../ingest/time-zone.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import type { Field } from '../record/usage-record.js';
import type { DayTable } from '../tabulate/account-days.js';
import type { Fingerprints } from '../tabulate/fingerprints.js';
import { keyedValues } from '../tabulate/lane-settings.js';
import { CountedAccounts, shardOf } from './counted-accounts.js';
import { type DayWindow, EPOCH_UNITS, type EpochUnit, type Questions, type TableReading } from './dialect.js';
import { RawRows, rowsByDay, rowsWithin } from './raw-rows.js';
import { readingPlan } from './reading.js';
import { RowBinary } from './row-binary.js';
import type { Statement, Warehouse, WarehouseColumn } from './warehouse.js';

/** How a table is read, and how much of it. */
export interface PushedOptions
  extends Pick<IngestOptions, 'columns' | 'constants' | 'profile' | 'map' | 'epoch' | 'timezone'> {
  /** Whole days (UTC), both inclusive, such as `2026-06-22`; absent where the window is open. */
  readonly since?: string;
  readonly until?: string;
  /** Parts into which accounts are cut, one statement each; by default as many as bound the memory of the servers. */
  readonly slices?: number;
  /** Under which values and rows are chosen, see `FingerprintOptions`. */
  readonly key?: SipKey;
  readonly onProgress?: (progress: PushedProgress) => void;
  readonly signal?: AbortSignal;
}

/** How far a run is; told before each statement and now and then while rows come. */
export interface PushedProgress {
  /** What is asked for now, see `Statement.purpose`. */
  readonly purpose: string;
  /** Statements done, and in all as far as known. */
  readonly done: number;
  readonly statements: number;
  /** Bytes received, and accounts counted, so far. */
  readonly bytes: number;
  readonly accounts: number;
}

/** How much came over the wire, and why. */
export interface Moved {
  /** Rows that were fetched one by one and read here, because the engine cannot be trusted to read them alike. */
  readonly rows: number;
  /** Accepted rows that the engine counted. */
  readonly counted: number;
  /** Bytes received in all. */
  readonly bytes: number;
  readonly statements: number;
  /** Why all rows were fetched: the rules or columns that the engine cannot do; empty where it counted. */
  readonly reasons: readonly string[];
}

export interface PushedFingerprints extends Fingerprints {
  /** With one source, the table. Its hash is that of the counts; its bytes are those received. */
  readonly ingest: IngestSummary;
  readonly moved: Moved;
}

/** What became of the rows of a day; plain data that JSON holds. */
export interface DayOutcome {
  readonly ingest: IngestSummary;
  readonly moved: Moved;
  readonly fields: readonly Field[];
}

/** Where finished days are kept until all are there. */
export interface DayStage {
  /**
   * The outcome of a day that was kept before; null where it must be counted. `plan` stands for how the day is counted and `rows`
   * is how many the table has of it now: a day that was kept under others is of no use.
   */
  known(day: number, plan: string, rows: number): Promise<DayOutcome | null>;
  /** Keeps a finished day; its table is not held elsewhere. */
  keep(day: DayTable, outcome: DayOutcome, plan: string, rows: number): Promise<void>;
}

/** What was counted day by day; the tables are in the stage. */
export interface PushedDays {
  /** Days since the epoch (UTC) with accepted requests, ascending. */
  readonly days: readonly number[];
  readonly ingest: IngestSummary;
  readonly moved: Moved;
  /** Days that the stage had already. */
  readonly resumed: number;
  /** Of the whole; a day's own table may have fewer, and is to be given these where it is stored. */
  readonly fields: readonly Field[];
}

const DAY_US = 86_400_000_000;
const DAY_MS = 86_400_000;
/** Rows from which the profile of a table is told. */
const SAMPLE_ROWS = 200;
/** Rows that a statement counts at most, about; its server holds some 200 bytes for each. */
const ROWS_A_SLICE = 2_000_000;

/**
 * Fingerprints of the rows of a table, as `fingerprints` makes them of an export of it, to the byte: the engine counts the rows
 * that it reads alike, and the others are fetched and read here. The order of rows plays no part.
 * @throws StillhuntError `input` for columns that cannot be understood, a window without rows, or a table that changed meanwhile
 */
export async function pushedFingerprints(
  warehouse: Warehouse,
  options: PushedOptions = {},
): Promise<PushedFingerprints> {
  const run = await TableRun.start(warehouse, options);
  const days = run.inWindow();
  const untold = run.untold > 0 ? await run.fetch('untold', run.window) : null;
  const part = await run.count(run.window, days, untold?.kept ?? null);
  const { table } = part;
  const bytes = run.bytes;
  const ingest = run.summary(
    [part.outcome, ...(untold === null ? [] : [untold.refusedOutcome])],
    table,
    (hash) => {
      for (const chunk of facetTableChunks(table)) hash.update(chunk);
    },
  );
  return {
    table,
    ingest,
    fusedRows: part.counted,
    moved: { ...run.moved(part.fetched + (untold?.rows.read ?? 0), part.counted), bytes },
  };
}

/** The same day by day (UTC), each kept in the stage as it is done; days that the stage has are not counted again. */
export async function pushedDays(
  warehouse: Warehouse,
  options: PushedOptions,
  stage: DayStage,
): Promise<PushedDays> {
  const run = await TableRun.start(warehouse, options);
  const rowsOf = new Map(run.inWindow().map(({ day, rows }) => [day, rows]));
  const untold = run.untold > 0 ? await run.fetch('untold', run.window) : null;
  const byDay = new Map<number, RecordBatch[]>();
  for (const batch of untold?.kept ?? [])
    for (const [day, rows] of rowsByDay(batch)) byDay.set(day, [...(byDay.get(day) ?? []), rows]);
  const days = [...new Set([...rowsOf.keys(), ...byDay.keys()])].sort((x, y) => x - y);
  const outcomes: DayOutcome[] = [];
  const fields = new Set<Field>();
  const done: number[] = [];
  let resumed = 0;
  for (const day of days) {
    const more = byDay.get(day) ?? [];
    const rows = (rowsOf.get(day) ?? 0) + more.reduce((sum, batch) => sum + batch.rows, 0);
    let outcome = await stage.known(day, run.plan, rows);
    if (outcome !== null) resumed++;
    else {
      const stats = run.inWindow().filter((one) => one.day === day);
      const part = await run.count({ first: day, last: day }, stats, more);
      outcome = part.outcome;
      if (part.table.accounts.length > 0)
        await stage.keep({ day, table: part.table }, outcome, run.plan, rows);
    }
    outcomes.push(outcome);
    for (const field of outcome.fields) fields.add(field);
    if (outcome.ingest.rows.accepted > 0) done.push(day);
  }
  if (untold !== null) outcomes.push(untold.refusedOutcome);
  const ingest = run.summary(outcomes, null, (hash) => {
    for (const {
      ingest: { sources },
    } of outcomes)
      hash.update(`${sources[0]?.sha256}\n`);
  });
  return {
    days: done,
    ingest,
    moved: outcomes.reduce((sum, { moved }) => addMoved(sum, moved), run.moved(0, 0)),
    resumed,
    fields: [...fields].sort(),
  };
}

/** The statements that `pushedFingerprints` would run, for people who must review them. Columns and a few rows are asked for. */
export async function pushedStatements(
  warehouse: Warehouse,
  options: PushedOptions = {},
): Promise<readonly Statement[]> {
  const { questions, first, reading } = await openTable(warehouse, options);
  const window = dayWindow(options);
  const slices = options.slices ?? 1;
  const statements = [first];
  if (questions.unitNeeded) statements.push(questions.units());
  statements.push(questions.days(), questions.rawRows('untold', window));
  if (questions.reasons.length > 0) return [...statements, questions.rawRows('told', window)];
  statements.push(questions.rawRows('told', window));
  for (let slice = 0; slice < slices; slice++)
    statements.push(questions.counts({ window, slice, slices, trim: options.key === undefined }));
  for (const { field, longest } of textFields(questions))
    statements.push(questions.texts(field, window, longest));
  const others = FIELDS_WITHOUT_FACET.filter((field) => reading.fields.has(field));
  if (others.length > 0) statements.push(questions.present(others, window));
  return statements;
}

/** Fields that no facet shows by itself. */
const FIELDS_WITHOUT_FACET: readonly Field[] = [
  'request_id',
  'cached_tokens',
  'input_tokens',
  'output_tokens',
];

/** Text fields whose values may be remembered by a facet that is asked for, and the bytes of the longest text of each. */
function textFields({ facets }: Questions): { field: OtherText; longest: number | null }[] {
  return facets.flatMap(({ facet }) => {
    const coding = CATALOGUE[facet]!.text;
    return coding === undefined || coding.readable === null
      ? []
      : [{ field: coding.field, longest: coding.longestReadable ?? null }];
  });
}

interface OpenedTable {
  readonly columns: readonly WarehouseColumn[];
  readonly opened: OpenedRows;
  readonly reading: TableReading;
  readonly questions: Questions;
  readonly first: Statement;
}

/** Tells from the columns and some rows how a table is read. */
async function openTable(
  warehouse: Warehouse,
  options: PushedOptions,
): Promise<OpenedTable & { bytes: number }> {
  const { dialect, table, name } = warehouse;
  const columns = await warehouse.columns();
  const names = columns.map((column) => column.name);
  const first = dialect.first(table, columns, SAMPLE_ROWS);
  const sample: Record<string, string | null>[] = [];
  let bytes = 0;
  const chunks = counting(warehouse.rows(first, options.signal), (n) => {
    bytes += n;
  });
  for await (const record of new RowBinary().rows(chunks, (from) => {
    const one: Record<string, string | null> = Object.create(null);
    for (const column of names) one[column] = from.nullableText();
    return one;
  }))
    sample.push(record);
  const zone = options.timezone === undefined ? null : TimeZone.named(options.timezone);
  const opened = openColumns(sample, names, name, options, zone);
  const { reading, reasons } = readingPlan(opened, names, options);
  const made = dialect.questions(table, columns, reading);
  const questions = reasons.length === 0 ? made : withReasons(made, [...reasons, ...made.reasons]);
  return { columns, opened, reading, questions, first, bytes };
}

function withReasons(questions: Questions, reasons: readonly string[]): Questions {
  return new Proxy(questions, { get: (of, key) => (key === 'reasons' ? reasons : Reflect.get(of, key, of)) });
}

async function* counting(
  chunks: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

function dayWindow({ since, until }: PushedOptions): DayWindow {
  const day = (text: string | undefined) =>
    text === undefined ? null : Math.floor(Date.parse(text) / DAY_MS);
  return { first: day(since), last: day(until) };
}

interface DayRows {
  readonly day: number;
  readonly rows: number;
  readonly plain: number;
}

/** What came of rows that were fetched. */
interface Fetched {
  readonly rows: RowCount;
  readonly kept: readonly RecordBatch[];
  /** An outcome of what was refused or lies outside of the window; accepted rows are told where they are counted. */
  readonly refusedOutcome: DayOutcome;
}

/** What came of the rows of a window. */
interface CountedPart {
  readonly table: FacetTable;
  readonly outcome: DayOutcome;
  readonly counted: number;
  readonly fetched: number;
}

/** One reading of a table. */
class TableRun {
  bytes = 0;
  private statements = 0;
  private accounts = 0;

  private constructor(
    private readonly warehouse: Warehouse,
    private readonly options: PushedOptions,
    private readonly opened: OpenedTable,
    private readonly questions: Questions,
    private readonly unit: EpochUnit | null,
    readonly window: DayWindow,
    private readonly all: readonly DayRows[],
  ) {}

  static async start(warehouse: Warehouse, options: PushedOptions): Promise<TableRun> {
    const opened = await openTable(warehouse, options);
    const window = dayWindow(options);
    const bare = new TableRun(warehouse, options, opened, opened.questions, opened.reading.unit, window, []);
    bare.bytes = opened.bytes;
    let { questions } = opened;
    let { unit } = opened.reading;
    if (questions.unitNeeded) {
      unit = await bare.unitOf(questions);
      const made = warehouse.dialect.questions(warehouse.table, opened.columns, { ...opened.reading, unit });
      questions = questions.reasons.length > 0 ? withReasons(made, questions.reasons) : made;
    }
    const days = new Map<number, DayRows>();
    await bare.ask(questions.days(), (from) => {
      const one = { day: from.i32(), rows: from.u64(), plain: from.u64() };
      const known = days.get(one.day);
      days.set(one.day, {
        day: one.day,
        rows: one.rows + (known?.rows ?? 0),
        plain: one.plain + (known?.plain ?? 0),
      });
    });
    const run = new TableRun(warehouse, options, opened, questions, unit, window, [...days.values()]);
    run.bytes = bare.bytes;
    run.statements = bare.statements;
    return run;
  }

  /** What stands for how days are counted: any other statement, column or version of this makes them unlike. */
  get plan(): string {
    const statements = [
      this.questions.counts({ window: { first: 0, last: 0 }, slice: 0, slices: 1, trim: this.trim }).text,
      this.questions.rawRows('told', { first: 0, last: 0 }).text,
    ];
    return createHash('sha256')
      .update(
        JSON.stringify([statements, this.unit, this.opened.opened.columns.names, this.questions.reasons]),
      )
      .digest('hex');
  }

  /** Rows whose time is not told. */
  get untold(): number {
    return this.all.find(({ day }) => day === -1)?.rows ?? 0;
  }

  private get trim(): boolean {
    return this.options.key === undefined;
  }

  /** Days of the window with rows. */
  inWindow(): readonly DayRows[] {
    const { first, last } = this.window;
    return this.all.filter(
      ({ day }) => day !== -1 && (first === null || day >= first) && (last === null || day <= last),
    );
  }

  moved(rows: number, counted: number): Moved {
    return {
      rows,
      counted,
      bytes: this.bytes,
      statements: this.statements,
      reasons: this.questions.reasons,
    };
  }

  private async unitOf(questions: Questions): Promise<EpochUnit | null> {
    const rows = EPOCH_UNITS.map(() => 0);
    await this.ask(questions.units(), (from) => {
      EPOCH_UNITS.forEach((_, i) => {
        rows[i]! += from.u64();
      });
    });
    const found = EPOCH_UNITS.filter((_, i) => rows[i]! > 0);
    if (found.length > 1)
      throw new StillhuntError(
        'input',
        `${this.warehouse.name}: its times are in several units: ${found.map((unit) => `${rows[EPOCH_UNITS.indexOf(unit)]} rows in ${unit}`).join(', ')}.`,
        'A map says which one holds ("unit"), or a view takes one kind of rows.',
      );
    return found[0] ?? null;
  }

  /** Fetches rows and reads them here; those that are accepted and lie in the window are kept. */
  async fetch(which: 'told' | 'untold', window: DayWindow): Promise<Fetched> {
    const { opened, columns, reading } = this.opened;
    const names = columns.map(({ name }) => name);
    const raw = new RawRows(
      opened,
      names,
      names.filter((name) => reading.raw.includes(name)),
      {
        name: this.warehouse.name,
        constants: reading.constants,
        unit: this.unit,
      },
    );
    const [from, to] = microsOf(window);
    const kept: RecordBatch[] = [];
    const keep = () => {
      for (const batch of raw.records()) {
        const inside = rowsWithin(batch, from, to);
        raw.outside(batch.rows - inside.rows);
        if (inside.rows > 0) kept.push(inside);
      }
    };
    await this.ask(this.questions.rawRows(which, window), (row) => {
      raw.take(row);
      if (raw.full) keep();
    });
    keep();
    const refused = { ...raw.rows, read: raw.rows.quarantined + raw.rows.filtered, accepted: 0 };
    return {
      rows: raw.rows,
      kept,
      refusedOutcome: this.outcomeOf(refused, raw.summary(), null, [], NO_MOVED),
    };
  }

  /** Counts the rows of a window whose time is told, and some that were fetched before. */
  async count(
    window: DayWindow,
    days: readonly DayRows[],
    before: readonly RecordBatch[] | null,
  ): Promise<CountedPart> {
    const start = { bytes: this.bytes, statements: this.statements };
    const rows = days.reduce((sum, day) => sum + day.rows, 0);
    const plain = this.questions.reasons.length > 0 ? 0 : days.reduce((sum, day) => sum + day.plain, 0);
    const accumulator = new Accumulator();
    let counted: Shard | null = null;
    let fields: Field[] = [];
    if (plain > 0) {
      counted = await this.counted(window, plain);
      fields = [...counted.fields];
    }
    const told = rows > plain ? await this.fetch('told', window) : null;
    for (const batch of [...(told?.kept ?? []), ...(before ?? [])]) {
      accumulator.add(batch);
    }
    const fetched = accumulator.finish();
    const shards = [...(counted === null ? [] : [counted]), shardOf(fetched)];
    const table = tableOfShards(shards, keyedValues(this.options.key)?.order);
    const found = counted === null ? 0 : sumOf(counted.totals.requests);
    if (found !== plain) throw changed(this.warehouse.name, plain, found);
    if (told !== null && told.rows.read !== rows - plain)
      throw changed(this.warehouse.name, rows - plain, told.rows.read);
    const more = (before ?? []).reduce((sum, batch) => sum + batch.rows, 0);
    const refused = told?.refusedOutcome.ingest;
    const count: RowCount = {
      read: rows + more,
      accepted: plain + (told?.rows.accepted ?? 0) + more,
      quarantined: told?.rows.quarantined ?? 0,
      filtered: told?.rows.filtered ?? 0,
    };
    const moved: Moved = {
      rows: (told?.rows.read ?? 0) + more,
      counted: plain,
      bytes: this.bytes - start.bytes,
      statements: this.statements - start.statements,
      reasons: this.questions.reasons,
    };
    const outcome = this.outcomeOf(
      count,
      refused?.quarantine ?? NO_QUARANTINE,
      table,
      [...table.fields, ...fields],
      moved,
    );
    return {
      table,
      outcome,
      counted: plain,
      fetched: told?.rows.read ?? 0,
    };
  }

  private async counted(window: DayWindow, plain: number): Promise<Shard> {
    const { questions } = this;
    const slices = this.options.slices ?? Math.max(1, Math.ceil(plain / ROWS_A_SLICE));
    const accounts = new CountedAccounts(questions.facets);
    for (let slice = 0; slice < slices; slice++) {
      await this.ask(questions.counts({ window, slice, slices, trim: this.trim }), (from) => {
        accounts.take(from);
        this.accounts = accounts.size;
      });
    }
    const texts: ShardTexts[] = CATALOGUE.map(() => ({ lo: [], hi: [], text: [] }));
    for (const { field, longest } of textFields(questions)) {
      const found = new Set<string>();
      await this.ask(questions.texts(field, window, longest), (from) => {
        found.add(from.text());
      });
      for (const { facet } of questions.facets) {
        const coding = CATALOGUE[facet]!.text;
        if (coding?.field === field && coding.readable !== null) texts[facet] = coded(coding, found);
      }
    }
    const shard = accounts.shard(texts, []);
    return { ...shard, fields: await this.fieldsOf(shard, window) };
  }

  /** Fields that a plain row has. */
  private async fieldsOf(shard: Shard, window: DayWindow): Promise<Field[]> {
    const has = new Set<Field>(['time', 'account']);
    const facets = new Set<number>();
    for (const run of shard.runs) forEachEntry(run, (facet) => facets.add(facet));
    for (const facet of facets) {
      const { text, needs } = CATALOGUE[facet]!;
      if (text !== undefined) has.add(text.field);
      else if (needs.length === 1 && needs[0]!.length === 1) has.add(needs[0]![0]!);
    }
    const { reading } = this.opened;
    const others = FIELDS_WITHOUT_FACET.filter((field) => reading.fields.has(field));
    if (others.length > 0)
      await this.ask(this.questions.present(others, window), (from) => {
        for (const field of others) if (from.u8() === 1) has.add(field);
      });
    for (const field of Object.keys(reading.constants)) has.add(field as Field);
    return [...has];
  }

  /** Runs a statement and reads its rows. */
  private async ask(statement: Statement, row: (from: RowBinary) => void): Promise<void> {
    const { signal, onProgress } = this.options;
    const tell = () =>
      onProgress?.({
        purpose: statement.purpose,
        done: this.statements,
        statements: this.statements + 1,
        bytes: this.bytes,
        accounts: this.accounts,
      });
    tell();
    const chunks = counting(this.warehouse.rows(statement, signal), (n) => {
      this.bytes += n;
      tell();
    });
    for await (const _ of new RowBinary().rows(chunks, row));
    this.statements++;
  }

  private outcomeOf(
    rows: RowCount,
    quarantine: QuarantineSummary,
    table: FacetTable | null,
    fields: readonly Field[],
    moved: Moved,
  ): DayOutcome {
    const hash = createHash('sha256');
    if (table !== null) for (const chunk of facetTableChunks(table)) hash.update(chunk);
    else hash.update(JSON.stringify([rows, quarantine]));
    const source = this.source(rows, table === null ? null : table, hash.digest('hex'));
    return {
      ingest: { sources: [source], rows, quarantine, warnings: [] },
      moved,
      fields: [...new Set(fields)].sort(),
    };
  }

  private source(rows: RowCount, table: FacetTable | null, sha256: string): SourceSummary {
    const { opened } = this.opened;
    const times = table === null || table.accounts.length === 0 ? null : table.totals;
    return {
      name: this.warehouse.name,
      bytes: 0,
      sha256,
      format: this.warehouse.dialect.name,
      profile: opened.id,
      delimiter: null,
      compression: 'none',
      encoding: 'utf-8',
      archive: null,
      columns: opened.columns.names,
      ignored: opened.columns.ignored,
      rows,
      firstTime: times === null ? null : times.firstTime.reduce((x, y) => Math.min(x, y)),
      lastTime: times === null ? null : times.lastTime.reduce((x, y) => Math.max(x, y)),
      status: 'complete',
      statusDetail: '',
      duplicateOf: null,
      repeatedShare: 0,
      overlaps: [],
    };
  }

  /** The summary of several outcomes of the table. */
  summary(
    outcomes: readonly DayOutcome[],
    table: FacetTable | null,
    content: (hash: Hash) => void,
  ): IngestSummary {
    const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
    const reasons: ReasonCounts = {};
    const examples: QuarantinedRow[] = [];
    let total = 0;
    for (const { ingest } of outcomes) {
      for (const key of Object.keys(rows) as (keyof RowCount)[]) rows[key] += ingest.rows[key];
      total += ingest.quarantine.total;
      examples.push(...ingest.quarantine.examples);
    }
    for (const reason of QUARANTINE_REASONS) {
      const n = outcomes.reduce((sum, { ingest }) => sum + (ingest.quarantine.reasons[reason] ?? 0), 0);
      if (n > 0) reasons[reason] = n;
    }
    const shown = examples.slice(0, MOST_EXAMPLES);
    const hash = createHash('sha256');
    content(hash);
    const source = this.source(rows, table, hash.digest('hex'));
    const known = outcomes
      .map(({ ingest }) => ingest.sources[0]!)
      .filter(({ firstTime }) => firstTime !== null);
    const warnings =
      this.questions.reasons.length === 0
        ? []
        : [
            `${this.warehouse.name}: all ${rows.read} rows were fetched and read here, because the server cannot: ${this.questions.reasons.join('; ')}.`,
          ];
    return {
      sources: [
        {
          ...source,
          firstTime:
            known.length === 0
              ? null
              : known.reduce((x, { firstTime }) => Math.min(x, firstTime!), Number.POSITIVE_INFINITY),
          lastTime:
            known.length === 0
              ? null
              : known.reduce((x, { lastTime }) => Math.max(x, lastTime!), Number.NEGATIVE_INFINITY),
        },
      ],
      rows,
      quarantine: {
        total,
        reasons,
        bySource: total === 0 ? [] : [{ source: this.warehouse.name, reasons }],
        examples: shown,
        examplesOmitted: total - shown.length,
      },
      warnings,
    };
  }
}

const MOST_EXAMPLES = 1000;
const NO_QUARANTINE: QuarantineSummary = {
  total: 0,
  reasons: {},
  bySource: [],
  examples: [],
  examplesOmitted: 0,
};
const NO_MOVED: Moved = { rows: 0, counted: 0, bytes: 0, statements: 0, reasons: [] };

function addMoved(a: Moved, b: Moved): Moved {
  return { ...a, rows: a.rows + b.rows, counted: a.counted + b.counted };
}

/** µs of a window, the end exclusive. */
function microsOf({ first, last }: DayWindow): [from: number, to: number] {
  return [
    first === null ? Number.NEGATIVE_INFINITY : first * DAY_US,
    last === null ? Number.POSITIVE_INFINITY : (last + 1) * DAY_US,
  ];
}

function coded({ code, readable }: TextCoding, texts: Iterable<string>): ShardTexts {
  const values: { lo: number[]; hi: number[]; text: string[] } = { lo: [], hi: [], text: [] };
  const [lo, hi] = [new Uint32Array(1), new Uint32Array(1)];
  for (const text of texts) {
    if (!readable!(text) || !code(text, lo, hi, 0)) continue;
    values.lo.push(lo[0]!);
    values.hi.push(hi[0]!);
    values.text.push(text);
  }
  return values;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, n) => sum + n, 0);
}

function changed(name: string, expected: number, found: number): StillhuntError {
  return new StillhuntError(
    'input',
    `${name} changed while it was counted: ${expected} rows were there at first, and ${found} came.`,
    'Take a window of days that are complete: --until DAY.',
  );
}
