import { CATALOGUE } from '../facet/catalogue.js';
import { type FacetValues, type Remember, supported } from '../facet/facet.js';
import { fieldsWithValues } from '../record/batch-fields.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { Field } from '../record/usage-record.js';
import { AccountIndex } from './account-index.js';
import { BottomK } from './bottom-k.js';
import { type FacetTable, valueKey } from './facet-table.js';
import { sortEntries } from './sort-entries.js';
import { OWNER_STRIDE, SparseCounts } from './sparse-counts.js';
import { ValueTexts } from './value-texts.js';

/**
 * Folds batches, and tables made earlier, into one facet table. Memory is bounded by accounts and by the variety
 * of their values, never by rows. The result does not depend on the order of what was added.
 */
export class Accumulator {
  private readonly index = new AccountIndex();
  private readonly counts = new SparseCounts();
  private readonly keep = Int32Array.from(CATALOGUE, (facet) => facet.keep ?? 0);
  private readonly bottomK = new BottomK(this.keep);
  private readonly texts = CATALOGUE.map(() => new ValueTexts());
  private readonly fields = new Set<Field>();
  private values: FacetValues = valuesFor(0);

  /** Adds the records of a batch. O(rows × facets). */
  add(batch: RecordBatch): void {
    if (batch.rows === 0) return;
    if (this.values.lo.length < batch.rows) this.values = valuesFor(batch.rows);
    const has = fieldsWithValues(batch);
    for (const field of has) this.fields.add(field);
    const accounts = this.index.note(batch);
    for (let f = 0; f < CATALOGUE.length; f++) {
      const facet = CATALOGUE[f]!;
      if (!supported(facet, (field) => has.has(field))) continue;
      const texts = this.texts[f]!;
      const remember: Remember = (lo, hi, text) => texts.note(lo, hi, text);
      facet.encode(batch, this.values, remember);
      const { lo, hi, present } = this.values;
      for (let i = 0; i < batch.rows; i++) {
        if (present[i] === 1) this.count(accounts[i]! * OWNER_STRIDE + f, lo[i]!, hi[i]!, 1);
      }
    }
    this.dropTexts();
  }

  /** Adds a finished table, for example of another batch or worker. O(entries). */
  addTable(table: FacetTable): void {
    for (const field of table.fields) this.fields.add(field);
    const accounts = this.index.noteTable(table);
    for (let f = 0; f < CATALOGUE.length; f++) {
      const { starts, lo, hi, count } = table.facets[f]!;
      for (let a = 0; a < accounts.length; a++) {
        const owner = accounts[a]! * OWNER_STRIDE + f;
        for (let e = starts[a]!; e < starts[a + 1]!; e++) this.count(owner, lo[e]!, hi[e]!, count[e]!);
      }
      for (const [key, text] of table.texts[f]!) this.texts[f]!.noteKey(key, text);
    }
    this.dropTexts();
  }

  /** The table of all that was added. The accumulator is spent afterwards. */
  finish(): FacetTable {
    this.bottomK.trim(this.counts);
    const { accounts, totals, rank } = this.index.sorted();
    const facets = sortEntries(this.counts, rank, CATALOGUE.length);
    const texts = facets.map((entries, f) => {
      const held = new Set<string>();
      if (this.texts[f]!.size > 0) {
        for (let e = 0; e < entries.lo.length; e++) held.add(valueKey(entries.lo[e]!, entries.hi[e]!));
      }
      return this.texts[f]!.sorted(held);
    });
    return { accounts, totals, facets, texts, fields: new Set([...this.fields].sort()) };
  }

  /** Drops the texts of values that are no longer held, where there are too many. O(pairs held), seldom. */
  private dropTexts(): void {
    if (!this.texts.some((texts) => texts.full)) return;
    this.bottomK.trim(this.counts);
    const held = CATALOGUE.map(() => new Set<string>());
    this.counts.forEach((owner, lo, hi) => {
      const f = owner % OWNER_STRIDE;
      if (this.texts[f]!.full) held[f]!.add(valueKey(lo, hi));
    });
    this.texts.forEach((texts, f) => {
      if (texts.full) texts.retain(held[f]!);
    });
  }

  private count(owner: number, lo: number, hi: number, count: number): void {
    if (this.keep[owner % OWNER_STRIDE]! === 0) {
      this.counts.add(owner, lo, hi, count);
      return;
    }
    if (!this.bottomK.admits(owner, lo, hi)) return;
    if (this.counts.full && this.bottomK.worthTrimming(this.counts.size)) {
      this.bottomK.trim(this.counts);
      if (!this.bottomK.admits(owner, lo, hi)) return;
    }
    if (this.counts.add(owner, lo, hi, count)) this.bottomK.noteNew(owner);
  }
}

/** The table of several tables; any tree of merges gives the same bytes. */
export function mergeTables(tables: readonly FacetTable[]): FacetTable {
  const accumulator = new Accumulator();
  for (const table of tables) accumulator.addTable(table);
  return accumulator.finish();
}

function valuesFor(rows: number): FacetValues {
  return { lo: new Uint32Array(rows), hi: new Uint32Array(rows), present: new Uint8Array(rows) };
}
