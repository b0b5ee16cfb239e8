import { CATALOGUE } from '../facet/catalogue.js';
import type { OtherText, Remember, TextCoding } from '../facet/facet.js';
import { identifyBytes } from '../facet/identity.js';
import { isMissing, isRedacted } from '../ingest/missing.js';
import { ByteDictionary } from './byte-dictionary.js';
import { type CellGrid, GRID_ROWS } from './cell-grid.js';

/** Entries and bytes beyond which the cells met before are forgotten; they only spare work. */
const MANY = 1 << 17;
const MUCH = 1 << 24;
/** Bytes of a cell that is worth remembering. */
const LONGEST = 1024;

/** Values that one facet has for the rows of a grid, as `FacetValues`, before the day is put in. */
export class TextValues {
  readonly lo = new Uint32Array(GRID_ROWS);
  readonly hi = new Uint32Array(GRID_ROWS);
  readonly present = new Uint8Array(GRID_ROWS);
  // The same of each cell met before.
  entryLo = new Uint32Array(256);
  entryHi = new Uint32Array(256);
  entrySays = new Uint8Array(256);

  constructor(
    readonly facet: number,
    readonly coding: TextCoding,
  ) {}

  /** Gives every row the value of one text. */
  setAll(text: string): void {
    this.present.fill(this.coding.code(text, this.lo, this.hi, 0) ? 1 : 0);
    this.lo.fill(this.lo[0]!);
    this.hi.fill(this.hi[0]!);
  }

  grow(): void {
    this.entryLo = grown(this.entryLo);
    this.entryHi = grown(this.entryHi);
    const says = new Uint8Array(this.entryLo.length);
    says.set(this.entrySays);
    this.entrySays = says;
  }
}

/** What a cell has to say for a facet whose texts may be remembered. */
interface Note {
  readonly facet: number;
  readonly lo: number;
  readonly hi: number;
  readonly text: string;
}

/**
 * Codes the cells of one text field for all facets that read it. Each distinct cell is decoded, trimmed and coded once,
 * by the same code as in the reference; identities that nobody remembers are hashed from the bytes.
 */
export class TextCells {
  readonly values: TextValues[];
  private readonly prompt: boolean;
  private readonly direct: boolean; // whether bytes may be hashed as they stand
  private readonly noted: boolean; // whether some facet remembers texts
  private readonly cells = new ByteDictionary();
  private readonly notes: (readonly Note[])[] = []; // by entry
  private used = new Uint8Array(256); // by entry: its notes were handed on
  private readonly entries = new Int32Array(GRID_ROWS); // of the rows; -1 is none
  private readonly loose: { row: number; notes: readonly Note[] }[] = []; // of rows whose cell is no entry

  constructor(readonly field: OtherText) {
    this.values = CATALOGUE.flatMap(({ text }, f) =>
      text?.field === field ? [new TextValues(f, text)] : [],
    );
    this.prompt = field === 'prompt' || field === 'system_prompt';
    this.direct = this.values.every(({ coding }) => coding.identity && coding.readable === null);
    this.noted = this.values.some(({ coding }) => coding.readable !== null);
  }

  /** Fills `values` for the rows that are not odd. */
  read(bytes: Buffer, view: DataView, grid: CellGrid, position: number): void {
    if (this.cells.size > MANY || this.cells.bytes > MUCH) this.forget();
    this.loose.length = 0;
    if (this.direct) this.readDirect(bytes, view, grid, position);
    else this.readKnown(bytes, view, grid, position);
  }

  /** Hands on the texts of accepted rows, each once. */
  remember(odd: Uint8Array, rows: number, remembering: readonly Remember[]): void {
    if (!this.noted) return;
    const { entries, used } = this;
    for (let row = 0; row < rows; row++) {
      const entry = entries[row]!;
      if (odd[row] === 1 || entry < 0 || used[entry] === 1) continue;
      used[entry] = 1;
      for (const { facet, lo, hi, text } of this.notes[entry]!) remembering[facet]!(lo, hi, text);
    }
    for (const { row, notes } of this.loose) {
      if (odd[row] === 0) for (const { facet, lo, hi, text } of notes) remembering[facet]!(lo, hi, text);
    }
  }

  private readDirect(bytes: Buffer, view: DataView, grid: CellGrid, position: number): void {
    const { borders, stride, odd, rows } = grid;
    const { lo, hi, present } = this.values[0]!;
    for (let row = 0; row < rows; row++) {
      if (odd[row] === 1) continue;
      const from = borders[row * stride + position]! + 1;
      const length = borders[row * stride + position + 1]! - from;
      if (length === 0) {
        present[row] = 0;
      } else if (length >= 2 && this.standsAsIs(bytes, from, length)) {
        identifyBytes(view, from, length, lo, hi, row);
        present[row] = 1;
      } else if (!this.recall(view, from, length, row)) this.readCell(bytes, view, from, length, row);
    }
  }

