/** How quantities are written. The same everywhere: no locale enters. */

/** A whole number with commas: 1,897,344. */
export function thousands(count: number): string {
  const sign = count < 0 ? '-' : '';
  return sign + String(Math.round(Math.abs(count))).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count in at most six characters where exactness is not needed: 9,999 · 88.1 k · 240 k · 1.9 M · 3.2 G. */
export function narrow(count: number): string {
  if (count < 10_000) return thousands(count);
  let value = count;
  for (const unit of ['k', 'M', 'G']) {
    value /= 1000;
    const shown = value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
    if (Number(shown) < 1000) return `${shown} ${unit}`;
  }
  return `${thousands(value)} G`;
}

/** A number of three significant digits: 0.00123 · 4.56 · 1,230. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? thousands(rounded) : String(rounded);
}

/** A likelihood ratio; below a half as a fraction of one: 1,300 · 0.8 · 1/20. */
export function ratio(value: number): string {
  if (value <= 0) return '0';
  return value < 0.5 ? `1/${figure(1 / value)}` : figure(value);
}

/** A share of [0, 1] in per cent. Never reads 100 % or 0 % unless it is. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.01) return '<0.01 %';
  if (value < 100 && value > 99.95) return '>99.9 %';
  const rounded =
    Math.abs(value) >= 1 ? Number(value.toFixed(1)) : Number(value.toPrecision(1 + Number(value >= 0.1)));
  return `${rounded} %`;
}

/** Evidence with its sign: +5.3 · -0.2 · +8.0 · 0. */
export function signed(nats: number): string {
  const shown = nats.toFixed(1);
  if (Number(shown) === 0) return '0';
  return nats > 0 ? `+${shown}` : shown;
}

/** A span of hours in its natural unit: 20 min · 36 h · 38 d. */
export function duration(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${thousands(hours / 24)} d`;
}

/** Bytes in decimal units: 950 B · 612 MB. */
export function byteSize(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'kB', 'MB']) {
    if (value < 999.5) return `${Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} GB`;
}

/** A value with its unit as the findings document names it; null is what could not be measured. */
export function quantity(value: number | null, unit: string): string {
  if (value === null) return 'not measured';
  if (unit === 'share') return percent(value);
  if (unit === 'nats') return `${signed(value)} nats`;
  return unit === '' ? figure(value) : plural(value, unit);
}

/** `1 request`, `2.5 requests`, `1 country`: a figure with its unit, which is given in the plural. */
export function plural(value: number, units: string): string {
  const shown = figure(value);
  const unit = shown === '1' ? units.replace(/ies$/, 'y').replace(/(?<=[a-z])s$/, '') : units;
  return `${shown} ${unit}`;
}

/** `1 account`, `2 accounts`, `3 batches`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${thousands(count)} ${count === 1 ? noun : nouns}`;
}

/** The minute of an ISO time: `2026-04-22 00:00`; the zone stands beside it. */
export function minute(iso: string | null): string {
  return iso === null ? 'no time' : iso.slice(0, -11).replace('T', ' ');
}

/** The day of an ISO time: `2026-04-22`. */
export function day(iso: string | null): string {
  return iso === null ? 'no time' : iso.slice(0, iso.indexOf('T'));
}
