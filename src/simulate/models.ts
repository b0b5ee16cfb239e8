import type { Random } from './random.js';
import { DAY, HOUR } from './rhythm.js';
import { draw, type Weighted, weighted } from './weighted.js';

/** Model names as requested; the code of a model is its place here. */
export const MODELS = [
  'aster-3-mini',
  'aster-3',
  'aster-3-pro',
  'aster-3-think',
  'aster-4',
  'aster-4-pro',
] as const;

/** Milliseconds per output token and to the first token, by model. */
export const MODEL_PACE = [
  [6, 180],
  [11, 320],
  [19, 520],
  [15, 900],
  [12, 380],
  [21, 640],
] as const;

/** Which model an account asks for, and whether and when it moves to the newly released one. */
export interface ModelHabit {
  readonly usual: Weighted<number>;
  readonly next: Weighted<number>;
  /** Milliseconds since the epoch; infinite for accounts that stay. */
  readonly movesAt: number;
  /** Share of requests that go to the new model once the move is complete. */
  readonly share: number;
  /** Milliseconds over which the share builds up; 0 for a switch. */
  readonly ramp: number;
}

export function chooseModel(habit: ModelHabit, time: number, random: Random): number {
  if (time >= habit.movesAt) {
    const progress = habit.ramp > 0 ? Math.min(1, (time - habit.movesAt) / habit.ramp) : 1;
    if (random.chance(habit.share * progress)) return draw(habit.next, random);
  }
  return draw(habit.usual, random);
}

/** One model for most, a second one for some. */
export function usualModels(random: Random): Weighted<number> {
  const popularity = weighted([
    [0, 0.22],
    [1, 0.38],
    [2, 0.28],
    [3, 0.12],
  ]);
  const first = draw(popularity, random);
  const second = draw(popularity, random);
  return first === second || random.chance(0.55)
    ? weighted([[first, 1]])
    : weighted([
        [first, random.between(0.5, 0.95)],
        [second, random.between(0.02, 0.4)],
      ]);
}

/**
 * How customers take up a release: about one in eight within a day (half of those at once, by an alias or a
 * configuration change), a quarter over the following days, the rest later than the log.
 */
export function customerModels(release: number, random: Random): ModelHabit {
  const u = random.unit();
  const movesAt =
    u < 0.06
      ? release + random.between(0, 3 * HOUR)
      : u < 0.13
        ? release + random.between(HOUR, DAY)
        : u < 0.38
          ? release + random.exponential(3 * DAY)
          : Number.POSITIVE_INFINITY;
  return {
    usual: usualModels(random),
    next: weighted([[random.chance(0.6) ? 4 : 5, 1]]),
    movesAt,
    share: random.chance(0.5) ? 1 : random.between(0.1, 0.9),
    ramp: random.chance(0.6) ? 0 : random.between(2 * HOUR, 2 * DAY),
  };
}
