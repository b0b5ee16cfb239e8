import type { Column, ColumnBatch } from '../ingest/columnar/column.js';
import { columnarRows, type Rows } from '../ingest/columnar/columnar-source.js';
import type { OpenedRows } from '../ingest/open-format.js';
import { Quarantine, type QuarantineSummary } from '../ingest/quarantine.js';
import type { EpochShift } from '../ingest/timestamp.js';
import type { RecordBatch, TextColumn } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import type { TextField } from '../record/usage-record.js';
import type { EpochUnit } from './dialect.js';
import type { RowBinary } from './row-binary.js';

const PORTION = 8192; // rows read at once
const DAY_US = 86_400_000_000;

/** Decimal places of a unit to microseconds. */
const SHIFT: Readonly<Record<EpochUnit, EpochShift>> = { s: 6, ms: 3, us: 0, ns: -3 };

/**
 * Rows that are read here, by the reference. They have no place in a file: the number of a row among those that are fetched, in the order
 * of their texts, stands for it.
 */
export class RawRows {
  readonly rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  private readonly quarantine = new Quarantine();
  private readonly reader: Rows;
  private readonly texts: string[][]; // by column: a text of another column is none of this one
  private held = 0;
  private first = 0;
  private codes: Int32Array[];

  /** @param columns those that are fetched, of all `names` */
  constructor(
    opened: OpenedRows,
    names: readonly string[],
    private readonly columns: readonly string[],
    settings: {
      readonly name: string;
      readonly constants: Readonly<Partial<Record<TextField, string>>>;
      readonly unit: EpochUnit | null;
    },
  ) {
    const { name, constants, unit } = settings;
    this.reader = columnarRows(opened, names, {
      name,
      index: 0,
      options: { constants },
      zone: opened.zone,
      rows: this.rows,
      quarantine: this.quarantine,
      // Rows that the engine reads come before these: what they tell of the times holds here.
      ...(unit === null ? {} : { times: { shift: SHIFT[unit], seenZoned: true } }),
    });
    this.codes = columns.map(() => new Int32Array(PORTION));
    this.texts = columns.map(() => []);
  }

  /** Reads one row of nullable texts, and takes it in; gives records when some are ready. */
  take(from: RowBinary): void {
    const row = this.columns.map(() => from.nullableText());
    row.forEach((text, c) => {
      this.codes[c]![this.held] = text === null ? -1 : this.texts[c]!.push(text) - 1;
    });
    this.held++;
  }

  get full(): boolean {
    return this.held === PORTION;
  }

  /** Records of the rows that are held. */
  *records(): Generator<RecordBatch> {
    if (this.held === 0) return;
    const { held } = this;
    const columns = new Map<string, Column>(
      this.columns.map((name, c) => [
        name,
        { kind: 'text', codes: this.codes[c]!.slice(0, held), dictionary: this.texts[c]!.slice() },
      ]),
    );
    const batch: ColumnBatch = { firstRow: this.first, rows: held, columns };
    this.first += held;
    this.held = 0;
    for (const texts of this.texts) texts.length = 0;
    yield* this.reader.read(batch);
  }

  summary(): QuarantineSummary {
    return this.quarantine.summary();
  }

  /** Notes rows that were accepted and lie outside of the window after all. */
  outside(rows: number): void {
    this.rows.accepted -= rows;
    this.rows.filtered += rows;
  }
}

/** The rows of a batch whose time is within [from, to), µs; the batch itself where all are. O(rows). */
export function rowsWithin(batch: RecordBatch, from: number, to: number): RecordBatch {
  const kept: number[] = [];
  for (let i = 0; i < batch.rows; i++) if (batch.time[i]! >= from && batch.time[i]! < to) kept.push(i);
  return kept.length === batch.rows ? batch : picked(batch, kept);
}

/** The rows of a batch by day since the epoch (UTC). O(rows). */
export function rowsByDay(batch: RecordBatch): Map<number, RecordBatch> {
  const days = new Map<number, number[]>();
  for (let i = 0; i < batch.rows; i++) {
    const day = Math.floor(batch.time[i]! / DAY_US);
    const list = days.get(day);
    if (list === undefined) days.set(day, [i]);
    else list.push(i);
  }
  return new Map([...days].map(([day, kept]) => [day, picked(batch, kept)]));
}

function picked(batch: RecordBatch, kept: readonly number[]): RecordBatch {
  const numbers = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
  const text = ({ codes, dictionary }: TextColumn) => ({
    codes: Int32Array.from(kept, (i) => codes[i]!),
    dictionary,
  });
  const entries = <T, U>(fields: Readonly<Record<string, T>>, of: (column: T) => U) =>
    Object.fromEntries(Object.entries(fields).map(([field, column]) => [field, of(column)]));
  return {
    rows: kept.length,
    source: batch.source,
    time: numbers(batch.time),
    account: text(batch.account),
    text: entries(batch.text as Record<string, TextColumn>, text),
    number: entries(batch.number as Record<string, Float64Array>, numbers),
    offset: numbers(batch.offset),
    line: numbers(batch.line),
  };
}
