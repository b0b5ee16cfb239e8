import { median } from 'simple-statistics';
import { facetIndex } from '../facet/catalogue.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetEntries, FacetTable } from '../fingerprint/index.js';
import type { LinkData } from '../link/index.js';
import { type AccountTraits, entropy } from './account-traits.js';
import { matchedRanks } from './matched-ranks.js';
import { heldBy } from './measure/held-by.js';
import { commonTo } from './measure/lists.js';
import { spreadOfLog } from './measure/spread.js';

/** What signs of harvesting are read from; NaN where it cannot be said. */
export interface GroupTraits {
  readonly size: number;
  readonly requests: number;
  readonly activeDays: number; // days with any request of the group
  readonly outputSpread: number; // standard deviation of ln(mean output tokens) over members
  readonly outputRank: number; // median matched rank of members' mean output, in [0, 1]
  readonly hourRank: number; // median matched rank of members' hour entropy, in [0, 1]
  readonly groupHourEntropy: number; // bits, of the pooled hours; at most log2(24) = 4.585
  readonly repetition: number; // median requests per distinct prompt
  readonly turns: number; // median requests per session
  readonly uncached: number; // median share of requests without cached input
  readonly listShare: number; // share of members' prompts that the whole group knows
  readonly splitShare: number; // share of members' prompts that other members have, but not the whole group
}

/** Reads groups of one log; what concerns the whole log is read once. */
export class GroupReader {
  private readonly outputRanks: Float64Array;
  private readonly hourRanks: Float64Array;

  constructor(
    private readonly table: FacetTable,
    private readonly traits: AccountTraits,
    private readonly data: LinkData,
  ) {
    this.outputRanks = matchedRanks(traits.meanOutput, table.totals.requests);
    this.hourRanks = matchedRanks(traits.hourEntropy, table.totals.requests);
  }

  /** Measures a group. `members` ascending. O(entries of the members). */
  group(members: readonly number[]): GroupTraits {
    return { ...this.habits(members), ...this.prompts(members) };
  }

  /** The same of all accounts, without what only groups can share. O(entries of the log). */
  wholeLog(): GroupTraits {
    const all = this.table.accounts.map((_, a) => a);
    return { ...this.habits(all), listShare: Number.NaN, splitShare: Number.NaN };
  }

  private habits(members: readonly number[]): Omit<GroupTraits, 'listShare' | 'splitShare'> {
    const { table, traits } = this;
    const known = (column: Float64Array) => members.map((a) => column[a]!).filter((x) => !Number.isNaN(x));
    const middle = (column: Float64Array) => medianOf(known(column));
    const ranked = (column: Float64Array) => {
      const ranks = known(column);
      return ranks.length * 2 < members.length ? Number.NaN : medianOf(ranks);
    };
    return {
      size: members.length,
      requests: members.reduce((sum, a) => sum + table.totals.requests[a]!, 0),
      ...timeTraits(table.facets[facetIndex('tick')]!, members),
      outputSpread: spreadOfLog(known(traits.meanOutput)),
      outputRank: ranked(this.outputRanks),
      hourRank: ranked(this.hourRanks),
      repetition: middle(traits.repetition),
      turns: middle(traits.turns),
      uncached: middle(traits.uncached),
    };
  }

  private prompts(members: readonly number[]): Pick<GroupTraits, 'listShare' | 'splitShare'> {
    const values = this.data.identifiers.find(({ name }) => name === 'prompt')?.values;
    if (values === undefined) return { listShare: Number.NaN, splitShare: Number.NaN };
    const common = commonTo(members.length);
    let draws = 0;
    let list = 0;
    let split = 0;
    for (const n of heldBy(values, members).values()) {
      draws += n;
      if (n >= common) list += n;
      else if (n > 1) split += n;
    }
    return { listShare: list / draws, splitShare: split / draws }; // NaN for no prompts
  }
}

function medianOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : median(values as number[]);
}

function timeTraits(
  ticks: FacetEntries,
  members: readonly number[],
): Pick<GroupTraits, 'activeDays' | 'groupHourEntropy'> {
  const hours = new Float64Array(24);
  const days = new Set<number>();
  for (const a of members) {
    for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++) {
      hours[Math.floor(ticks.lo[e]! / TICKS_PER_HOUR) % 24]!++;
      days.add(Math.floor(ticks.lo[e]! / TICKS_PER_DAY));
    }
  }
  return { activeDays: days.size, groupHourEntropy: entropy(hours) };
}
