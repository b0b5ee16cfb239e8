import { figure, percent } from '../quantity.js';

/** What a statistic of the assessment says in words. */
export interface StatisticWords {
  readonly label: string;
  /** The value in a phrase that stands by itself. */
  readonly say: (value: number) => string;
  /** What it is compared with as a bare value; without this nothing is compared. */
  readonly compare?: (baseline: number) => string;
  /** Whose value that is, where it is always the same. */
  readonly against?: string;
  /** Whether the value speaks for one operator, where it can: such a statistic is quoted first. */
  readonly speaks?: (value: number, baseline: number | null) => boolean;
  /** One line, with the direction. */
  readonly definition: string;
}

/** Words by the name of the statistic. */
export type StatisticTable = Readonly<Record<string, StatisticWords>>;

/** A difference to either side of 0 in the words for its side. */
export const side = (value: number, above: (size: string) => string, below: (size: string) => string) =>
  value < 0 ? below(percent(-value)) : above(percent(value));
export const above = (margin: number) => (value: number, baseline: number | null) =>
  baseline !== null && value - baseline >= margin;
export const under = (share: number) => (value: number, baseline: number | null) =>
  baseline !== null && value <= baseline * share;
/** A spread of natural logarithms as the factor that it is. */
export const factor = (spread: number) => figure(Math.exp(spread));
export const hours = (bits: number) => figure(2 ** bits);
export const others = (rank: number) =>
  rank >= 1 ? 'all accounts of the same volume' : `${percent(rank)} of accounts of the same volume`;
/** The rank from the other end, without the tail that 1 - 0.9 has. */
export const rest = (rank: number) => Number((1 - rank).toPrecision(6));

export const evenHours = {
  label: 'hours of the group',
  say: (bits: number) => `hours as if ${hours(bits)} of 24 were equally used`,
  compare: hours,
  definition:
    'how many hours of the day would give the same spread if equally used (2 to the entropy of the hours of the whole group); near 24 is round-the-clock cover, few speak against one operator, for a schedule',
};
