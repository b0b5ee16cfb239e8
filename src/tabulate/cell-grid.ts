import { CR, LF } from '../ingest/dialect.js';

/** Rows of a grid at most: small enough for their columns to stay in the nearest memory. */
export const GRID_ROWS = 1024;

/** Bytes of a line whose cells have places of 16 bits in a store, behind all that stands before them there. */
const LONGEST_LINE = 0xe000;

/**
 * Where the cells of plain lines start and end. Row r has its borders at r·(width + 1): cell j lies between the borders j
 * and j + 1, both exclusive. A row with another number of cells, with a carriage return that ends no line, or
 * of more than LONGEST_LINE bytes is marked odd.
 */
export class CellGrid {
  rows = 0;
  /** Line ends passed over in this filling. */
  lines = 0;
  readonly stride: number;
  readonly borders: Int32Array;
  /** Start of each row, and behind its line feed. */
  readonly starts = new Int32Array(GRID_ROWS);
  readonly ends = new Int32Array(GRID_ROWS);
  /** Line ends before each row in this filling. */
  readonly line = new Int32Array(GRID_ROWS);
  /** 1 where the row is left to the reference. */
  readonly odd = new Uint8Array(GRID_ROWS);

  /** @param longest bytes of a line at most */
  constructor(
    private readonly width: number,
    longest: number,
  ) {
    this.stride = width + 1;
    this.borders = new Int32Array(GRID_ROWS * this.stride + longest + 2); // a line may be all delimiters
  }

  /**
   * Takes lines from `at` on until the grid is full or `end`, where a line ends, is reached; gives the place behind
   * them. `view` shows the same bytes. Empty lines are passed over.
   */
  fill(
    bytes: Uint8Array,
    view: DataView,
    at: number,
    end: number,
    delimiter: number,
    returns: boolean,
  ): number {
    const { borders, stride } = this;
    const delimiters = Math.imul(delimiter, 0x01010101);
    const lastWord = end - 4;
    let row = 0;
    let line = 0;
    let i = at;
    while (i < end && row < GRID_ROWS) {
      const first = row * stride;
      const start = i;
      borders[first] = start - 1;
      let k = first + 1;
      // Four bytes at a time: most have one delimiter or none, and a branch at every cell would be guessed wrong.
      let ended = false;
      while (i <= lastWord) {
        const word = view.getInt32(i, true);
        const feeds = zeroBytes(word ^ LINE_FEEDS);
        let marks = zeroBytes(word ^ delimiters);
        if (feeds !== 0) marks &= (feeds & -feeds) - 1;
        borders[k] = i + lowestByte(marks);
        k = (k + ((marks | -marks) >>> 31)) | 0;
        marks &= marks - 1;
        while (marks !== 0) {
          borders[k] = i + lowestByte(marks);
          k = (k + 1) | 0;
          marks &= marks - 1;
        }
        if (feeds !== 0) {
          i += lowestByte(feeds);
          ended = true;
          break;
        }
        i = (i + 4) | 0;
      }
      if (!ended) {
        for (let byte = bytes[i]!; byte !== LF; byte = bytes[++i]!) if (byte === delimiter) borders[k++] = i;
      }
      const lastAt = returns && i > start && bytes[i - 1] === CR ? i - 1 : i;
      i++;
      line++;
      if (lastAt === start) continue;
      borders[k] = lastAt;
      const right = k - first === this.width && i - start <= LONGEST_LINE;
      this.odd[row] = right && !(returns && hasReturn(bytes, start, lastAt)) ? 0 : 1;
      this.starts[row] = start;
      this.ends[row] = i;
      this.line[row++] = line - 1;
    }
    this.rows = row;
    this.lines = line;
    return i;
  }
}

const LINE_FEEDS = 0x0a0a0a0a;

/** The highest bit of each byte that is 0 (Warren, "Hacker's Delight", 6-1). */
function zeroBytes(word: number): number {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
}

/** Place of the lowest byte with a bit set, 0 to 3. */
function lowestByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}

function hasReturn(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === CR) return true;
  return false;
}
