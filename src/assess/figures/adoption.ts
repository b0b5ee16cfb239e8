import { facetIndex } from '../../facet/catalogue.js';
import { networkDay as dayOf } from '../../facet/network-day.js';
import type { FacetTable } from '../../fingerprint/index.js';
import type { LinkData } from '../../link/index.js';
import { type ModelPivots, modelPivots } from '../measure/model-pivots.js';
import { showValue } from '../show-value.js';
import { COLUMNS } from './bounds.js';
import type { AdoptionFigure } from './figures.js';
import { timeColumns } from './time-columns.js';

/** Members that move to a model on one day, below which nothing is drawn. */
export const LEAST_MOVED = 3;
/** Hours of a day. */
const DAY_HOURS = 24;

/** The days of one log on which its accounts first used each model. */
export class AdoptionReader {
  private readonly pivots: ModelPivots;
  private readonly firstDay: number;
  private readonly lastDay: number;
  private readonly firstUses = new Map<number, Int32Array>();

  /** O(entries · models of an account). */
  constructor(
    private readonly table: FacetTable,
    private readonly data: LinkData,
  ) {
    this.pivots = modelPivots(table);
    const { first, last } = this.pivots;
    this.firstDay = first.reduce(
      (least, d) => (d < 0 ? least : Math.min(least, d)),
      Number.POSITIVE_INFINITY,
    );
    this.lastDay = last.reduce((most, d) => Math.max(most, d), -1);
  }

  /**
   * Cumulative share of accounts that had used a model, by columns of whole days (UTC) from the log's first to its last;
   * of the accounts that have any model at all. The model: of those whose first request in the log is after its first
   * day, the one to which most members moved on one day, three at least (ties: earlier day, then the order of the
   * hashes). A move is the first use of a model that then makes at least a quarter of the requests. Null where there is
   * none. O(accounts · log entries of one) for each model.
   */
  adoption(members: readonly number[], twins: readonly number[]): AdoptionFigure | null {
    const m = this.movedTo(members);
    if (m === null) return null;
    const uses = this.usesOf(m);
    const released = firstOf(uses);
    const span = timeColumns(this.firstDay * DAY_HOURS, this.lastDay * DAY_HOURS, COLUMNS, DAY_HOURS);
    const fromDay = span.from / DAY_HOURS;
    const columnDays = span.columnHours / DAY_HOURS;
    const curve = (accounts: Iterable<number>): number[] => {
      const began = new Array<number>(span.columns).fill(0);
      let n = 0;
      for (const a of accounts) {
        if (this.pivots.first[a]! < 0) continue;
        n++;
        if (uses[a]! >= 0) began[Math.floor((uses[a]! - fromDay) / columnDays)]!++;
      }
      let sum = 0;
      return began.map((more) => {
        sum += more;
        return n === 0 ? 0 : sum / n;
      });
    };
    return {
      model: this.nameOf(this.pivots.words[m]!),
      releasedDay: released,
      fromDay,
      columnDays,
      shares: { group: curve(members), twin: curve(twins), log: curve(uses.keys()) },
    };
  }

  /** The model that came up during the log to which most members moved on one day; null for none. */
  private movedTo(members: readonly number[]): number | null {
    const { starts, to, day, models, words } = this.pivots;
    const moved = new Map<number, number>(); // by day and model
    for (const a of members) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        const event = day[e]! * models + to[e]!;
        moved.set(event, (moved.get(event) ?? 0) + 1);
      }
    }
    const events = [...moved]
      .filter(([, n]) => n >= LEAST_MOVED)
      .map(([event, n]) => ({ n, day: Math.floor(event / models), model: event % models }))
      .sort((x, y) => y.n - x.n || x.day - y.day || words[x.model]! - words[y.model]!);
    return events.find(({ model }) => firstOf(this.usesOf(model)) > this.firstDay)?.model ?? null;
  }

  /** Per account, the day since the epoch on which it first used the model; −1 for never. */
  private usesOf(model: number): Int32Array {
    const known = this.firstUses.get(model);
    if (known !== undefined) return known;
    const { starts, lo, hi } = this.table.facets[facetIndex('model_day')]!;
    const word = this.pivots.words[model]!;
    const uses = new Int32Array(this.table.accounts.length).fill(-1);
    for (let a = 0; a < uses.length; a++) {
      // Entries are sorted by model, then day: the first one of the model is its first day.
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        if (lo[e]! < word) continue;
        if (lo[e] === word) uses[a] = dayOf(hi[e]!);
        break;
      }
    }
    this.firstUses.set(model, uses);
    return uses;
  }

  /** The model's name, from its first hash: the facet of models has both. */
  private nameOf(word: number): string {
    const values = this.data.categories.find(({ name }) => name === 'model')?.values;
    const id = values === undefined ? -1 : values.lo.indexOf(word);
    return showValue(this.table, 'model', word, id < 0 ? 0 : values!.hi[id]!);
  }
}

/** The first day of all that were used; −1 for none. */
function firstOf(uses: Int32Array): number {
  return uses.reduce((least, d) => (d >= 0 && (least < 0 || d < least) ? d : least), -1);
}
