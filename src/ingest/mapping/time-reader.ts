import { StillhuntError } from '../../errors.js';
import { showText } from '../show-text.js';
import { TimeZone } from '../time-zone.js';
import { TimeColumn } from '../timestamp.js';
import { calendarFormat } from './calendar-format.js';
import { cellText } from './cell-text.js';
import type { ElapsedRule, TimeRule, TimeUnit } from './mapping.js';
import { type Path, parsePath } from './path.js';

/** 100 ns ticks from 0001-01-01 to 1970-01-01. */
const DOTNET_EPOCH = 621_355_968_000_000_000n;

/** Digits of each unit after which whole microseconds begin, as a power of ten to multiply by. */
const DECIMALS: Readonly<Partial<Record<TimeUnit, number>>> = {
  s: 6,
  ms: 3,
  us: 0,
  ns: -3,
  'relative-s': 6,
  'relative-ms': 3,
};

/**
 * Reads the time of a record as a cell that `TimeColumn` understands: microseconds where the rule names a unit, a pattern
 * or a subtraction, else the text as it is. A value that does not fit the rule is given as it is, to be refused as such.
 */
export function timeReader(
  rule: TimeRule,
  source: string,
  zone: TimeZone | null,
  epoch: number | null,
): (record: object) => string {
  const paths = rule.from.map(parsePath);
  const less = rule.less?.map(parsePath) ?? null;
  const relative = rule.unit === 'relative-s' || rule.unit === 'relative-ms';
  if (relative && epoch === null) throw epochNeeded(source, 'times count from a start that is not in it');
  const pattern = rule.format === undefined ? null : calendarFormat(rule.format);
  if (pattern !== null && !pattern.hasYear && epoch === null)
    throw epochNeeded(source, 'times carry no year');
  const inner = less === null ? null : new TimeColumn(source, zone);
  const read = (value: unknown): string => {
    const text = cellText(value);
    if (text === '') return '';
    if (rule.unit !== undefined) return fromUnit(text, rule.unit, relative ? epoch! : 0) ?? text;
    return pattern === null ? text : (pattern.iso(text, epoch) ?? text);
  };
  return (record) => {
    const text = read(firstOf(record, paths));
    if (inner === null || text === '') return text;
    const off = Number(cellText(firstOf(record, less!)) || 0);
    const at = inner.read(text);
    return Number.isNaN(at) || !Number.isFinite(off) ? text : String(Math.round(at - off * 1000));
  };
}

/** Reads a span of a record in milliseconds, as a cell; the empty text where one end is missing or the end comes first. */
export function elapsedReader(
  { from, to, unit }: ElapsedRule,
  source: string,
  zone: TimeZone | null,
  epoch: number | null,
): (record: object) => string {
  // A zone of its own: it counts times that occur twice, and those of spans are not to be counted again.
  const own = TimeZone.named(zone?.name ?? 'UTC');
  const [start, end] = [from, to].map((paths) => {
    const cell = timeReader(unit === undefined ? { from: paths } : { from: paths, unit }, source, own, epoch);
    // Each by itself: what one time is written in says nothing of the next, whichever is read first.
    return (record: object) => new TimeColumn(source, own).read(cell(record));
  });
  return (record) => {
    const micros = end!(record) - start!(record);
    return micros >= 0 ? String(micros / 1000) : '';
  };
}

function firstOf(record: object, paths: readonly Path[]): unknown {
  for (const path of paths) {
    const value = path.of(record);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** Microseconds since the epoch as digits; null for what is no number. Digits, not arithmetic: ticks do not fit a double. */
function fromUnit(text: string, unit: TimeUnit, start: number): string | null {
  const match = /^(\d{1,20})(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, whole, fraction = ''] = match;
  if (unit === 'dotnet-ticks') return String((BigInt(whole!) - DOTNET_EPOCH) / 10n);
  const decimals = DECIMALS[unit]!;
  const digits =
    decimals < 0
      ? whole!.slice(0, decimals) || '0'
      : whole! + fraction.slice(0, decimals).padEnd(decimals, '0');
  return String(BigInt(digits) + BigInt(start));
}

function epochNeeded(source: string, why: string): StillhuntError {
  return new StillhuntError(
    'usage',
    `${showText(source, 400)}: ${why}.`,
    'Say when it started: --epoch 2026-01-01T00:00:00Z.',
  );
}
