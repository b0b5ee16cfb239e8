/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/** A share with bounds, all in [0, 1]. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of a share of which `found` of `tried` were seen: Wilson 1927. It stays inside [0, 1] and says
 * something for two or three trials too. Nothing tried is anything from 0 to 1.
 */
export function wilson(found: number, tried: number): Interval {
  if (tried === 0) return { low: 0, high: 1 };
  const share = found / tried;
  const square = (Z * Z) / tried;
  const centre = share + square / 2;
  const half = Math.sqrt(square * (share * (1 - share) + square / 4));
  return {
    low: found === 0 ? 0 : (centre - half) / (1 + square),
    high: found === tried ? 1 : (centre + half) / (1 + square),
  };
}
