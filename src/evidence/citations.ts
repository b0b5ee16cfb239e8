import { createHash, createHmac, type Hash, hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { identifierField, shownAs } from '../assess/show-value.js';
import type { RecordBatch } from '../record/record-batch.js';
import type { Field } from '../record/usage-record.js';
import type { CitationDepth, CitedGroup, Claim } from './claims.js';
import { recordFields } from './record-fields.js';
import { leafHash, RecordTree, type TrackedLeaf } from './record-tree.js';
import type { ClaimEntry, RecordEntry, RecordTreeEntry } from './records-entry.js';

/** Records of the smallest hashes that are cited for a claim, beside the first and the last in time of full ones. */
const LEAST: Readonly<Record<CitationDepth, number>> = { full: 2, brief: 1 };

const ID_DIGITS = 16;
const SALT_BYTES = 16;
const SALT_KEY = 'stillhunt/record-salt/1';

/** What a run cites. */
export interface Cited {
  readonly records: readonly RecordEntry[];
  readonly trees: readonly RecordTreeEntry[];
  /** By group. */
  readonly claims: ReadonlyMap<string, readonly ClaimEntry[]>;
}

/** A record that some claim cites as things stand. */
interface Candidate {
  readonly source: number;
  readonly row: number; // in its batch
  readonly time: number; // µs
  readonly sha256: string;
  claims: number; // that cite it
  leaf: TrackedLeaf | null; // null until its batch is in the tree
  entry: Pick<RecordEntry, 'byte_offset' | 'byte_length' | 'line' | 'of' | 'fields'> | null; // the same
}

/**
 * Chooses the records that claims cite, and grows the tree over all records of each input, while the records go by.
 * Which are chosen depends on the records alone and not on how they were batched: of all that contribute to a claim those of
 * the smallest SHA-256 (of equal ones the first) and, where claims are cited in full, the first and the last in time (of
 * equal times the first and the last in the log). Memory: the records chosen. Cost: three or four hashes a record, and for
 * those of members O(claims of the group).
 */
export class Citations {
  private readonly tallies: GroupTally[];
  private readonly groupsOf = new Map<string, GroupTally[]>(); // by account
  private readonly trees: RecordTree[];
  private readonly seed: Hash = createHash('sha256').update(SALT_KEY); // over the hashes of all records

  /** @param inputs Names of the sources as the document has them, by their number in the run. */
  constructor(
    groups: readonly CitedGroup[],
    private readonly inputs: readonly string[],
  ) {
    this.tallies = groups.map((group) => new GroupTally(group));
    for (const [g, { members }] of groups.entries()) {
      for (const account of members) {
        const known = this.groupsOf.get(account);
        if (known === undefined) this.groupsOf.set(account, [this.tallies[g]!]);
        else known.push(this.tallies[g]!);
      }
    }
    this.trees = inputs.map(() => new RecordTree());
  }

  /** Takes a batch in; batches come in order of inputs and rows. `bytes` gives those of a row, null where it has none. */
  add(batch: RecordBatch, bytes: (row: number) => Uint8Array | null): void {
    const rows = new BatchRows(batch, bytes);
    this.seed.update(rows.digests());
    const groups = batch.account.dictionary.map((account) => this.groupsOf.get(account));
    const touched = new Set<GroupTally>();
    for (let row = 0; row < batch.rows; row++) {
      for (const group of groups[batch.account.codes[row]!] ?? NO_GROUPS) {
        group.offer(rows, row);
        touched.add(group);
      }
    }
    for (const group of touched) group.settle(rows);
    const tree = this.trees[batch.source]!;
    for (let row = 0; row < batch.rows; row++) {
      const candidate = rows.candidates.get(row);
      if (candidate === undefined || candidate.claims === 0) {
        tree.add(rows.sha256[row]!);
        continue;
      }
      candidate.leaf = tree.add(rows.sha256[row]!, true);
      candidate.entry = rows.entry(row);
    }
    for (const group of touched) for (const { leaf, source } of group.dropped()) this.forget(source, leaf);
  }

  private forget(source: number, leaf: TrackedLeaf | null): void {
    if (leaf !== null) this.trees[source]!.drop(leaf);
  }

  /** What is cited; nothing is added after it. */
  finish(): Cited {
    const cited = new Set(this.tallies.flatMap((group) => group.cited()));
    const idOf = recordIds([...cited]);
    const seed = this.seed.digest();
    const records = [...cited].map((candidate) => this.recordEntry(candidate, idOf.get(candidate)!, seed));
    return {
      records: records.sort((a, b) => (a.id < b.id ? -1 : 1)),
      trees: this.trees.map((tree, n) => ({
        input: this.inputs[n]!,
        records: tree.size,
        root: tree.root(),
      })),
      claims: new Map(this.tallies.map((group) => [group.id, group.entries(idOf)])),
    };
  }

  private recordEntry(candidate: Candidate, id: string, seed: Buffer): RecordEntry {
    const { source, sha256, leaf } = candidate;
    const { of, fields, ...place } = candidate.entry!;
    const salt = createHmac('sha256', seed).update(`${source}:${leaf!.leaf}:${sha256}`).digest('hex');
    return {
      id,
      input: this.inputs[source]!,
      ...place,
      sha256,
      of,
      fields,
      salt: salt.slice(0, 2 * SALT_BYTES),
      proof: this.trees[source]!.proof(leaf!),
    };
  }
}

const NO_GROUPS: readonly GroupTally[] = [];

/** A batch with what is asked of its rows. */
class BatchRows {
  readonly sha256: string[];
  /** Rows of it that claims cite, as things stand. */
  readonly candidates = new Map<number, Candidate>();
  private readonly shown = new Map<string, (readonly string[] | undefined)[]>(); // by identifier, then code
  private readonly lengths: (number | null)[] = [];

  constructor(
    readonly batch: RecordBatch,
    bytes: (row: number) => Uint8Array | null,
  ) {
    this.sha256 = new Array<string>(batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      const own = bytes(row);
      this.lengths.push(own === null ? null : own.length);
      this.sha256[row] = hash('sha256', own ?? canonicalize(recordFields(batch, row))!, 'hex');
    }
  }

  /** The hashes of all rows, one after the other. */
  digests(): Buffer {
    const all = Buffer.allocUnsafe(32 * this.sha256.length);
    for (const [row, sha256] of this.sha256.entries()) all.write(sha256, 32 * row, 'hex');
    return all;
  }

  candidate(row: number): Candidate {
    const known = this.candidates.get(row);
    if (known !== undefined) return known;
    const { source, time } = this.batch;
    const sha256 = this.sha256[row]!;
    const made = { source, row, time: time[row]!, sha256, claims: 0, leaf: null, entry: null };
    this.candidates.set(row, made);
    return made;
  }

  entry(row: number): NonNullable<Candidate['entry']> {
    const { batch } = this;
    const length = this.lengths[row]!;
    return {
      byte_offset: length === null ? null : batch.offset[row]!,
      byte_length: length,
      line: batch.line[row]!,
      of: length === null ? 'fields' : 'bytes',
      fields: recordFields(batch, row),
    };
  }

  has(field: Field, row: number): boolean {
    const { batch } = this;
    if (field === 'time' || field === 'account') return true;
    const text = batch.text[field as keyof RecordBatch['text']];
    if (text !== undefined) return text.codes[row]! >= 0;
    const number = batch.number[field as keyof RecordBatch['number']];
    return number !== undefined && !Number.isNaN(number[row]!);
  }

  /** How shared values may show what the row has of an identifier. */
  shownAs(identifier: string, row: number): readonly string[] {
    const column = this.batch.text[identifierField(identifier)];
    const code = column?.codes[row] ?? -1;
    if (code < 0) return [];
    let known = this.shown.get(identifier);
    if (known === undefined) {
      known = [];
      this.shown.set(identifier, known);
    }
    known[code] ??= shownAs(identifier, column!.dictionary[code]!);
    return known[code];
  }
}

/** The claims of one group while records go by. */
class GroupTally {
  readonly id: string;
  private readonly byNeeds = new Map<string, { needs: Claim['needs']; tally: ClaimTally }>();
  private readonly byFacet = new Map<string, Map<string, ClaimTally>>();
  private readonly all: ClaimTally[] = [];
  private readonly tallyOf: readonly (readonly [Claim, ClaimTally])[];
  private readonly fell: Candidate[] = []; // out of some claim

  constructor({ id, claims, depth }: CitedGroup) {
    this.id = id;
    this.tallyOf = claims.map((claim) => [claim, this.tallyFor(claim, depth)]);
  }

  /** Statistics over the same records share one tally. */
  private tallyFor({ about, needs }: Claim, depth: CitationDepth): ClaimTally {
    if ('facet' in about) {
      const values = this.byFacet.get(about.facet) ?? new Map<string, ClaimTally>();
      this.byFacet.set(about.facet, values);
      const tally = values.get(about.value) ?? this.tally(depth);
      values.set(about.value, tally);
      return tally;
    }
    const key = JSON.stringify(needs);
    const known = this.byNeeds.get(key) ?? { needs, tally: this.tally(depth) };
    this.byNeeds.set(key, known);
    return known.tally;
  }

  private tally(depth: CitationDepth): ClaimTally {
    const tally = new ClaimTally(depth, this.fell);
    this.all.push(tally);
    return tally;
  }

  /** Takes a record of a member. */
  offer(rows: BatchRows, row: number): void {
    for (const { needs, tally } of this.byNeeds.values())
      if (needs.every((anyOf) => anyOf.some((field) => rows.has(field, row)))) tally.offer(rows, row);
    for (const [facet, values] of this.byFacet) {
      const tallies = rows.shownAs(facet, row).map((value) => values.get(value));
      for (const [at, tally] of tallies.entries())
        if (tally !== undefined && tallies.indexOf(tally) === at) tally.offer(rows, row);
    }
  }

  /** Ends a batch. */
  settle(rows: BatchRows): void {
    for (const tally of this.all) tally.settle(rows);
  }

  /** Records that no claim cites any more, since the last call. */
  dropped(): Candidate[] {
    return this.fell.splice(0).filter(({ claims }) => claims === 0);
  }

  cited(): Candidate[] {
    return this.all.flatMap((tally) => tally.cited());
  }

  entries(idOf: ReadonlyMap<Candidate, string>): ClaimEntry[] {
    return this.tallyOf.map(([{ id, family, about }, tally]) => ({
      id,
      family,
      about,
      contributing: tally.contributing,
      records: tally.cited().map((candidate) => idOf.get(candidate)!),
    }));
  }
}

/** What one claim cites so far. */
class ClaimTally {
  contributing = 0;
  private readonly most: number;
  private readonly least: Candidate[] = []; // of the smallest hashes, ascending
  private first: Candidate | null = null; // in time
  private last: Candidate | null = null;
  private firstRow = -1; // of the batch in hand, where it comes before `first`
  private lastRow = -1;
  private firstTime = Number.POSITIVE_INFINITY;
  private lastTime = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly depth: CitationDepth,
    private readonly fell: Candidate[],
  ) {
    this.most = LEAST[depth];
  }

  offer(rows: BatchRows, row: number): void {
    this.contributing++;
    const sha256 = rows.sha256[row]!;
    const { least, most } = this;
    if (least.length < most || sha256 < least[most - 1]!.sha256) this.takeIn(rows, row, sha256);
    if (this.depth === 'brief') return;
    const time = rows.batch.time[row]!;
    if (time < this.firstTime) [this.firstTime, this.firstRow] = [time, row];
    if (time >= this.lastTime) [this.lastTime, this.lastRow] = [time, row];
  }

  private takeIn(rows: BatchRows, row: number, sha256: string): void {
    const { least } = this;
    if (least.some((one) => one.sha256 === sha256)) return;
    const at = least.findIndex((one) => sha256 < one.sha256);
    least.splice(at === -1 ? least.length : at, 0, this.cite(rows.candidate(row)));
    if (least.length > this.most) this.release(least.pop()!);
  }

  settle(rows: BatchRows): void {
    if (this.firstRow >= 0) this.first = this.replaced(this.first, rows.candidate(this.firstRow));
    if (this.lastRow >= 0) this.last = this.replaced(this.last, rows.candidate(this.lastRow));
    this.firstRow = -1;
    this.lastRow = -1;
  }

  private replaced(before: Candidate | null, after: Candidate): Candidate {
    this.cite(after);
    if (before !== null) this.release(before);
    return after;
  }

  private cite(candidate: Candidate): Candidate {
    candidate.claims++;
    return candidate;
  }

  private release(candidate: Candidate): void {
    candidate.claims--;
    this.fell.push(candidate);
  }

  /** In order of time, then of the log. */
  cited(): Candidate[] {
    const ends = [this.first, this.last].filter((one) => one !== null);
    return [...new Set([...this.least, ...ends])].sort(
      (a, b) => a.time - b.time || a.source - b.source || a.leaf!.leaf - b.leaf!.leaf,
    );
  }
}

/** An id for each record, as `RecordEntry` says. */
function recordIds(cited: readonly Candidate[]): Map<Candidate, string> {
  const hashed = cited.map((candidate) => ({ candidate, leaf: leafHash(candidate.sha256) }));
  hashed.sort((a, b) => (a.leaf < b.leaf ? -1 : a.leaf > b.leaf ? 1 : 0));
  const ids = new Map<Candidate, string>();
  for (const [at, { candidate, leaf }] of hashed.entries()) {
    const neighbours = [hashed[at - 1]?.leaf, hashed[at + 1]?.leaf].filter((other) => other !== undefined);
    const same = neighbours.includes(leaf);
    const agreeing = Math.max(0, ...neighbours.filter((other) => other !== leaf).map((o) => agree(leaf, o)));
    const digits = leaf.slice(0, Math.max(ID_DIGITS, agreeing + 1));
    ids.set(
      candidate,
      same ? `R${digits}-${candidate.source + 1}-${candidate.leaf!.leaf + 1}` : `R${digits}`,
    );
  }
  return ids;
}

function agree(a: string, b: string): number {
  let digits = 0;
  while (digits < a.length && a[digits] === b[digits]) digits++;
  return digits;
}
