import type { FieldRule, Mapping, TimeRule } from '../ingest/mapping/mapping.js';
import { topKey } from '../ingest/mapping/record-mapper.js';
import type { OpenedRows } from '../ingest/open-format.js';
import { FIELDS, type Field } from '../record/usage-record.js';
import type { FieldSource, TableReading } from './dialect.js';
import type { PushedOptions } from './pushed.js';

/** How an engine may read a table, and which rules it cannot follow, so that all rows are read here. */
export interface ReadingPlan {
  readonly reading: TableReading;
  readonly reasons: readonly string[];
}

const UNREAD: ReadonlySet<Field> = new Set(['request_id']); // no facet needs it
const UNITS = ['s', 'ms', 'us', 'ns'] as const;

/** Turns what was found out about the columns into what an engine is asked. */
export function readingPlan(
  opened: OpenedRows,
  names: readonly string[],
  options: PushedOptions,
): ReadingPlan {
  const reasons: string[] = [];
  const fields = new Map<Field, FieldSource>();
  const constants = options.constants ?? {};
  const { positions } = opened.columns;
  if (opened.rowMapping === null) {
    for (const [field, position] of positions) {
      if (constants[field as never] === undefined) fields.set(field, plainSource([names[position]!]));
    }
  } else if (opened.rowMapping.unwrap !== null) reasons.push('records lie inside of a column');
  else {
    const { mapping } = opened;
    for (const field of FIELDS) {
      if (!positions.has(field) || UNREAD.has(field)) continue;
      const named = options.columns?.[field];
      const rule = named !== undefined ? { from: [named] } : ruleOf(mapping!, field);
      const source = sourceOf(rule, field, mapping!, names);
      if (typeof source === 'string') reasons.push(`${field}: ${source}`);
      else if (source !== null) fields.set(field, source);
    }
    if (mapping!.where !== undefined) reasons.push('some rows are no requests by a rule');
  }
  const time =
    opened.rowMapping === null || options.columns?.time !== undefined ? null : opened.mapping!.time;
  const unit = UNITS.find((known) => known === time?.unit) ?? null;
  if (time !== null) reasons.push(...timeReasons(time, unit));
  const zone = opened.zone;
  if (!fields.has('time')) reasons.push('the time is made of several columns');
  const raw =
    opened.rowMapping === null
      ? names.filter((_, i) => [...positions].some(([f, at]) => at === i && !UNREAD.has(f)))
      : [...names];
  return {
    reading: { fields, constants, unit, zoneOffset: zone?.fixedOffset ?? null, raw },
    reasons,
  };
}

function plainSource(columns: readonly string[]): FieldSource {
  return { columns, nulls: [], otherwise: null, values: [] };
}

function ruleOf(mapping: Mapping, field: Field): FieldRule {
  return field === 'time' ? { from: mapping.time.from } : mapping.fields[field]!;
}

function timeReasons({ format, less }: TimeRule, unit: string | null): string[] {
  return [
    ...(format === undefined ? [] : ['time: a pattern of its own']),
    ...(less === undefined ? [] : ['time: something is taken off']),
    ...(unit !== null && !UNITS.some((known) => known === unit) ? [`time: the unit ${unit}`] : []),
  ];
}

/** Where a field comes from; null where the table has nothing for it; a text that says what an engine cannot do. */
function sourceOf(
  rule: FieldRule,
  field: Field,
  mapping: Mapping,
  names: readonly string[],
): FieldSource | string | null {
  const has = (path: string) => names.includes(topKey(path, names));
  const columns = (rule.from ?? []).filter(has);
  const inside = columns.find((path) => !names.includes(path));
  if (inside !== undefined) return `${inside} lies inside of a column`;
  if (rule.sum?.some(has)) return 'a sum of columns';
  const { from = [], to = [] } = rule.elapsed ?? {};
  if (from.some(has) && to.some(has)) return 'a span between two times';
  if (columns.length === 0 && rule.otherwise === undefined) return null;
  const done = ['from', 'sum', 'elapsed', 'otherwise', 'nulls', 'values'];
  // What a negative number is taken for says nothing of others, and negative ones are not plain.
  if (rule.atLeast !== undefined && rule.atLeast <= 0 && rule.scale === undefined) done.push('atLeast');
  const more = Object.keys(rule).find((key) => !done.includes(key));
  if (more !== undefined && columns.length > 0) return `the rule ${more}`;
  if (field === 'time' && columns.length !== 1) return 'several columns';
  return {
    columns,
    nulls: field === 'time' ? [] : [...(mapping.nulls ?? []), ...(rule.nulls ?? [])],
    otherwise: field === 'time' ? null : (rule.otherwise ?? null),
    values: field === 'time' ? [] : Object.entries(rule.values ?? {}),
  };
}
