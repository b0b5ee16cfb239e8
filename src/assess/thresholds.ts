/**
 * Every number that assessment decides by, in one place: what it is, its unit, and which way it works. They were set on
 * simulated worlds with other seeds and parameters than those reported, and are working models of how customers and
 * operations differ, not laws.
 */

/** Members that a group needs before it can raise an alert: below that, spreads are guesses. */
export const ALERT_MIN_ACCOUNTS = 8;
/** Requests of the whole group that an alert needs. */
export const ALERT_MIN_REQUESTS = 200;
/** Nats from which a family of evidence counts as speaking for one operator: a factor of two. */
export const SPEAKS_NATS = Math.LN2;
/** Families that must speak for the confidence to be moderate. High also needs a calibrated support. */
export const MODERATE_FAMILIES = 3;
/** Share of all requests, or multiple of the alert's nats, from which an alert is looked at first (P1). */
export const FIRST_SHARE = 0.005;
export const FIRST_TIMES = 2;
/** Nats over "unrelated customers" that an alert needs in all: odds of about 55 to 1. */
export const ALERT_TOTAL_NATS = 4;
/** Nats that an alert must keep over every single alternative after that one explained what it can. */
export const ALERT_RESIDUAL_NATS = 1;
/**
 * Nats in all that an alert needs where the log has neither networks nor payments nor prompts: volume and rhythm alone
 * cannot tell a customer's rotating keys from an operation.
 */
export const ALERT_TOTAL_NATS_ANONYMOUS = 8;
/** Signs of output harvesting that must hold, of those that the columns let one test. */
export const ALERT_INDICATORS = 2;

/**
 * A residual measure turned into nats: `slope` times the distance from `neutral`, at least `least` and at most
 * `most`. A negative slope means that smaller values speak for one operator.
 */
export interface Scale {
  readonly neutral: number;
  readonly slope: number;
  readonly least: number;
  readonly most: number;
}

export const SCALES = {
  /** Spread of ln(requests per day): customers differ by a factor of two and more, fed accounts do not. */
  volumeSpread: { neutral: 0.58, slope: -9, least: -4, most: 5 },
  /** Spread of ln(mean output): the same, for the length of answers. */
  outputSpread: { neutral: 0.45, slope: -4, least: -2, most: 1.8 },
  /** Matched rank of the hour entropy: persons sleep. Shifts do too, so a low rank says less than a high one. */
  hourRank: { neutral: 0.6, slope: 6, least: -1, most: 2 },
  /** Matched rank of requests per active tick: a paced queue sends one at a time. */
  paceRank: { neutral: 0.4, slope: -3, least: -0.75, most: 1 },
  /** Least day over mean day: customers have weekends and holidays. */
  leastDay: { neutral: 0.7, slope: 8, least: -2, most: 1.5 },
  /** How often members' hours fit the group's, from linking. */
  sameHours: { neutral: 0.5, slope: 1.5, least: -0.75, most: 0.75 },
  /** Median countries per account: one person is in one country, a proxy pool in many. */
  countries: { neutral: 1.5, slope: 1, least: -0.5, most: 1.5 },
  /** Share of payers whose payment another member uses under another organisation. */
  paymentAcrossOrgs: { neutral: 0.2, slope: 3, least: 0, most: 2.4 },
  /** Share of prompts that few other members have: a list sampled a fixed number of times. */
  splitShare: { neutral: 0.05, slope: 2.6, least: 0, most: 2.5 },
  /** Share of prompts that a fifth of the members have: an exercise sheet or a public list. */
  listShare: { neutral: 0.02, slope: -8, least: -6, most: 0 },
  /** Requests per distinct prompt above which a list is run again and again. */
  repetition: { neutral: 1.25, slope: -6, least: -3, most: 0 },
  /** Share of members in the one declared organisation: a customer who says who he is. */
  declaredOrg: { neutral: 0.25, slope: -12, least: -6, most: 0 },
  /** Share of payers on one payment. */
  onePayment: { neutral: 0.4, slope: -5, least: -3, most: 0 },
  /** Pooled hour entropy, bits: everything within few hours is a schedule. */
  scheduledHours: { neutral: 3, slope: 4, least: -4, most: 0 },
} as const satisfies Record<string, Scale>;

/** A network that this share of members uses is the group's common exit. */
export const COMMON_EXIT_SHARE = 0.8;
/** Nats for one common exit in one country: an employer, a campus, a tenant's servers. */
export const COMMON_EXIT_NATS = -6;
/** Nats for a common exit whose payments belie it, and what counts as that: no dominant one, most crossing. */
export const BELIED_EXIT_NATS = -1;
export const BELIED_PAYMENT_SHARE = 0.5;
export const BELIED_CROSSING_SHARE = 0.6;
/** A network used by less than this share of members is no common exit. */
export const SPREAD_EXIT_SHARE = 0.55;
/** Share of members that must share networks for these to bind them; a common country or system does not. */
export const BINDING_NETWORK_SHARE = 0.5;
/** Share of members that must share networks for a rotating pool. */
export const POOL_SHARE = 0.75;
/** Nats for a rotating pool of shared networks without a common exit. */
export const POOL_NATS = 2;

/** Share of payers on one payment from which a reseller may stand behind payments that cross organisations. */
export const RESELLER_PAYMENT_SHARE = 0.25;

/**
 * Standard errors above the measured spread at which it is judged: one-sided 95 %. The standard error of ln(spread) of
 * n normal values is 1/√(2(n − 1)).
 */
export const SPREAD_Z = 1.645;

/** Signs of output harvesting, each with the value from which it holds. */
export const INDICATOR_LIMITS = {
  /** At most this many requests per distinct prompt, median over members. */
  coverageRepetition: 1.25,
  /** At most this share of prompts that the whole group has. */
  coverageList: 0.15,
  /** At least this share of prompts sampled by few members. */
  multiplicity: 0.25,
  /** At least this matched rank of the mean output. */
  outputRank: 0.75,
  /** At most this spread of ln(mean output) over members. */
  narrowSpread: 0.4,
  /** At most this many requests per session. */
  singleTurns: 1.25,
  /** At least this share of requests without cached input, where there are no sessions. */
  uncached: 0.9,
  /** The log's own median must be above this for single turns to stand out. */
  logTurns: 1.5,
  /** At least this pooled hour entropy, bits, of 4.585. */
  roundTheClock: 4.45,
  /** At least this matched rank of the members' own hours: a world of customers is flat together, not one by one. */
  roundTheClockRank: 0.7,
  /** The spread of the log's mean outputs, times this, must exceed the group's for it to be narrow. */
  narrowShare: 0.5,
  /** Requests of the group per day, in times of what the busiest hundredth of single accounts make. */
  volumeTimes: 1,
} as const;
