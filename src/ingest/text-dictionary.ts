import type { TextColumn } from '../record/record-batch.js';
import { isMissing, isRedacted } from './missing.js';

const FIRST_SLOTS = 1024; // a power of two
const MAX_PROBES = 64; // longer chains mean values that were made to collide
const CODE_BITS = 17; // of a slot; the rest is a tag of the hash
const CODE_MASK = (1 << CODE_BITS) - 1;

/** Distinct values that a dictionary can hold: rows of a batch at most. */
export const MAX_DICTIONARY = CODE_MASK;

/**
 * Collects one text column of a batch as codes into a dictionary of distinct values. Cells are trimmed; empty
 * cells, words for "no value" and, in a prompt column, redaction marks become -1.
 *
 * An open-addressing table of one integer a value, because with tens of thousands of distinct strings a Map for
 * each column makes all of ingest cost a quarter more processor time: it waits for the memory of the strings it
 * compares with. Cost: one hash and about one probe a cell, neither where the cell equals the one before. Values
 * that were made to collide go to a Map.
 */
export class TextDictionary {
  private codes: Int32Array<ArrayBuffer>;
  private dictionary: string[] = []; // distinct trimmed values in order of first appearance
  private slots = new Int32Array(FIRST_SLOTS); // tag of the hash above, code plus 1 below; 0 is free
  private collided: Map<string, number> | null = null; // value -> code, for values beyond MAX_PROBES

  constructor(
    private readonly prompt: boolean, // whether redaction marks are missing values
    capacity: number,
  ) {
    this.codes = new Int32Array(capacity);
  }

  resize(capacity: number): void {
    const larger = new Int32Array(capacity);
    larger.set(this.codes);
    this.codes = larger;
  }

  /**
   * Takes the cells at `position` of the records whose indices are the first `count` of `picked`, as rows from
   * `row` on.
   */
  setAll(
    row: number,
    records: readonly (readonly string[])[],
    position: number,
    picked: Int32Array,
    count: number,
  ): void {
    const { codes } = this;
    let lastCell = '';
    let lastCode = -1;
    for (let at = 0; at < count; at++) {
      const cell = records[picked[at]!]![position]!;
      if (cell !== lastCell) {
        lastCode = this.codeOf(isTrimmed(cell) ? cell : cell.trim());
        lastCell = cell;
      }
      codes[row + at] = lastCode;
    }
  }

  /** The first `rows` rows as a column; starts anew. */
  take(rows: number): TextColumn {
    const column = { codes: this.codes.slice(0, rows), dictionary: this.dictionary };
    this.dictionary = [];
    this.slots.fill(0); // at its grown size: the next batch is much like this one
    this.collided = null;
    return column;
  }

  private codeOf(value: string): number {
    if (isMissing(value)) return -1;
    const hash = hashOf(value);
    const slots = this.slots;
    const mask = slots.length - 1;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const found = slots[(hash + probe) & mask]!;
      if (found === 0) return this.learn(value, hash, (hash + probe) & mask);
      const code = (found & CODE_MASK) - 1;
      if ((found ^ hash) >>> CODE_BITS === 0 && this.dictionary[code] === value) return code;
    }
    const code = this.collided?.get(value);
    return code === undefined ? this.learn(value, hash, -1) : code;
  }

  /** Enters a value that was not met before in this batch, into the given free slot or, at -1, beside the table. */
  private learn(value: string, hash: number, slot: number): number {
    if (this.prompt && isRedacted(value)) return -1;
    const code = this.dictionary.push(value) - 1;
    if (slot === -1) {
      this.collided ??= new Map();
      this.collided.set(value, code);
    } else {
      this.slots[slot] = (hash & ~CODE_MASK) | (code + 1);
      if (this.dictionary.length * 2 > this.slots.length) this.grow();
    }
    return code;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    this.collided = null;
    for (const [code, value] of this.dictionary.entries()) {
      const hash = hashOf(value);
      let probe = 0;
      while (probe < MAX_PROBES && slots[(hash + probe) & mask] !== 0) probe++;
      if (probe < MAX_PROBES) slots[(hash + probe) & mask] = (hash & ~CODE_MASK) | (code + 1);
      else {
        this.collided ??= new Map();
        this.collided.set(value, code);
      }
    }
    this.slots = slots;
  }
}

/** False where the first or last character may be white space. */
function isTrimmed(cell: string): boolean {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80;
}

/** 32-bit FNV-1a over UTF-16 units with a final mix, because both the low and the high bits are used. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
