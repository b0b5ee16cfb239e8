import type { FacetTable } from '../../fingerprint/index.js';
import { pseudoRandomOrder } from '../../link/pseudo-random-order.js';
import type { AccountTraits } from '../account-traits.js';

/** Accounts that made the same number of requests on the same number of days. */
interface Cell {
  readonly requests: number;
  readonly days: number;
  /** In a fixed pseudo-random order, so that names do not decide who is taken. */
  readonly accounts: readonly number[];
}

/**
 * Finds the accounts that stand beside a group: no members of it, and as near to its members as the log has any in
 * requests and active days (UTC), which is distance in ln(requests) and ln(days), squared and summed. Members are served in the order given, each with the nearest account that no earlier one took; ties go to fewer
 * requests, then to fewer days, then by a fixed pseudo-random order of the accounts. Nothing that the group is judged by
 * takes part. Deterministic.
 */
export class TwinFinder {
  /** By requests, then days. */
  private readonly cells: readonly Cell[];

  /** `excluded`: accounts that stand beside no group. O(n log n) for n accounts. */
  constructor(
    private readonly table: FacetTable,
    private readonly traits: AccountTraits,
    excluded: Iterable<number>,
  ) {
    const out = new Uint8Array(table.accounts.length);
    for (const a of excluded) out[a] = 1;
    const outside = Uint32Array.from(table.accounts.keys()).filter((a) => out[a] === 0);
    pseudoRandomOrder(outside, 0);
    const cells = new Map<string, Cell & { readonly accounts: number[] }>();
    for (const a of outside) {
      const [requests, days] = this.sizeOf(a);
      const key = `${requests} ${days}`;
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, { requests, days, accounts: [a] });
      else cell.accounts.push(a);
    }
    this.cells = [...cells.values()].sort((x, y) => x.requests - y.requests || x.days - y.days);
  }

  /**
   * The account for each of the first `most` members in turn; where the log runs out of accounts, the last ones have none.
   * `members`: the whole group.
   */
  find(members: readonly number[], most: number): number[] {
    const own = new Set(members);
    const taken = new Uint32Array(this.cells.length);
    const twins: number[] = [];
    for (const a of members.slice(0, most)) {
      const at = this.nearest(a, taken, own);
      if (at < 0) break;
      twins.push(this.cells[at]!.accounts[taken[at]!++]!);
    }
    return twins;
  }

  /** Place of the nearest cell with an account left; −1 for none. Looks outward from the member's requests. */
  private nearest(member: number, taken: Uint32Array, own: ReadonlySet<number>): number {
    const { cells } = this;
    const [requests, days] = this.sizeOf(member);
    const middle = this.firstFrom(requests);
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    /** False where no further cell on this side can be as near. */
    const look = (at: number): boolean => {
      const cell = cells[at]!;
      const across = Math.log(cell.requests / requests) ** 2;
      if (across > least) return false;
      while (taken[at]! < cell.accounts.length && own.has(cell.accounts[taken[at]!]!)) taken[at]!++;
      if (taken[at]! === cell.accounts.length) return true;
      const distance = across + Math.log(cell.days / days) ** 2;
      if (distance < least || (distance === least && at < best)) {
        least = distance;
        best = at;
      }
      return true;
    };
    for (let up = middle; up < cells.length && look(up); ) up++;
    for (let down = middle - 1; down >= 0 && look(down); ) down--;
    return best;
  }

  private firstFrom(requests: number): number {
    let low = 0;
    let high = this.cells.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cells[middle]!.requests < requests) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sizeOf(a: number): [requests: number, days: number] {
    return [this.table.totals.requests[a]!, this.traits.activeDays[a]!];
  }
}
