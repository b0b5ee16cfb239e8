/**
 * How numbers are rounded in findings.json, so that equal inputs give equal bytes:
 * shares and strengths to 6 decimals; nats to 3 decimals; spans in hours to 2 decimals; ratios, scores, rates and
 * the values of statistics to 6 significant digits. Counts are integers and stay as they are.
 */

/** Six decimals, for quantities in [0, 1]. */
export function fraction(value: number): number {
  return decimals(value, 6);
}

/** Three decimals, for natural-log evidence. Evidence without bound is written as the largest finite figure. */
export function nats(value: number): number {
  return decimals(Math.max(-1e6, Math.min(1e6, value)), 3);
}

/** Two decimals. */
export function hours(value: number): number {
  return decimals(value, 2);
}

/** Six significant digits; null where there is no finite number to give. */
export function significant(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Number(value.toPrecision(6)) + 0; // + 0 turns minus zero into zero
}

function decimals(value: number, places: number): number {
  if (!Number.isFinite(value)) return 0;
  return Number(value.toFixed(places)) + 0;
}
