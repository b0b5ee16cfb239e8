import { StillhuntError } from '../errors.js';
import { BATCH_ROWS, BatchBuilder } from '../ingest/batch-builder.js';
import type { JudgedHead } from '../ingest/format-head.js';
import type { FormatReader } from '../ingest/format-reader.js';
import type { IngestOptions } from '../ingest/ingest-summary.js';
import { openFormat } from '../ingest/open-format.js';
import { countLines } from '../ingest/record-border.js';
import { RowSketches } from '../ingest/row-sketches.js';
import { SourceReader } from '../ingest/source-reader.js';
import { TimeZone } from '../ingest/time-zone.js';
import { TimeColumn } from '../ingest/timestamp.js';
import type { RowCount } from '../record/row-count.js';
import { BatchLane } from './batch-lane.js';
import type { Block, BlockOutcome, LaneEnd, RefusedRow } from './block-lane.js';
import { keyedValues, type LaneSettings } from './lane-settings.js';

/** A source with records on its lines; plain data, from which a lane understands it as it was understood at first. */
export interface LineForm {
  readonly name: string;
  /** Position in the run's list of sources. */
  readonly index: number;
  /** By what the source was understood. */
  readonly head: JudgedHead;
  readonly options: Pick<IngestOptions, 'columns' | 'constants' | 'profile' | 'map' | 'epoch' | 'timezone'>;
}

/** Counts blocks of lines by the reference, whichever of the run's blocks it gets. */
export class LineLane {
  private readonly sketches: RowSketches;
  private readonly counted: BatchLane;
  private form: LineForm | null = null;
  private format: FormatReader | null = null;
  private zone: TimeZone | null = null;

  constructor(settings: LaneSettings) {
    this.sketches = new RowSketches(keyedValues(settings.key)?.row);
    this.counted = new BatchLane(settings);
  }

  /** Says what source the next blocks are of. */
  open(form: LineForm): void {
    const { options, head, name } = form;
    const named = options.timezone === undefined ? null : TimeZone.named(options.timezone);
    const opened = openFormat(Buffer.from(head.bytes), head.end, name, options, named)!; // it was opened before
    this.form = form;
    this.format = opened.reader;
    this.zone = opened.zone;
  }

  /** Counts a block; null, with nothing kept, where its times would settle what later times mean or cannot be read. */
  take({ bytes, offset, times }: Block): BlockOutcome | null {
    const { name, index, options } = this.form!;
    const format = this.format!.from!(offset, 0);
    const before = this.zone?.ambiguous ?? 0;
    const rows: RowCount = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
    const refused: RefusedRow[] = [];
    const sink = {
      add: (_: string, line: number, at: number, reason: RefusedRow['reason'], detail: string) =>
        refused.push({ line, offset: at, reason, detail }),
    };
    const column = new TimeColumn(name, this.zone, times);
    const builder = new BatchBuilder(index, format.columns, column, options.constants, BATCH_ROWS);
    const reader = new SourceReader(name, format.columns.width, builder, rows, sink);
    const unsettled = () => {
      if (this.zone !== null) this.zone.ambiguous = before;
      return null;
    };
    let batches: ReturnType<BatchBuilder['take']>[];
    try {
      batches = [...reader.batches(format.read(bytes)), ...reader.rest()];
    } catch (error) {
      if (error instanceof StillhuntError) return unsettled(); // the first time has no zone: said in order of rows
      throw error;
    }
    const { shift, seenZoned } = column.state;
    if (shift !== times.shift || seenZoned !== times.seenZoned) return unsettled();
    for (const batch of batches) {
      this.counted.add(batch!);
      this.sketches.add(batch!);
    }
    return {
      rows,
      fused: 0,
      lines: countLines(bytes, 0, bytes.length),
      refused,
      firstTime: builder.firstTime ?? Number.POSITIVE_INFINITY,
      lastTime: builder.lastTime ?? Number.NEGATIVE_INFINITY,
      ambiguous: (this.zone?.ambiguous ?? 0) - before,
    };
  }

  /** What was counted; the lane is spent. */
  finish(): LaneEnd {
    return { shards: this.counted.finish(), samples: this.sketches.samples() };
  }
}
