import type { EvidenceFamily } from '../../link/evidence-family.js';

/**
 * The numbers behind a group's charts, unrounded. Lists are bounded whatever the group's size. Ids and values are log
 * content and hostile.
 */
export interface Figures {
  readonly twin: TwinFigure;
  readonly activity: ActivityFigure;
  /** Shares of active ticks by hour of the day (UTC), 24 places. */
  readonly hours: Shares;
  readonly facets: readonly FacetComparison[];
  readonly infrastructure: InfrastructureGraph;
  readonly handOvers: HandOversFigure;
  /** Null where no model came up during the log to which members moved together. */
  readonly adoption: AdoptionFigure | null;
  readonly sensitivity: readonly ScoreWithout[];
  /** Empty without calibration. */
  readonly posteriors: readonly Posterior[];
}

/** Shares in [0, 1] of the group, its matched accounts and the whole log; equal lengths. */
export interface Shares {
  readonly group: readonly number[];
  readonly twin: readonly number[];
  readonly log: readonly number[];
}

/** Accounts of no group that may be an operation, and not of this one, matched to members one by one. */
export interface TwinFigure {
  readonly accounts: number;
  readonly requests: number;
  /** Requests of the members that they are matched to. */
  readonly membersRequests: number;
  /** `few` where there are fewer of them than members to match, or their requests together are not near these. */
  readonly match: 'matched' | 'few';
}

/** Requests by account and column of time. */
export interface ActivityFigure {
  /** Hours since the epoch at which the first column starts; null for a log without requests. */
  readonly from: number | null;
  readonly columnHours: number;
  readonly columns: number;
  /** In order of first request, then of id. */
  readonly group: readonly ActivityRow[];
  readonly twin: readonly TwinRow[];
  readonly membersLeftOut: number;
}

export interface ActivityRow extends TwinRow {
  readonly accountId: string;
}

/** An account without its name; times are starts of hours. */
export interface TwinRow {
  /** Microseconds since the epoch, UTC, inclusive. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Requests in each column. */
  readonly requests: readonly number[];
}

/** How requests are distributed over the values of one facet. */
export interface FacetComparison {
  readonly facet: string;
  /** What values are measured in; empty where they are names or numbers without a unit. */
  readonly unit: string;
  /** By share in the group, largest first; ties in value order. */
  readonly values: readonly string[];
  readonly shares: Shares;
  readonly other: { readonly group: number; readonly twin: number; readonly log: number };
}

/** Values that at least two members share. */
export interface GraphValue {
  readonly facet: string;
  readonly value: string;
  /** Members, and accounts of the log, that have it. */
  readonly members: number;
  readonly accounts: number;
  /** −ln of the share of all accounts that have it. */
  readonly rarityNats: number;
}

/** A bipartite graph of members and the rare values that they share. */
export interface InfrastructureGraph {
  /** Strongest first. */
  readonly members: readonly string[];
  readonly values: readonly GraphValue[];
  /** Places in `members` and `values`, ascending. */
  readonly edges: readonly (readonly [number, number])[];
  /** Members with a value of the graph, and shared values, that are not in it. */
  readonly membersLeftOut: number;
  readonly valuesLeftOut: number;
}

/** Members that start soon after another one ended. */
export interface HandOversFigure {
  readonly withinHours: number;
  readonly pairs: readonly HandOverPair[];
  readonly pairsInAll: number;
  readonly twinPairsInAll: number;
}

export interface HandOverPair {
  readonly ended: string;
  readonly started: string;
  readonly gapHours: number;
  readonly shared: readonly { readonly facet: string; readonly value: string }[];
}

/** Cumulative share of accounts that had used a model by the end of each column. */
export interface AdoptionFigure {
  readonly model: string;
  /** Days since the epoch of the first request for it in the log, and of the first column. */
  readonly releasedDay: number;
  readonly fromDay: number;
  readonly columnDays: number;
  readonly shares: Shares;
}

/** The score without what one family says. */
export interface ScoreWithout {
  readonly without: EvidenceFamily;
  readonly score: number;
  readonly holds: boolean;
}

/** What a ratio makes of a prior. */
export interface Posterior {
  readonly oneIn: number;
  readonly probability: number;
  readonly probabilityLow: number;
}
