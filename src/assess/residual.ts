import type { Field } from '../record/usage-record.js';
import { baseline, randomGroups } from './baseline.js';
import type { AlternativeId, EvidenceFamily, Statistic } from './finding.js';
import { MEASURES } from './measure/catalogue.js';
import type { LogView, Measure } from './measure/measure.js';
import { WEIGHTS } from './weights.js';

/**
 * One piece of residual sameness: a measure of the group beside what random groups of the log show, and what it is
 * worth for one operator, in nats; 0 where it carries no weight.
 */
export interface Residual {
  /** Kebab-case; the name of its statistic. */
  readonly name: string;
  readonly family: EvidenceFamily;
  readonly nats: number;
  readonly explainedBy: readonly AlternativeId[];
  readonly statistic: Statistic;
}

/**
 * Takes every measure that the log has columns for: reads the log once, takes the baseline of each from groups drawn at
 * random, and returns the residuals of a group. Measures that give nothing for a group are left out.
 */
export function residualsOf(log: LogView): (members: readonly number[]) => Residual[] {
  const groups = randomGroups(log.table.accounts.length);
  const taken = MEASURES.filter(({ needs }) => covered(needs, log.table.fields)).map((measure) => {
    const of = measure.prepare(log);
    return { measure, of, usual: baseline(of, groups) };
  });
  return (members) =>
    taken.flatMap(({ measure, of, usual }) => {
      const value = of(members);
      return Number.isNaN(value) ? [] : [residual(measure, value, usual, members.length)];
    });
}

/** Measures that stand aside in a log with these columns, in the order of the catalogue. */
export function measuresAside(fields: ReadonlySet<Field>): { name: string; missing: Field[] }[] {
  return MEASURES.filter(({ needs }) => !covered(needs, fields)).map(({ name, needs }) => ({
    name,
    missing: needs.filter((anyOf) => !anyOf.some((field) => fields.has(field))).flat(),
  }));
}

function covered(needs: Measure['needs'], fields: ReadonlySet<Field>): boolean {
  return needs.every((anyOf) => anyOf.some((field) => fields.has(field)));
}

function residual(
  { name, family, unit, speaks, explainedBy }: Measure,
  value: number,
  usual: number,
  n: number,
): Residual {
  const known = !Number.isNaN(usual);
  const statistic = { name, value, baseline: known ? usual : null, unit, n };
  return {
    name,
    family,
    nats: known ? worth(name, (value - usual) * (speaks === 'high' ? 1 : -1)) : 0,
    explainedBy,
    statistic,
  };
}

/** Nats of a distance in the direction that speaks for one operator. */
export function worth(name: string, distance: number): number {
  const weight = WEIGHTS[name];
  if (weight === undefined) return 0;
  return weight.perUnit * Math.min(weight.most, Math.max(weight.least, distance));
}
