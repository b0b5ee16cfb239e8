import type { TextColumn } from '../record/record-batch.js';
import { isMissing, isRedacted } from './missing.js';

/**
 * Collects one text column of a batch as codes into a dictionary of distinct values. Cells are trimmed; empty
 * cells, words for "no value" and, in a prompt column, redaction marks become -1. Cost: one hash look-up a
 * cell, none where it equals the cell before.
 */
export class TextDictionary {
  private codes: Int32Array<ArrayBuffer>;
  private entries: string[] = []; // distinct trimmed values in order of first appearance
  private known = new Map<string, number>(); // cell as it stands -> code
  private lastCell = '';
  private lastCode = -1;

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

  set(row: number, cell: string): void {
    if (cell === this.lastCell) {
      this.codes[row] = this.lastCode;
      return;
    }
    let code = this.known.get(cell);
    if (code === undefined) code = this.learn(cell);
    this.lastCell = cell;
    this.lastCode = code;
    this.codes[row] = code;
  }

  /** The first `rows` rows as a column; starts anew. */
  take(rows: number): TextColumn {
    const column = { codes: this.codes.slice(0, rows), dictionary: this.entries };
    this.entries = [];
    this.known = new Map();
    this.lastCell = '';
    this.lastCode = -1;
    return column;
  }

  private learn(cell: string): number {
    const value = cell.trim();
    let code = -1;
    if (!isMissing(value) && !(this.prompt && isRedacted(value))) {
      code = value === cell ? -1 : (this.known.get(value) ?? -1);
      if (code === -1) {
        code = this.entries.push(value) - 1;
        if (value !== cell) this.known.set(value, code);
      }
    }
    this.known.set(cell, code);
    return code;
  }
}