  /** Copies what is known of a cell to its row; false where it was not met before. */
  private recall(view: DataView, from: number, length: number, row: number): boolean {
    const entry = this.cells.find(view, from, length);
    if (entry === -1) return false;
    for (const values of this.values) {
      values.lo[row] = values.entryLo[entry]!;
      values.hi[row] = values.entryHi[entry]!;
      values.present[row] = values.entrySays[entry]!;
    }
    return true;
  }

  private readKnown(bytes: Buffer, view: DataView, grid: CellGrid, position: number): void {
    const { borders, stride, odd, rows } = grid;
    const { cells, entries } = this;
    for (let row = 0; row < rows; row++) {
      if (odd[row] === 1) continue;
      const from = borders[row * stride + position]! + 1;
      const length = borders[row * stride + position + 1]! - from;
      const entry = cells.find(view, from, length);
      entries[row] = entry;
      if (entry === -1) this.readCell(bytes, view, from, length, row);
    }
    for (const values of this.values) spread(values, entries, rows);
  }

  /** Whether a cell is neither missing nor to be trimmed, for sure. */
  private standsAsIs(bytes: Buffer, from: number, length: number): boolean {
    const first = bytes[from]!;
    const last = bytes[from + length - 1]!;
    const kind = STARTS[first]!;
    if (kind === ODD || last <= 0x20 || last >= 0x80) return false;
    if (kind === PLAIN) return true;
    if ((kind & MISSING) !== 0 && length <= 9) return false;
    if (!this.prompt || (kind & REDACTED) === 0 || length > 200 * 3) return true;
    const second = SECOND_LETTER[first]!;
    return second !== 0 && (bytes[from + 1]! | 0x20) !== second;
  }

  /** Codes a cell as the reference does, and keeps it where that is worth it. */
  private readCell(bytes: Buffer, view: DataView, from: number, length: number, row: number): void {
    const text = bytes.toString('utf8', from, from + length).trim();
    const missing = isMissing(text) || (this.prompt && isRedacted(text));
    const notes: Note[] = [];
    const { lo, hi, says } = SCRATCH;
    const entry = length <= LONGEST ? this.cells.add(bytes, view, from, length) : -1;
    for (const values of this.values) {
      const { coding, facet } = values;
      says[0] = !missing && coding.code(text, lo, hi, 0) ? 1 : 0;
      if (says[0] === 1 && coding.readable?.(text)) notes.push({ facet, lo: lo[0]!, hi: hi[0]!, text });
      if (entry >= values.entryLo.length) values.grow();
      const [toLo, toHi, toSays, at] =
        entry === -1
          ? ([values.lo, values.hi, values.present, row] as const)
          : ([values.entryLo, values.entryHi, values.entrySays, entry] as const);
      toLo[at] = lo[0]!;
      toHi[at] = hi[0]!;
      toSays[at] = says[0]!;
      if (this.direct && entry !== -1) {
        values.lo[row] = lo[0]!;
        values.hi[row] = hi[0]!;
        values.present[row] = says[0]!;
      }
    }
    this.entries[row] = entry;
    if (entry === -1) {
      if (notes.length > 0) this.loose.push({ row, notes });
      return;
    }
    if (!this.noted) return;
    this.notes[entry] = notes;
    if (entry >= this.used.length) this.used = grownBytes(this.used);
    this.used[entry] = notes.length === 0 ? 1 : 0;
  }

  private forget(): void {
    this.cells.clear();
    this.notes.length = 0;
  }
}

const SCRATCH = { lo: new Uint32Array(1), hi: new Uint32Array(1), says: new Uint8Array(1) };

/** Copies what was known of each row's cell to the row; rows without an entry keep what they have. */
function spread(values: TextValues, entries: Int32Array, rows: number): void {
  const { lo, hi, present, entryLo, entryHi, entrySays } = values;
  for (let row = 0; row < rows; row++) {
    const entry = entries[row]!;
    if (entry < 0) continue;
    lo[row] = entryLo[entry]!;
    hi[row] = entryHi[entry]!;
    present[row] = entrySays[entry]!;
  }
}

const PLAIN = 0;
const MISSING = 1; // may start a word for no value
const REDACTED = 2; // may start a redaction mark
const ODD = 4; // white space or not ASCII
/** What a first byte may start; see missing.ts. */
const STARTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 0x20 || byte >= 0x80) return ODD;
  const character = String.fromCharCode(byte);
  return (
    ('(<nNuU-\\'.includes(character) ? MISSING : 0) |
    ('rmhofs[<({"\'*'.includes(character.toLowerCase()) ? REDACTED : 0)
  );
});

/** Second letter, in lower case, of the redaction mark that a letter starts; 0 where none does. */
const SECOND_LETTER = new Uint8Array(256);
for (const word of ['re', 'ma', 'hi', 'om', 'fi', 'sc']) {
  for (const first of [word[0]!, word[0]!.toUpperCase()])
    SECOND_LETTER[first.charCodeAt(0)] = word.charCodeAt(1);
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function grownBytes(array: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(array.length * 2);
  larger.set(array);
  return larger;
}
