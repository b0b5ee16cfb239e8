import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws for property tests: everything that a test draws follows from its seed. */
export class Seeded {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Integer in [from, to], both inclusive. */
  int(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  /** In [0, 1). */
  unit(): number {
    return this.int(0, 0x3fffffff) / 0x40000000;
  }

  chance(p: number): boolean {
    return this.unit() < p;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [out[i], out[j]] = [out[j]!, out[i]!];
    }
    return out;
  }

  /** The list cut into parts of one or more, in order. */
  cut<T>(list: readonly T[], longest: number): T[][] {
    const parts: T[][] = [];
    for (let at = 0; at < list.length; ) {
      const size = this.int(1, longest);
      parts.push(list.slice(at, at + size));
      at += size;
    }
    return parts;
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Gamma(shape, 1) (Marsaglia & Tsang 2000). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  dirichlet(alpha: readonly number[]): number[] {
    const draws = alpha.map((a) => this.gamma(a));
    const sum = draws.reduce((s, x) => s + x, 0);
    return draws.map((x) => x / sum);
  }

  /** Index drawn by weight. */
  weighted(weights: readonly number[]): number {
    let left = this.unit() * weights.reduce((s, w) => s + w, 0);
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i]!;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }
}

/** Runs a property for each seed; a failure names the seed. */
export function forSeeds(count: number, property: (random: Seeded, seed: number) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      property(new Seeded(seed), seed);
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}
