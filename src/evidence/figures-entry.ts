import type { EvidenceFamily } from '../assess/finding.js';

/**
 * What the charts of a group are drawn from. Renderers scale and place these numbers and compute nothing.
 * Lists are bounded whatever the group's size, and say how much they leave out. Account ids and values are log content.
 */
export interface FiguresEntry {
  readonly activity: ActivityEntry;
  /** Share of active 5-minute slots by hour of the day (UTC), 24 places, each list summing to 1 or all 0. */
  readonly hours: Compared;
  readonly facets: readonly FacetComparisonEntry[];
  readonly infrastructure: InfrastructureEntry;
  readonly hand_overs: HandOversEntry;
  /** Adoption of the model to which most members moved on one day; null where none came up during the log for them. */
  readonly adoption: AdoptionEntry | null;
  readonly sensitivity: readonly SensitivityEntry[];
  /** What the ratio makes of a reader's own prior odds; empty without calibration. */
  readonly posteriors: readonly PosteriorEntry[];
  /** Whom the group is compared with. */
  readonly twin: TwinEntry;
}

/** The same quantity in the group, in its matched accounts and in the whole log; equal lengths. */
export interface Compared {
  readonly group: readonly number[];
  readonly twin: readonly number[];
  readonly log: readonly number[];
}

/**
 * Accounts that are neither in the group nor in any other whose score is 0 or more, one for each member, of the 400
 * strongest, as near as the log has one in requests and active days. Shares and counts of twins are of all of them; the raster shows those of the members that it shows.
 */
export interface TwinEntry {
  readonly accounts: number;
  readonly requests: number;
  /** Requests of the members that they stand beside. */
  readonly members_requests: number;
  /**
   * `matched` where each of these members has one, and their requests together are within a quarter of the members';
   * `few` where the log has too few accounts like these.
   */
  readonly match: 'matched' | 'few';
}

/** Requests by account and column of time, over the whole log. */
export interface ActivityEntry {
  /** Start of the first column; all columns are `column_hours` wide; null for a log without requests. */
  readonly from: string | null;
  readonly column_hours: number;
  readonly columns: number;
  /** The strongest members, in order of first request; 40 at most. */
  readonly group: readonly ActivityRowEntry[];
  /** The accounts matched to these members, in order of first request; without names, as nothing is said of them. */
  readonly twin: readonly TwinRowEntry[];
  readonly members_left_out: number;
}

/** Times of twins are starts of hours. */
export interface TwinRowEntry {
  readonly first_time: string | null;
  readonly last_time: string | null;
  /** Requests in each column; length: columns. */
  readonly requests: readonly number[];
}

export interface ActivityRowEntry extends TwinRowEntry {
  readonly account_id: string;
}

/**
 * How one facet is distributed, in shares of the requests that have a value; values by share in the group, the rest
 * together. Facets in which group and twin differ most come first.
 */
export interface FacetComparisonEntry {
  /** Name in the facet catalogue, or `input_length` and `output_length`. */
  readonly facet: string;
  /** What values are measured in, for example `tokens`; empty where they are names. */
  readonly unit: string;
  readonly values: readonly string[];
  readonly shares: Compared;
  /** Shares of all values that are not listed. */
  readonly other: { readonly group: number; readonly twin: number; readonly log: number };
}

/** Who shares which rare values: a bipartite graph of members and values. */
export interface InfrastructureEntry {
  readonly members: readonly string[];
  readonly values: readonly {
    readonly facet: string;
    readonly value: string;
    readonly members: number;
    readonly accounts: number;
    /** −ln of the share of all accounts that have the value. */
    readonly rarity_nats: number;
  }[];
  /** Pairs of places in `members` and `values`. */
  readonly edges: readonly (readonly [number, number])[];
  /** Members that have a value shown but are not shown themselves, and shared values that are not shown. */
  readonly members_left_out: number;
  readonly values_left_out: number;
}

/**
 * Members that start soon after another one ended, one start for one end, among the 400 strongest. Only starts and ends
 * that the log's borders did not make.
 */
export interface HandOversEntry {
  readonly within_hours: number;
  /** Earlier member, later member, hours between, and what both have; 20 at most, shortest gaps first. */
  readonly pairs: readonly {
    readonly ended: string;
    readonly started: string;
    readonly gap_hours: number;
    readonly shared: readonly { readonly facet: string; readonly value: string }[];
  }[];
  readonly pairs_in_all: number;
  /** The same count in the matched accounts. */
  readonly twin_pairs_in_all: number;
}

/** Share of accounts that had used a model by the end of each column; columns are whole days (UTC). */
export interface AdoptionEntry {
  readonly model: string;
  /** Start of the day (UTC) of the first request for the model in the log. */
  readonly released: string;
  /** Start of the first column. */
  readonly from: string;
  readonly column_hours: number;
  readonly shares: Compared;
}

/** The score without one family of evidence. */
export interface SensitivityEntry {
  readonly without: EvidenceFamily;
  readonly score: number;
  /** Whether the score, and what calibration makes of it, stay where an alert needs them. */
  readonly holds: boolean;
}

/** Prior odds times the ratio are the posterior odds. The prior is the reader's. */
export interface PosteriorEntry {
  /** Prior: one group in this many that linking finds is an operation. */
  readonly one_in: number;
  /** Probability in [0, 1] at the ratio, and at the lower end of its interval. */
  readonly probability: number;
  readonly probability_low: number;
}
