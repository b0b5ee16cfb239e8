/**
 * What is planted. `plain`: the accounts of a group have lengths, settings, hours and template of one source.
 * `careful`: each account has lengths, settings, hours and unevenness of volume as some real account of the log has
 * them, and only the pool of networks, the payments and the division of the work are left to see.
 */
export const DISGUISES = ['plain', 'careful'] as const;
export type Disguise = (typeof DISGUISES)[number];

/** Accounts of a planted group. */
export const SIZES = [8, 15, 30, 100] as const;
/** Requests per account and day, of the operation and of the account's real traffic together. */
export const PER_DAY = [2, 10, 40] as const;
/** Share of them that is the operation's, in (0, 1]; the rest is as a real account's. */
export const SHARES = [1, 0.5, 0.25] as const;

/** No more than this share of the log's accounts is planted at once: what is planted has to be rare. */
export const MOST_PLANTED = 0.1;
/** Accounts that a log needs for the smallest group to be planted. */
export const FEWEST_ACCOUNTS = SIZES[0] / MOST_PLANTED;

/** One kind of planted group. */
export interface Cell {
  readonly disguise: Disguise;
  readonly size: number;
  readonly perDay: number;
  readonly share: number;
}

/** Every kind, plain ones first, in the order in which they are listed. */
export const GRID: readonly Cell[] = DISGUISES.flatMap((disguise) =>
  SIZES.flatMap((size) =>
    PER_DAY.flatMap((perDay) => SHARES.map((share) => ({ disguise, size, perDay, share }))),
  ),
);
