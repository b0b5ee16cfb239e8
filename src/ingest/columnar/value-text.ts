import { isUtf8 } from 'node:buffer';

/** Bytes as the text they hold, or as `0x…` where they hold none. */
export function bytesText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : `0x${buffer.toString('hex')}`;
}

/** A decimal from its unscaled value, to the last digit: 12345 of scale 2 is `123.45`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Bytes, big-endian or little-endian, as the signed number they hold in two's complement. */
export function signedNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** A date from days since the epoch. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? `day ${days}` : date.toISOString().slice(0, -14);
}

/** A time of day from µs since midnight. */
export function timeOfDayText(micros: bigint): string {
  const [seconds, rest] = [micros / 1_000_000n, micros % 1_000_000n];
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${parts.join(':')}.${String(rest).padStart(6, '0')}`;
}

/** A point in time from µs since the epoch, with `Z` where it is UTC. */
export function timeText(micros: bigint, utc: boolean): string {
  const milli = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  const date = new Date(Number(milli));
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  return `${date.toISOString().slice(0, -1)}${String(micros - milli * 1000n).padStart(3, '0')}${utc ? 'Z' : ''}`;
}

/** Lists, structs and maps as JSON; integers that a double does not hold and bytes become strings. */
export function jsonText(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value ?? null;
}
