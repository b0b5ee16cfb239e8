import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetValues, supported } from '../facet/facet.js';
import type { Shard } from '../fingerprint/shard.js';
import { fieldsWithValues } from '../record/batch-fields.js';
import type { RecordBatch } from '../record/record-batch.js';
import { BatchStore } from './batch-store.js';
import { LaneRuns } from './lane-runs.js';
import { keyedValues, type LaneSettings } from './lane-settings.js';

/** Texts of one facet beyond which those noted are forgotten; they only spare work. */
const MANY = 1 << 16;

/** Counts batches of records: the table that `Accumulator` makes of them, several times faster where there are many. */
export class BatchLane {
  private readonly counted: LaneRuns;
  private readonly store: BatchStore;
  private readonly noted = CATALOGUE.map(() => new Set<string>()); // texts that need not be noted again
  private values: FacetValues = valuesFor(0);

  constructor({ storeBytes, byDay, key }: LaneSettings) {
    const order = keyedValues(key)?.order;
    this.counted = new LaneRuns(byDay, order);
    this.store = new BatchStore(storeBytes, order);
  }

  add(batch: RecordBatch): void {
    const { rows, account, number, time } = batch;
    if (rows === 0) return;
    const { texts: counted, fields } = this.counted;
    const part = this.counted.part(0);
    if (this.store.needsTaking(rows)) this.flush();
    const has = fieldsWithValues(batch);
    for (const field of has) fields.add(field);
    if (this.values.lo.length < rows) this.values = valuesFor(rows);
    const numbers = Uint32Array.from(account.dictionary, (name) => part.accounts.numberOf(name));
    const owners = Uint32Array.from({ length: rows }, (_, row) =>
      part.owner(numbers[account.codes[row]!]!, time[row]!),
    );
    this.store.begin(rows, owners, time, number.input_tokens, number.output_tokens);
    for (const [f, facet] of CATALOGUE.entries()) {
      if (!supported(facet, (field) => has.has(field))) continue;
      const texts = counted[f]!;
      const noted = this.noted[f]!;
      facet.encode(batch, this.values, (lo, hi, text) => {
        if (noted.has(text)) return;
        if (noted.size === MANY) noted.clear();
        noted.add(text);
        texts.note(lo, hi, text);
      });
      this.store.put(f, rows, this.values);
    }
    this.store.end(rows);
    if (!this.counted.full) return;
    this.flush();
    this.counted.dropTexts();
    for (const noted of this.noted) noted.clear();
  }

  /** What was counted; the lane is spent. */
  finish(): Shard[] {
    this.flush();
    return this.counted.shards();
  }

  private flush(): void {
    const part = this.counted.part(0);
    if (this.store.rows > 0) part.push(this.store.take(part.names.length, part.totals));
  }
}

function valuesFor(rows: number): FacetValues {
  return { lo: new Uint32Array(rows), hi: new Uint32Array(rows), present: new Uint8Array(rows) };
}
