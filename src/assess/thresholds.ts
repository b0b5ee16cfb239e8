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
/** Share of all requests, or nats left over the strongest alternative, from which an alert is looked at first (P1). */
export const FIRST_SHARE = 0.005;
export const FIRST_NATS = 4;
/** Nats that an alert must keep over every single alternative after that one explained what it can. */
export const ALERT_NATS = 0;
/**
 * The same where the log has neither networks nor payments nor prompts: volume and rhythm alone cannot tell a customer's
 * rotating keys from an operation.
 */
export const ALERT_NATS_ANONYMOUS = 4;
/** Lower bound of the calibrated likelihood ratio that an alert needs: moderate support. */
export const ALERT_RATIO = 10;
/** Share of alerts that may be false at most, as Benjamini–Hochberg controls it against the reference groups. */
export const FALSE_DISCOVERY_RATE = 0.05;
/** Signs of output harvesting that must hold, of those that the columns let one test; two that nearly hold make one. */
export const ALERT_INDICATORS = 2;

/** Share of members that must share networks for these to bind them; a common country or system does not. */
export const BINDING_NETWORK_SHARE = 0.5;
/** Share of members, in [0, 1], that a payment must tie to another member for payments to bind a group. */
export const BINDING_PAYMENT_SHARE = 0.1;
/**
 * Accounts from which habits alone may bind a group, and nats that each of two kinds of habit needs: in simulated worlds
 * of customers, machines that happened to work alike came together in groups of up to ten.
 */
export const HABIT_ACCOUNTS = 24;
export const HABIT_NATS = 2;
/** Share of members that a mesh of prompts must tie, or of prompts that are split, for content to bind: one template is none. */
export const BINDING_CONTENT_SHARE = 0.1;

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

/** The same where a sign nearly holds: a value at a limit is no other thing on either side of it. */
export const NEARLY_LIMITS: Readonly<Record<keyof typeof INDICATOR_LIMITS, number>> = {
  ...INDICATOR_LIMITS,
  coverageRepetition: 1.35,
  coverageList: 0.2,
  multiplicity: 0.2,
  outputRank: 0.7,
  narrowSpread: 0.45,
  singleTurns: 1.35,
  uncached: 0.85,
  roundTheClock: 4.4,
  roundTheClockRank: 0.65,
  narrowShare: 0.55,
  volumeTimes: 0.8,
};

/** From where on something is said to weaken a finding. */
export const WEAKNESS_LIMITS = {
  /** Fewer members than this. */
  smallGroup: 20,
  /** Fewer requests per member than this: little is known of each. */
  fewRequests: 15,
  /** Fewer active days than this: rhythm says little. */
  shortDays: 5,
  /** Fewer nats than this left over the closest alternative. */
  closeNats: 3,
  /** Strength under which a member is loose, and share of loose members from which it is said. */
  looseStrength: 0.9,
  looseShare: 0.1,
  /** Fewer testable signs of harvesting than this. */
  fewIndicators: 4,
} as const;

/**
 * Bystanders whom an operation imitates, for each of its members, before anything is known of an account. In simulated
 * weeks no member had more than 3.5 nats against it, and customers whose networks, client, template and prompts were copied
 * had 4 to 8.5.
 */
export const IMITATED_SHARE = 0.01;

/** Share of the rows that must have been accepted for high confidence, and refused above which it is low. */
export const FIRM_ACCEPTED_SHARE = 0.99;
export const MOST_REFUSED_SHARE = 0.05;
