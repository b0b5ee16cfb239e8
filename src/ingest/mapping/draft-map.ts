import { FIELDS, type Field } from '../../record/usage-record.js';
import type { FieldRule, Mapping } from './mapping.js';

/** Keys that nothing reads that a draft lists at most. */
const MOST_LISTED = 200;

/**
 * A map for `--map`, as JSON with comments: the mapping that was found, or names by field, or a draft whose time and
 * account are still to be filled in; what is not read is listed at the end. `unwrap`: path to the records.
 */
export function draftMap(
  found: Mapping | Readonly<Partial<Record<Field, string>>> | null,
  unread: readonly string[],
  unwrap: string | null = null,
): string {
  const fields: Rules = found === null ? EMPTY : isMapping(found) ? rulesOf(found) : found;
  const known = FIELDS.filter((field) => fields[field] !== undefined);
  const lines = known.map((field) => `    ${JSON.stringify(field)}: ${JSON.stringify(fields[field])}`);
  const rest = isMapping(found) ? found : null;
  const parts = [
    '  "version": 1',
    ...(unwrap === null ? [] : [`  "unwrap": ${JSON.stringify(unwrap)}`]),
    ...(rest?.where === undefined ? [] : [`  "where": ${JSON.stringify(rest.where)}`]),
    ...(rest?.nulls === undefined ? [] : [`  "nulls": ${JSON.stringify(rest.nulls)}`]),
    `  "fields": {\n${lines.join(',\n')}\n  }`,
  ];
  const listed = unread.slice(0, MOST_LISTED).map((key) => `//   ${JSON.stringify(key)}`);
  if (unread.length > MOST_LISTED) listed.push(`//   and ${unread.length - MOST_LISTED} more`);
  const open = FIELDS.filter((field) => fields[field] === undefined);
  return [
    '// A map for stillhunt: --map FILE. Each field takes a path, a list of paths of which the first with a value is taken,',
    '// or a rule (from, sum, elapsed, otherwise, nulls, prefixed, split, capture, values, scale, atLeast, turn, hash).',
    '{',
    parts.join(',\n'),
    '}',
    ...(open.length === 0 ? [] : [`// Fields without a place: ${open.join(', ')}.`]),
    ...(listed.length === 0 ? [] : ['// Not read:', ...listed]),
    '',
  ].join('\n');
}

const EMPTY: Rules = { time: 'NAME OF THE TIME', account: 'NAME OF THE ACCOUNT' };

type Rules = Readonly<Partial<Record<Field, unknown>>>;

function isMapping(found: object | null): found is Mapping {
  return found !== null && Object.hasOwn(found, 'fields');
}

function rulesOf({ time, fields }: Mapping): Partial<Record<Field, unknown>> {
  const rules: Partial<Record<Field, unknown>> = { time: short(time) };
  for (const field of FIELDS) {
    const rule = field === 'time' ? undefined : fields[field];
    if (rule !== undefined) rules[field] = short(rule);
  }
  return rules;
}

/** A rule with paths alone as these. */
function short(rule: FieldRule | Mapping['time']): unknown {
  if (Object.keys(rule).length > 1 || rule.from === undefined) return rule;
  return rule.from.length === 1 ? rule.from[0] : rule.from;
}
