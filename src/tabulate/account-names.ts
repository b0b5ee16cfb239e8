import { ByteDictionary } from '../fingerprint/byte-dictionary.js';

/** Names of accounts as numbers in order of arrival; one may come to have several. Memory is bounded by accounts. */
export class AccountNames {
  readonly names: string[] = [];
  private readonly known = new ByteDictionary(64);
  private numbers = new Uint32Array(64); // entry of `known` -> number
  private readonly byText = new Map<string, number>(); // those that did not come as bytes, or that `known` could not take

  /** Number of the name whose UTF-8 bytes are the `length` bytes of `bytes`, which `view` shows, from `from` on. */
  number(bytes: Buffer, view: DataView, from: number, length: number): number {
    const found = this.known.find(view, from, length);
    if (found !== -1) return this.numbers[found]!;
    const name = bytes.toString('utf8', from, from + length);
    const known = this.byText.get(name);
    if (known !== undefined) return known;
    const entry = this.known.add(bytes, view, from, length);
    if (entry === -1) return this.numberOf(name);
    if (entry === this.numbers.length) {
      const larger = new Uint32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[entry] = this.names.push(name) - 1;
    return this.numbers[entry]!;
  }

  /** Number of a name. */
  numberOf(name: string): number {
    let number = this.byText.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.byText.set(name, number);
    }
    return number;
  }
}
