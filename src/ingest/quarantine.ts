/** Why a row was refused. Codes are stable: they stand in findings and other programs count them. */
export const QUARANTINE_REASONS = [
  'ragged-row', // more or fewer cells than the header has
  'broken-quote', // a quote that RFC 4180 does not allow, or one that is never closed
  'truncated-last-record', // the source ends inside its last record
  'field-too-long', // a cell above 1 MiB, or an account above 1024 characters
  'record-too-long', // a line above 8 MiB, or a JSON object above 32 MiB
  'nul-byte', // a zero byte inside the row
  'bad-encoding', // bytes that are not UTF-8
  'bad-json', // a line, object or message that is no JSON
  'not-an-object', // JSON, but no object where a record was expected
  'not-a-record', // an object that does not hold the records that others of the source do
  'unmatched-line', // a line of a text log that is not written like the others
  'unreadable-row', // in a damaged part of a columnar file
  'missing-time',
  'bad-time', // not a time, or not one that the calendar has
  'time-without-zone', // and the user named none
  'time-not-in-zone', // a local time that a clock change skipped
  'time-out-of-range', // before 2000 or after 2099
  'mixed-time-unit', // epoch number in another unit than the first of the source
  'missing-account',
  'bad-number',
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

export type ReasonCounts = Partial<Record<QuarantineReason, number>>;

/** One refused row: where it starts and why it was refused. Never holds prompt text. */
export interface QuarantinedRow {
  /** Name of the source as listed in the summary. */
  readonly source: string;
  /** Line on which the row starts, the header being line 1. */
  readonly line: number;
  /** Byte at which the row starts in the decompressed source, UTF-16 re-coded to UTF-8 without byte order mark. */
  readonly offset: number;
  readonly reason: QuarantineReason;
  /** Printable ASCII, at most 120 characters. */
  readonly detail: string;
}

/** Plain data, the same for the same inputs: counts are complete, examples are the first by source and offset. */
export interface QuarantineSummary {
  readonly total: number;
  readonly reasons: Readonly<ReasonCounts>;
  readonly bySource: readonly { readonly source: string; readonly reasons: Readonly<ReasonCounts> }[];
  readonly examples: readonly QuarantinedRow[];
  /** Refused rows that are counted above and not among the examples. */
  readonly examplesOmitted: number;
}

/** Takes refused rows; those of one source come in order of offset. */
export interface RefusedRowSink {
  add(source: string, line: number, offset: number, reason: QuarantineReason, detail: string): void;
}

const EXAMPLES = 1000;
const DETAIL_CHARACTERS = 120;

/**
 * Tally of refused rows. Counts are exact; the first 1000 rows in order of source and offset are kept as
 * examples. Rows of one source must be added in order of offset, and sources in order of the run.
 */
export class Quarantine implements RefusedRowSink {
  private total = 0;
  private readonly counts = new Map<string, Map<QuarantineReason, number>>(); // source -> reason -> rows
  private readonly examples: QuarantinedRow[] = [];

  add(source: string, line: number, offset: number, reason: QuarantineReason, detail: string): void {
    this.total++;
    let reasons = this.counts.get(source);
    if (reasons === undefined) {
      reasons = new Map();
      this.counts.set(source, reasons);
    }
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (this.examples.length < EXAMPLES) {
      this.examples.push({ source, line, offset, reason, detail: detail.slice(0, DETAIL_CHARACTERS) });
    }
  }

  summary(): QuarantineSummary {
    const all = new Map<QuarantineReason, number>();
    for (const reasons of this.counts.values()) {
      for (const [reason, rows] of reasons) all.set(reason, (all.get(reason) ?? 0) + rows);
    }
    return {
      total: this.total,
      reasons: inReasonOrder(all),
      bySource: [...this.counts].map(([source, reasons]) => ({ source, reasons: inReasonOrder(reasons) })),
      examples: [...this.examples],
      examplesOmitted: this.total - this.examples.length,
    };
  }
}

function inReasonOrder(counts: ReadonlyMap<QuarantineReason, number>): ReasonCounts {
  const ordered: ReasonCounts = {};
  for (const reason of QUARANTINE_REASONS) {
    const rows = counts.get(reason);
    if (rows !== undefined) ordered[reason] = rows;
  }
  return ordered;
}
