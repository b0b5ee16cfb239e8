import { ByteDictionary } from './byte-dictionary.js';

/** Numbers texts that come as UTF-8 in order of arrival, each decoded once. Expected O(length) a look-up. */
export class NameNumbers {
  /** By number; distinct. */
  readonly names: string[] = [];
  private readonly entries = new ByteDictionary();
  private readonly numberOfEntry: number[] = []; // the dictionary may hold one text twice
  private readonly numberOf = new Map<string, number>();

  /** Numbers of the texts that stand in `data`, text n from `offsets[n]` to `offsets[n + 1]`. */
  ofAll(offsets: Int32Array, data: Uint8Array): Uint32Array {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const numbers = new Uint32Array(Math.max(0, offsets.length - 1));
    for (let n = 0; n < numbers.length; n++) {
      const from = offsets[n]!;
      const to = offsets[n + 1]!;
      if (from < 0 || to < from || to > data.length) throw new Error('a text beyond its column');
      const entry = this.entries.find(view, from, to - from);
      numbers[n] = entry === -1 ? this.enter(bytes, view, from, to) : this.numberOfEntry[entry]!;
    }
    return numbers;
  }

  private enter(bytes: Buffer, view: DataView, from: number, to: number): number {
    const name = bytes.toString('utf8', from, to);
    let number = this.numberOf.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.numberOf.set(name, number);
    }
    const entry = this.entries.add(bytes, view, from, to - from);
    if (entry !== -1) this.numberOfEntry[entry] = number;
    return number;
  }
}
