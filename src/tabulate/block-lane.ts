import { isUtf8 } from 'node:buffer';
import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import type { FacetColumns, FacetValues, Remember } from '../facet/facet.js';
import type { ValueOrder } from '../facet/order-key.js';
import type { Shard } from '../fingerprint/shard.js';
import { CR } from '../ingest/dialect.js';
import { RecordReader, type SourceForm } from '../ingest/log-reader.js';
import { RecordMeasure } from '../ingest/measure-record.js';
import { isMissing, isRedacted } from '../ingest/missing.js';
import { NUMBER_KIND, type NumberKind } from '../ingest/number-cell.js';
import type { QuarantineReason } from '../ingest/quarantine.js';
import { countLines, stretches } from '../ingest/record-border.js';
import { type RecordRange, RecordScanner } from '../ingest/record-scanner.js';
import { type RowSample, rowHash } from '../ingest/row-sketch.js';
import { RowSketches } from '../ingest/row-sketches.js';
import { TimeZone } from '../ingest/time-zone.js';
import { TimeColumn, type TimeState } from '../ingest/timestamp.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { RowCount } from '../record/row-count.js';
import { type Field, NUMBER_FIELDS, type NumberField } from '../record/usage-record.js';
import { AccountColumn } from './account-column.js';
import { BatchLane } from './batch-lane.js';
import { CellGrid, GRID_ROWS } from './cell-grid.js';
import { LaneRuns } from './lane-runs.js';
import { keyedValues, type LaneSettings } from './lane-settings.js';
import { readNumberColumn } from './number-cells.js';
import { RowStore } from './row-store.js';
import { TimeCells } from './time-cells.js';

/** Whole records of one source that lie side by side. */
export interface Block {
  /** Ends with a line feed; its memory goes on for BEHIND bytes. */
  readonly bytes: Buffer;
  /** Where it starts in the decompressed source. */
  readonly offset: number;
  /** What its times are read by: all that is known of the source's times before it. */
  readonly times: TimeState;
}

/** A refused row of a block; lines count from 0 at its start. */
export interface RefusedRow {
  readonly line: number;
  readonly offset: number;
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** What became of a block. */
export interface BlockOutcome {
  readonly rows: RowCount;
  /** Accepted rows that were counted straight from their bytes. */
  readonly fused: number;
  /** Line ends. */
  readonly lines: number;
  readonly refused: readonly RefusedRow[];
  readonly firstTime: number; // µs; above lastTime without accepted rows
  readonly lastTime: number;
  /** Local times that occur twice. */
  readonly ambiguous: number;
}

/** What a lane made of all its blocks. */
export interface LaneEnd {
  readonly shards: readonly Shard[];
  /** Of the rows of each source, by its number in the run. */
  readonly samples: readonly (RowSample | null)[];
}

/** Bytes of a block at most; a line cannot be longer then than a cell may be. */
export const MOST_BLOCK_BYTES = 1 << 20;

/** Bytes that the memory of a block has behind it. */
export const BEHIND = 4;

/**
 * Counts blocks of records, whichever of the run's blocks it gets. Plain rows go from bytes to values of facets; rows
 * that are odd in any way go through the reference. Both end in shards, which merge into one table in any order.
 */
export class BlockLane {
  private zone: TimeZone | null = null; // of the source in hand
  private readonly sketches: RowSketches;
  private readonly order: ValueOrder | undefined;
  private readonly counted: LaneRuns;
  private odd: BatchLane | null = null; // takes rows that the reference read
  private store: RowStore | null = null;
  private source: PlainSource | null = null;
  private form: SourceForm | null = null;

  constructor(private readonly settings: LaneSettings) {
    const keyed = keyedValues(settings.key);
    this.order = keyed?.order;
    this.sketches = new RowSketches(keyed?.row);
    this.counted = new LaneRuns(settings.byDay, this.order);
  }

  /** Says what source the next blocks are of. */
  open(form: SourceForm): void {
    this.form = form;
    const { timezone } = form;
    if (timezone !== (this.zone?.name ?? null))
      this.zone = timezone === null ? null : TimeZone.named(timezone);
    this.source = new PlainSource(form, this.zone);
    const { fields } = this.source;
    if (this.store !== null && sameFields(fields, this.store.fields)) {
      this.store.open(form);
      return;
    }
    this.flush();
    this.store?.drainTexts();
    this.store = new RowStore(form, fields, this.counted.texts, this.settings.storeBytes, this.order);
  }

