/** Pairs that the list has room for at first, for each account. */
const EXPECTED = 8;

/**
 * A growing list of pairs of accounts, packed as `smaller · accounts + larger`: exact up to 94 million accounts. Pairs
 * may come repeatedly, and are told apart by sorting: a Set holds no more than 2^24. 8 bytes a pair, twice that while
 * the list grows.
 */
export class PairList {
  private packed: Float64Array;
  private length = 0;

  constructor(private readonly accounts: number) {
    this.packed = new Float64Array(16 + EXPECTED * accounts);
  }

  /** Adds the pair, in whichever order; an account with itself is no pair. O(1) amortised. */
  add(a: number, b: number): void {
    if (a === b) return;
    if (this.length === this.packed.length) this.makeRoom();
    this.packed[this.length++] = a < b ? a * this.accounts + b : b * this.accounts + a;
  }

  /** The distinct pairs, ascending. O(pairs · log pairs). */
  distinct(): Float64Array {
    this.settle();
    return this.packed.slice(0, this.length);
  }

  /** Drops repetitions before the list grows. */
  private makeRoom(): void {
    this.settle();
    if (this.length <= this.packed.length / 2) return;
    const wider = new Float64Array(2 * this.packed.length);
    wider.set(this.packed);
    this.packed = wider;
  }

  private settle(): void {
    const sorted = this.packed.subarray(0, this.length).sort();
    let to = 0;
    for (let i = 0; i < sorted.length; i++) {
      if (i === 0 || sorted[i] !== sorted[to - 1]) sorted[to++] = sorted[i]!;
    }
    this.length = to;
  }
}
