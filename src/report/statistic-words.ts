import { counted, quantity, thousands } from './quantity.js';
import { ANY_FAMILY_WORDS } from './statistic/any-family.js';
import { CONTENT_WORDS } from './statistic/content.js';
import { GROUP_WORDS } from './statistic/group.js';
import { HARVESTING_WORDS } from './statistic/harvesting.js';
import { INFRASTRUCTURE_WORDS } from './statistic/infrastructure.js';
import { LENGTHS_WORDS } from './statistic/lengths.js';
import { PAYMENT_WORDS } from './statistic/payment.js';
import { SETTINGS_WORDS } from './statistic/settings.js';
import type { StatisticWords } from './statistic/statistic-table.js';
import { TIMING_WORDS } from './statistic/timing.js';
import { VOLUME_WORDS } from './statistic/volume.js';

/** A statistic as findings.json holds it. */
export interface Measured {
  readonly name: string;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly unit: string;
  readonly n: number;
}

/**
 * Whose value stands in brackets: measures of evidence are compared with the median of groups drawn at random from the
 * log, signs of harvesting with all accounts of the log as if they were one group.
 */
export type Comparison = 'random groups' | 'log';

/** In the order in which glossaries have them. */
const STATISTICS: ReadonlyMap<string, StatisticWords> = new Map(
  [
    ANY_FAMILY_WORDS,
    CONTENT_WORDS,
    LENGTHS_WORDS,
    SETTINGS_WORDS,
    INFRASTRUCTURE_WORDS,
    PAYMENT_WORDS,
    TIMING_WORDS,
    VOLUME_WORDS,
    HARVESTING_WORDS,
    GROUP_WORDS,
  ].flatMap((table) => Object.entries(table)),
);

/**
 * `requests per day vary by a factor of 1.16 between members (random groups: 3.8)`; `size`: accounts of the group,
 * `comparison`: whose value its baseline is.
 */
export function statisticText(
  statistic: Measured,
  size: number,
  comparison: Comparison = 'random groups',
): string {
  const { name, value, baseline, unit, n } = statistic;
  const known = STATISTICS.get(name);
  if (known === undefined) return genericText(statistic, size);
  const notes: string[] = [];
  if (value !== null && baseline !== null && known.compare)
    notes.push(`${known.against ?? comparison}: ${known.compare(baseline)}`);
  if (n !== size) notes.push(`over ${unit === 'requests' ? thousands(n) : counted(n, 'account')}`);
  const text = value === null ? `${known.label} not measured` : known.say(value);
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

/** All of them, in their order. */
export function statisticsText(
  entries: readonly Measured[],
  size: number,
  comparison: Comparison = 'random groups',
): string {
  return entries.map((entry) => statisticText(entry, size, comparison)).join('; ');
}

/** The statistic to quote for a family: one that speaks for one operator, else the first. */
export function tellingStatistic<T extends Measured>(entries: readonly T[]): T | undefined {
  const speaking = entries.find(
    ({ name, value, baseline }) => value !== null && STATISTICS.get(name)?.speaks?.(value, baseline) === true,
  );
  return speaking ?? entries.find(({ name }) => name === 'members-showing' || !STATISTICS.has(name));
}

/** Label and definition of every known name among those given; each label once, in the order of the table. */
export function glossary(names: ReadonlySet<string>): [label: string, definition: string][] {
  const found = [...STATISTICS].filter(([name]) => names.has(name));
  return [...new Map(found.map(([, { label, definition }]) => [label, definition]))];
}

/** Statistics of weaknesses, whose sentences name the number themselves. */
const OF_WEAKNESSES = /^(?:alternatives|residual-over-H(?:[2-9]|10))$/;

/** Whether it is the name of a statistic that stillhunt makes. */
export function isStatistic(name: string): boolean {
  return STATISTICS.has(name) || OF_WEAKNESSES.test(name);
}

/** Names of all statistics that have words. */
export function statisticNames(): string[] {
  return [...STATISTICS.keys()];
}

/** The definition of a statistic, without a full stop; empty for a name that is not in the table. */
export function statisticDefinition(name: string): string {
  return STATISTICS.get(name)?.definition ?? '';
}

/** The label of a statistic; a name that is not in the table is shown as its own words. */
export function statisticWords(name: string): string {
  return STATISTICS.get(name)?.label ?? plainWords(name);
}

/** `shared-networks` and `max_tokens` as words; nothing but letters, digits and spaces gets through. */
export function plainWords(code: string): string {
  const plain = code.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return plain === '' ? 'unnamed' : plain;
}

function genericText({ name, value, baseline, unit, n }: Measured, size: number): string {
  const label = plainWords(name);
  // A unit that the label already says is not said twice.
  const shown = label.split(' ').includes(unit) ? '' : unit;
  const notes = baseline === null ? [] : [quantity(baseline, shown)];
  if (n !== size) notes.push(`n = ${thousands(n)}`);
  const text = `${label} ${quantity(value, shown)}`;
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}
