import { identify, identifyBytes } from '../facet/identity.js';
import { LONGEST_ACCOUNT } from '../ingest/batch-builder.js';
import { isMissing } from '../ingest/missing.js';
import { type CellGrid, GRID_ROWS } from './cell-grid.js';

/** The accounts of a grid's rows: where their names stand, without white space around them, and what identifies these. */
export class AccountColumn {
  readonly from = new Int32Array(GRID_ROWS);
  readonly length = new Int32Array(GRID_ROWS); // bytes
  readonly lo = new Uint32Array(GRID_ROWS);
  readonly hi = new Uint32Array(GRID_ROWS);

  /** Reads a column. Rows without an account, or with one that is too long, are marked odd. */
  read(bytes: Buffer, view: DataView, grid: CellGrid, position: number): void {
    const { borders, stride, odd, rows } = grid;
    const { from: froms, length: lengths, lo, hi } = this;
    for (let row = 0; row < rows; row++) {
      if (odd[row] === 1) continue;
      const from = borders[row * stride + position]! + 1;
      const length = borders[row * stride + position + 1]! - from;
      // Most names are neither to be trimmed nor a word for no value, as their ends show.
      const ends = length < 2 ? ODD : STARTS[bytes[from]!]! | ENDS[bytes[from + length - 1]!]!;
      const plain = (ends & ODD) === 0 && (ends !== WORD || length > LONGEST_WORD);
      if (!plain || length > LONGEST_ACCOUNT || !identifyBytes(view, from, length, lo, hi, row)) {
        this.readText(bytes, grid, row, from, length);
        continue;
      }
      froms[row] = from;
      lengths[row] = length;
    }
  }

  /** Gives every row the same name; shows where that stands. */
  fill(name: string): DataView {
    const bytes = Buffer.from(`${name}    `);
    this.length.fill(bytes.length - 4);
    identify(name, this.lo, this.hi, 0);
    this.lo.fill(this.lo[0]!);
    this.hi.fill(this.hi[0]!);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  private readText(bytes: Buffer, { odd }: CellGrid, row: number, from: number, length: number): void {
    const cell = bytes.toString('utf8', from, from + length);
    const name = cell.trim();
    if (isMissing(name) || name.length > LONGEST_ACCOUNT) {
      odd[row] = 1;
      return;
    }
    this.from[row] = from + length - Buffer.byteLength(cell.trimStart());
    this.length[row] = Buffer.byteLength(name);
    identify(name, this.lo, this.hi, row);
  }
}

const WORD_START = 1; // a word for no value may start so, see missing.ts
const WORD_END = 2;
const WORD = WORD_START | WORD_END;
const ODD = 4; // white space or not ASCII
const LONGEST_WORD = 9;

const STARTS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte, '(<nNuU-\\', WORD_START));
const ENDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte, 'lL)>eEnNdDaA-', WORD_END));

function kindOf(byte: number, among: string, kind: number): number {
  if (byte <= 0x20 || byte >= 0x7f) return ODD;
  return among.includes(String.fromCharCode(byte)) ? kind : 0;
}