  /** Counts a block; null, with nothing kept, where its times would settle what later times mean or cannot be read. */
  take(block: Block): BlockOutcome | null {
    const store = this.store!;
    const source = this.source!;
    const most = Math.ceil(block.bytes.length / source.width) + 1;
    if (!store.hasRoom(most, block.bytes.length)) this.flush();
    const before = store.mark;
    const ambiguousBefore = this.zone?.ambiguous ?? 0;
    const reading = new BlockReading(block, this.form!, source, this.zone, store);
    const outcome = reading.run();
    const ambiguous = (this.zone?.ambiguous ?? 0) - ambiguousBefore;
    if (outcome === null) {
      store.cutBack(before);
      if (this.zone !== null) this.zone.ambiguous = ambiguousBefore;
      return null;
    }
    const sketch = this.sketches.of(this.form!.index);
    for (let n = 0; n < outcome.fused; n++) sketch.note(reading.hashes[n]!);
    for (const field of reading.found) this.counted.fields.add(field);
    source.saw(reading.found);
    for (const batch of reading.batches) {
      this.odd ??= new BatchLane(this.settings);
      this.odd.add(batch);
      sketch.add(batch);
    }
    if (this.counted.full) {
      this.flush();
      this.store?.drainTexts();
      this.counted.dropTexts();
    }
    return { ...outcome, ambiguous };
  }

  /** What was counted; the lane is spent. */
  finish(): LaneEnd {
    this.flush();
    const { store } = this;
    const shards = this.counted.shards((visit) => store?.forEachText(visit));
    this.store = null;
    if (this.odd !== null) shards.push(...this.odd.finish());
    return { shards, samples: this.sketches.samples() };
  }

  private flush(): void {
    if (this.store === null || this.store.rows === 0) return;
    this.store.take((partition) => this.counted.part(partition));
  }
}

function sameFields(a: ReadonlySet<Field>, b: ReadonlySet<Field>): boolean {
  return a.size === b.size && [...a].every((field) => b.has(field));
}

/** The columns of one source, ready to be read from bytes a grid at a time. */
class PlainSource {
  readonly width: number;
  readonly fields: ReadonlySet<Field>;
  readonly grid: CellGrid;
  readonly delimiter: number;
  readonly time = new Float64Array(GRID_ROWS);
  readonly account = new AccountColumn();
  /** Shows where names of accounts are; null where they are in the block. */
  readonly accountView: DataView | null = null;
  readonly numbers: Partial<Record<NumberField, Float64Array>> = {};
  private readonly timeCells: TimeCells;
  private readonly timeAt: number;
  private readonly accountAt: number | null; // null for a constant account
  /** Fields that have a value in every row. */
  readonly always: readonly Field[];
  /** Columns of fields of which no value was seen yet. */
  unseen: readonly { readonly field: Field; readonly position: number }[];
  private readonly numberColumns: { position: number; kind: NumberKind; values: Float64Array }[] = [];

  constructor({ columns, constants, dialect }: SourceForm, zone: TimeZone | null) {
    const { positions, width } = columns;
    this.width = width;
    this.grid = new CellGrid(width, MOST_BLOCK_BYTES);
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.timeCells = new TimeCells(zone);
    this.timeAt = positions.get('time')!; // mapColumns makes sure of it
    this.accountAt = positions.get('account') ?? null;
    if (this.accountAt === null) this.accountView = this.account.fill(constants.account ?? '');
    const fields = new Set<Field>(['time', 'account', ...positions.keys()]);
    for (const field of NUMBER_FIELDS) {
      const position = positions.get(field);
      if (position === undefined) continue;
      const values = new Float64Array(GRID_ROWS);
      this.numbers[field] = values;
      this.numberColumns.push({ position, kind: NUMBER_KIND[field], values });
    }
    for (const field of Object.keys(constants) as Field[]) fields.add(field);
    this.fields = fields;
    const given = Object.keys(constants) as Field[];
    this.always = ['time', 'account', ...given];
    this.unseen = [...positions]
      .filter(([field]) => !this.always.includes(field))
      .map(([field, position]) => ({ field, position }));
  }

