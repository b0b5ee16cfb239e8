/**
 * A time in integer microseconds since the epoch as ISO 8601 in UTC with six decimals, for example
 * `2026-04-22T00:00:00.000001Z`. Null for what is not a time, such as the first time of an empty log.
 */
export function isoMicroseconds(microseconds: number | null): string | null {
  if (microseconds === null || !Number.isSafeInteger(microseconds)) return null;
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = microseconds - milliseconds * 1000;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
