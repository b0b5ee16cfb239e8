import { FIELDS, type Field } from '../../record/usage-record.js';
import type { ColumnMap, ColumnOptions } from '../columns.js';
import type { TimeZone } from '../time-zone.js';
import { cellText } from './cell-text.js';
import { fieldReader } from './field-reader.js';
import type { Condition, ElapsedRule, FieldRule, Mapping } from './mapping.js';
import { parsePath } from './path.js';
import { elapsedReader, timeReader } from './time-reader.js';

/** What a mapping needs to know of a source. */
export interface MapperSettings extends ColumnOptions {
  readonly source: string;
  /** Zone of times that carry none. */
  readonly zone: TimeZone | null;
  /** Start that relative times count from, µs; null where the user gave none. */
  readonly epoch: number | null;
}

/** Turns records into rows of cells, one cell a mapped field. */
export interface RecordMapper {
  /** Places of the fields in a row; names are the paths that they are read from. */
  readonly columns: ColumnMap;
  /** Whether what a record gives does not depend on those before it. */
  readonly anywhere: boolean;
  /** The cells of a record; null for one that is no request. O(paths). */
  cells(record: object): string[] | null;
}

/**
 * Compiles a mapping for one source. A path that the user names for a field (`--column`) goes before the mapping's own,
 * and a constant (`--const`) before both. `keys`: names in the records, of which those that nothing reads are told.
 * @throws StillhuntError `input` for paths that are none, `usage` where an epoch is needed and none was given.
 */
export function recordMapper(
  mapping: Mapping,
  keys: readonly string[],
  { source, zone, epoch, columns: given = {}, constants = {} }: MapperSettings,
): RecordMapper {
  const nulls = mapping.nulls ?? [];
  const readers: ((record: object) => string)[] = [];
  const positions = new Map<Field, number>();
  const names: Partial<Record<Field, string>> = {};
  const used = new Set<string>();
  for (const field of FIELDS) {
    if (constants[field] !== undefined) continue;
    const named = given[field];
    const rule = named === undefined ? ruleOf(mapping, field) : { from: [named] };
    if (rule === undefined) continue;
    const { elapsed } = rule as FieldRule;
    const paths = rule.from ?? (rule as FieldRule).sum ?? [];
    for (const path of [...paths, ...(elapsed?.from ?? []), ...(elapsed?.to ?? [])]) used.add(path);
    positions.set(field, readers.length);
    names[field] =
      (paths.length > 0 ? paths : spanOf(elapsed)).join(' | ') || `"${(rule as FieldRule).otherwise ?? ''}"`;
    readers.push(
      field === 'time'
        ? timeReader(named === undefined ? mapping.time : { from: [named] }, source, zone, epoch)
        : fieldReader(
            rule,
            nulls,
            elapsed === undefined ? null : elapsedReader(elapsed, source, zone, epoch),
          ),
    );
  }
  for (const path of mapping.time.less ?? []) used.add(path);
  for (const { path } of mapping.where ?? []) used.add(path);
  const passes = (mapping.where ?? []).map(conditionReader);
  return {
    // What is taken off a time is taken off the time as read, whose unit the first one tells.
    anywhere: mapping.time.less === undefined,
    columns: { positions, names, ignored: keys.filter((key) => !isRead(key, used)), width: readers.length },
    cells(record) {
      for (const pass of passes) if (!pass(record)) return null;
      return readers.map((read) => read(record));
    },
  };
}

function ruleOf(mapping: Mapping, field: Field): FieldRule | undefined {
  return field === 'time' ? { from: mapping.time.from } : mapping.fields[field];
}

function spanOf(elapsed: ElapsedRule | undefined): string[] {
  return elapsed === undefined ? [] : [`${elapsed.to.join(' | ')} - ${elapsed.from.join(' | ')}`];
}

/** Whether a key, or something below it or above it, is read. */
function isRead(key: string, used: ReadonlySet<string>): boolean {
  if (used.has(key)) return true;
  const quoted = `[${JSON.stringify(key)}]`;
  for (const path of used) {
    const below = path.startsWith(`${key}.`) || path.startsWith(`${key}[`) || path.startsWith(quoted);
    if (below || key.startsWith(`${path}.`)) return true;
  }
  return false;
}

/** The top key of a record that a path starts from. */
export function topKey(path: string, keys: readonly string[]): string {
  if (keys.includes(path)) return path;
  return /^(?:\["((?:[^"\\]|\\.)*)"\]|[^.[]+)/.exec(path)?.[1] ?? /^[^.[]+/.exec(path)?.[0] ?? path;
}

function conditionReader({ path, in: wanted, notIn }: Condition): (record: object) => boolean {
  const at = parsePath(path);
  const allowed = wanted === undefined ? null : new Set(wanted);
  const barred = new Set(notIn ?? []);
  return (record) => {
    const text = cellText(at.of(record)).trim();
    return (allowed === null || allowed.has(text)) && !barred.has(text);
  };
}