  /** Marks fields as having a value in the source. */
  saw(found: ReadonlySet<Field>): void {
    if (found.size > this.always.length) this.unseen = this.unseen.filter(({ field }) => !found.has(field));
  }

  /** Reads the columns that can refuse a row; marks rows odd that the reference must read. Throws as `times` does. */
  read(bytes: Buffer, view: DataView, times: TimeColumn): void {
    const { grid } = this;
    for (const { position, kind, values } of this.numberColumns)
      readNumberColumn(bytes, view, grid, position, kind, values);
    this.timeCells.read(bytes, view, grid, this.timeAt, times, this.time);
    if (this.accountAt !== null) this.account.read(bytes, view, grid, this.accountAt);
    this.timeCells.uncount(grid);
  }
}

/** One block on its way through a lane. */
class BlockReading {
  /** Fields of which a row counted from its bytes has a value, as far as the source's `unseen` asks. */
  readonly found = new Set<Field>();
  /** Of the rows counted from their bytes. */
  hashes = new Float64Array(1024);
  readonly batches: RecordBatch[] = []; // of the rows that the reference read
  private readonly rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 }; // read by the reference
  private readonly refused: RefusedRow[] = [];
  private readonly picked = new Int32Array(GRID_ROWS); // accepted rows of the grid
  private readonly odd: { from: number; to: number; line: number }[] = [];
  private readonly times: TimeColumn;
  private readonly view: DataView;
  private fused = 0;
  private lines = 0;
  private firstTime = Number.POSITIVE_INFINITY;
  private lastTime = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly block: Block,
    private readonly form: SourceForm,
    private readonly source: PlainSource,
    zone: TimeZone | null,
    private readonly store: RowStore,
  ) {
    const { bytes, times } = block;
    this.times = new TimeColumn(form.name, zone, times);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length + BEHIND);
  }

  /** What became of the block, without the ambiguous times; null where its times are not settled. */
  run(): Omit<BlockOutcome, 'ambiguous'> | null {
    const { bytes } = this.block;
    const { dialect, columns } = this.form;
    const sink = {
      add: (_: string, line: number, offset: number, reason: QuarantineReason, detail: string) =>
        this.refused.push({ line, offset, reason, detail }),
    };
    let reference: RecordReader | null = null; // most blocks need none
    const readerHere = () => {
      reference ??= new RecordReader(this.form, this.times, this.rows, sink);
      return reference;
    };
    const byReference = (from: number, to: number) => {
      const scanner = new RecordScanner(dialect, columns.width, this.block.offset + from, this.lines);
      this.batches.push(...readerHere().batches(scanner.scan(bytes.subarray(from, to))));
      this.batches.push(...readerHere().batches(scanner.finish(false)));
      this.lines += countLines(bytes, from, to);
    };
    try {
      if (bytes.includes(0) || !isUtf8(bytes)) {
        byReference(0, bytes.length);
      } else {
        const returns = bytes.includes(CR);
        let end = 0;
        for (const { plain, from, to } of stretches(
          bytes,
          dialect,
          columns.width,
          new RecordMeasure(),
          true,
        )) {
          end = to;
          if (plain) this.readPlain(from, to, returns);
          else byReference(from, to);
        }
        if (end !== bytes.length) throw new Error(`a block of ${bytes.length} bytes was read to ${end}`);
      }
      if (this.odd.length > 0) this.batches.push(...readerHere().batches([this.oddRange()]));
      if (reference !== null) this.batches.push(...readerHere().rest());
    } catch (error) {
      if (error instanceof StillhuntError) return null; // the first time has no zone: said in order of rows
      throw error;
    }
    if (this.changedTimes()) return null;
    const { rows, fused } = this;
    const builder = (reference as RecordReader | null)?.builder;
    return {
      rows: { ...rows, read: rows.read + fused, accepted: rows.accepted + fused },
      fused,
      lines: this.lines,
      refused: this.refused.sort((a, b) => a.offset - b.offset),
      firstTime: Math.min(this.firstTime, builder?.firstTime ?? Number.POSITIVE_INFINITY),
      lastTime: Math.max(this.lastTime, builder?.lastTime ?? Number.NEGATIVE_INFINITY),
    };
  }

  private changedTimes(): boolean {
    const { shift, seenZoned } = this.times.state;
    return shift !== this.block.times.shift || seenZoned !== this.block.times.seenZoned;
  }

  private readPlain(from: number, to: number, returns: boolean): void {
    const { source, view } = this;
    const { grid } = source;
    const { bytes } = this.block;
    for (let at = from; at < to; ) {
      at = grid.fill(bytes, view, at, to, source.delimiter, returns);
      source.read(bytes, view, this.times);
      if (this.changedTimes()) return; // nothing of the block is kept
      this.pick(grid);
      this.lines += grid.lines;
    }
  }

  /** Puts the accepted rows of the grid into the store and the others aside. */
  private pick(grid: CellGrid): void {
    const { picked, source, store } = this;
    const { time } = source;
    let count = 0;
    for (let row = 0; row < grid.rows; row++) {
      if (grid.odd[row] === 1) {
        this.odd.push({ from: grid.starts[row]!, to: grid.ends[row]!, line: this.lines + grid.line[row]! });
        continue;
      }
      picked[count++] = row;
      if (time[row]! < this.firstTime) this.firstTime = time[row]!;
      if (time[row]! > this.lastTime) this.lastTime = time[row]!;
    }
    if (count === 0) return;
    const { input_tokens: input, output_tokens: output } = source.numbers;
    const { account } = source;
    const accountView = source.accountView ?? this.view;
    store.begin(this.view, grid, picked, count, account, accountView, time, input, output);
    const columns: FacetColumns = { rows: grid.rows, time, number: source.numbers, text: {} };
    for (let n = 0; n < store.numberFacets.length; n++) {
      CATALOGUE[store.numberFacets[n]!]!.encode(columns, VALUES, nothingToRemember);
      store.put(n, picked, count, VALUES);
    }
    store.end(count);
    this.note(grid, count);
    this.fused += count;
  }

  /** Hashes the rows picked, and looks for values in columns that had none yet. */
  private note(grid: CellGrid, count: number): void {
    const { picked, source } = this;
    const { time, account, numbers } = source;
    const { lo, hi } = account;
    const { input_tokens: input, output_tokens: output } = numbers;
    if (this.fused + count > this.hashes.length) {
      const larger = new Float64Array((this.fused + count) * 2);
      larger.set(this.hashes);
      this.hashes = larger;
    }
    for (let n = 0; n < count; n++) {
      const row = picked[n]!;
      this.hashes[this.fused + n] = rowHash(
        time[row]!,
        lo[row]!,
        hi[row]!,
        input === undefined ? Number.NaN : input[row]!,
        output === undefined ? Number.NaN : output[row]!,
      );
    }
    if (this.found.size === 0) for (const field of source.always) this.found.add(field);
    for (const { field, position } of source.unseen) {
      if (!this.found.has(field) && this.holdsValue(grid, count, field, position)) this.found.add(field);
    }
  }

  private holdsValue(grid: CellGrid, count: number, field: Field, position: number): boolean {
    const numbers = this.source.numbers[field as NumberField];
    const prompt = field === 'prompt' || field === 'system_prompt';
    for (let n = 0; n < count; n++) {
      const row = this.picked[n]!;
      if (numbers !== undefined) {
        if (!Number.isNaN(numbers[row]!)) return true;
        continue;
      }
      const cell = row * grid.stride + position;
      const from = grid.borders[cell]! + 1;
      const to = grid.borders[cell + 1]!;
      if (to <= from) continue;
      const text = this.block.bytes.toString('utf8', from, to).trim();
      if (!isMissing(text) && !(prompt && isRedacted(text))) return true;
    }
    return false;
  }

  private oddRange(): RecordRange {
    const { odd, block } = this;
    return {
      kind: 'range',
      bytes: Buffer.concat(odd.map(({ from, to }) => block.bytes.subarray(from, to))),
      quoted: false,
      gaps: false,
      records: odd.length,
      offsets: Float64Array.from(odd, ({ from }) => block.offset + from),
      ends: Float64Array.from(odd, ({ to }) => block.offset + to - (block.bytes[to - 2] === CR ? 2 : 1)),
      lines: Float64Array.from(odd, ({ line }) => line),
      unterminated: false,
    };
  }
}

const VALUES: FacetValues = {
  lo: new Uint32Array(GRID_ROWS),
  hi: new Uint32Array(GRID_ROWS),
  present: new Uint8Array(GRID_ROWS),
};
const nothingToRemember: Remember = () => {};
