import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Bit mixer of murmur3: every input bit reaches every output bit. Unsigned 32-bit result. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Seed of a named part of the world, so that a draw added to one part leaves every other part as it was. */
export function seedFor(seed: number, name: string): number {
  let h = mix32(seed ^ 0x9e3779b9);
  for (let i = 0; i < name.length; i++) h = mix32(Math.imul(h, 31) + name.charCodeAt(i));
  return h;
}

/**
 * A positive number to any power. Engines differ in the last bit of their own power and trigonometric functions from
 * version to version, and not in exp and log; a log must come out the same under all of them.
 */
export function power(base: number, exponent: number): number {
  return Math.exp(exponent * Math.log(base));
}

/**
 * A seeded stream of random numbers (xoroshiro128+ of pure-rand). The same seed and the same calls give the
 * same numbers on every machine.
 */
export class Random {
  readonly #seed: number;
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    this.#seed = seed;
    const word = (n: number) => mix32(Math.imul(seed | 0, 0x9e3779b1) + n * 0x7f4a7c15) | 0;
    this.#generator = xoroshiro128plusFromState([word(1), word(2), word(3), word(4) | 1]);
  }

  /** An independent stream for a part of the world; does not advance this one. */
  fork(name: string): Random {
    return new Random(seedFor(this.#seed, name));
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Uniform integer, both ends inclusive. */
  integer(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.unit());
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = this.between(-1, 1);
      const y = this.between(-1, 1);
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /** Lognormal by its median and the standard deviation of its logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Gamma with the given shape (> 0) and scale 1: Marsaglia and Tsang 2000, boosted for shapes below 1. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * power(1 - this.unit(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      const v = root * root * root;
      if (v > 0 && Math.log(1 - this.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** Rounds up or down at random so that the mean is kept. */
  round(value: number): number {
    const whole = Math.floor(value);
    return this.unit() < value - whole ? whole + 1 : whole;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(items.length * this.unit())]!;
  }

  /** Rank drawn from a Zipf-like law over `count` ranks, rank 0 the most popular. */
  rank(count: number, skew = 1): number {
    const u = this.unit();
    if (skew === 1) return Math.min(count - 1, Math.floor(power(count + 1, u)) - 1);
    const top = power(count + 1, 1 - skew);
    return Math.min(count - 1, Math.floor(power(1 + u * (top - 1), 1 / (1 - skew))) - 1);
  }

  /** Fisher–Yates, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      const kept = items[i]!;
      items[i] = items[j]!;
      items[j] = kept;
    }
    return items;
  }

  /** `count` distinct items, or all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffle([...items]).slice(0, count);
  }
}
