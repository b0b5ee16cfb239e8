import type {
  AlertCondition,
  Alternative,
  AlternativeId,
  EvidenceFamily,
  GroupFinding,
  Indicator,
} from '../assess/finding.js';
import type { SourceSummary } from '../ingest/index.js';
import type { RowCount } from '../record/row-count.js';
import type { BaselineEntry, SinceBaselineEntry } from './baseline-entry.js';
import type { ConfidenceCheckEntry } from './confidence-entry.js';
import type { DisclosureEntry, PseudonymisedEntry } from './disclosure-entry.js';
import type { ErrorRatesEntry } from './error-rates-entry.js';
import type { FiguresEntry } from './figures-entry.js';
import type { FloorEntry } from './floor-entry.js';
import type { GroupListsEntry, ListsEntry } from './lists-entry.js';
import type { ClaimEntry, RecordEntry, RecordTreeEntry } from './records-entry.js';

/**
 * The findings document, `findings.json`: the one source of every view. Its JSON Schema is
 * findings-1.schema.json. Within version 1 it only gains fields. Text in it is log content and hostile; times are
 * ISO 8601 UTC with microseconds; rounding is as rounding.ts says.
 */
export const FINDINGS_SCHEMA = 'stillhunt/findings/1';

/** Handling markings of TLP 2.0 (FIRST, Traffic Light Protocol, August 2022). */
export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red';

export interface FindingsDocument {
  readonly schema: typeof FINDINGS_SCHEMA;
  readonly tool: { readonly name: 'stillhunt'; readonly version: string };
  /** How it may be shared, as the user stated it; absent where nothing was stated. */
  readonly tlp?: Tlp;
  /** What this document keeps back; absent where it holds everything. */
  readonly disclosure?: DisclosureEntry;
  /** Set where the case that was analysed keeps pseudonyms in place of names; absent where names are as logged. */
  readonly pseudonymised?: PseudonymisedEntry;
  /** Options in effect, defaults included. */
  readonly configuration: Configuration;
  readonly inputs: readonly InputEntry[];
  readonly rows: RowCount;
  readonly coverage: CoverageEntry;
  readonly quarantine: QuarantineEntry;
  readonly period: { readonly from: string | null; readonly to: string | null };
  /** Accounts with at least one accepted row. */
  readonly accounts: number;
  readonly requests: number;
  readonly facets_standing_aside: readonly { readonly facet: string; readonly missing: readonly string[] }[];
  /** Measures of groups that could not be taken, with the fields they lack. */
  readonly measures_standing_aside: readonly {
    readonly measure: string;
    readonly missing: readonly string[];
  }[];
  /** Groups tested, alert or not. */
  readonly tested: number;
  /** Those of them large enough to alert, over which false discoveries are controlled. */
  readonly controlled?: number;
  /** How often the method was wrong on labelled simulated logs; absent where that is not known. */
  readonly error_rates?: ErrorRatesEntry;
  /** What would have been missed; `run` says whether it was measured on this log. */
  readonly floor: { readonly run: boolean; readonly note: string };
  /** The measurement itself; null where it was not run. Planted groups are nowhere else in the document. */
  readonly detection_floor: FloorEntry | null;
  /** Records that claims cite, in order of their ids; absent where the inputs were not read again. */
  readonly records?: readonly RecordEntry[];
  /** Trees over the accepted records of the inputs, in their order; absent together with `records`. */
  readonly record_trees?: readonly RecordTreeEntry[];
  /** What is not cited, and why; null or absent where every group's claims are. */
  readonly records_note?: string | null;
  /** Root (RFC 9162) over the disclosure hashes of all `records`, ascending; the same in full and redacted documents. */
  readonly records_root?: string;
  /** What part of a case was analysed, in whole days (UTC), both inclusive; absent where it was no part of one. */
  readonly window?: WindowEntry;
  /** The earlier run that groups are compared with; absent without one. */
  readonly baseline?: BaselineEntry;
  /** The user's lists; absent without any. */
  readonly lists?: ListsEntry;
  readonly groups: readonly GroupEntry[];
}

export interface WindowEntry {
  readonly since: string | null;
  readonly until: string | null;
  /** Requests before this day are no longer in the case. */
  readonly dropped_before: string | null;
  /** Set where the days are those of a table that was asked, and there is no case. */
  readonly of?: 'table';
}

/** How logs were read: what is absent was not given. */
export interface ReadingEntry {
  readonly columns: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly timezone: string | null;
  readonly profile?: string;
  readonly map?: { readonly file: string; readonly sha256: string };
  readonly epoch?: string;
}

export interface Configuration {
  /** Canonical field to column name, as the user set it. */
  readonly columns: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  /** Zone of times without one; null where such times are refused. */
  readonly timezone: string | null;
  /** Profile that the user named. */
  readonly profile?: string;
  /** The user's map: its file's name, and its content by hash. */
  readonly map?: { readonly file: string; readonly sha256: string };
  /** Start that relative times count from. */
  readonly epoch?: string;
  readonly max_quarantine_percent: number;
  /** The log that support was to be calibrated against; absent for the reference that ships. */
  readonly reference?: ReferenceEntry;
  /** False where no records were to be cited. */
  readonly citations?: false;
  /**
   * Of a case whose logs were read in different ways: each with the inputs that were read so. What is above is then
   * that of no log.
   */
  readonly readings?: readonly (ReadingEntry & { readonly inputs: readonly string[] })[];
}

/** A reference log that the user vouched for. */
export interface ReferenceEntry {
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly accounts: number;
  readonly requests: number;
  /** Its groups that scores are compared with: those as large as alerts need. */
  readonly groups: number;
  /** False where it was too small, and nothing is calibrated. */
  readonly used: boolean;
}

export interface InputEntry {
  readonly name: string;
  readonly bytes: number;
  /** Of the bytes as stored; of the entry's where it is one of an archive. */
  readonly sha256: string;
  readonly format: string;
  /** Profile by which it was read; null where it holds nothing. */
  readonly profile: string | null;
  readonly delimiter: string | null;
  readonly compression: string;
  readonly encoding: string;
  /** The file that it is an entry of, as stored; null where it is a file itself. */
  readonly archive: { readonly name: string; readonly bytes: number; readonly sha256: string } | null;
  readonly status: SourceSummary['status'];
  readonly detail: string | null;
  /** An earlier input with the same bytes; its rows are then counted twice. */
  readonly duplicate_of: string | null;
  /** Estimated share of its rows, in [0, 1], that repeat an earlier one of it: same time, account and tokens. */
  readonly repeated_share: number;
  /** Earlier inputs that hold the same rows, with the estimated share of this one's rows that they hold. */
  readonly overlaps: readonly { readonly input: string; readonly share: number }[];
  readonly rows: RowCount;
  readonly first_time: string | null;
  readonly last_time: string | null;
  readonly columns: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
}

export interface CoverageEntry {
  /** Parts of the rows read, in [0, 1]; 0 where nothing was read. */
  readonly accepted_share: number;
  readonly quarantined_share: number;
  /** Sources that were not read to their end. */
  readonly incomplete_inputs: number;
  /** Runs of hours without any record, and their hours in total. */
  readonly gaps: number;
  readonly gap_hours: number;
  /** The first thousand of these runs, from inclusive, to exclusive. */
  readonly gaps_listed: readonly { readonly from: string; readonly to: string; readonly hours: number }[];
  /** Accepted requests over time, in 400 columns at most; null without any. */
  readonly volume: {
    readonly from: string;
    readonly column_hours: number;
    readonly requests: readonly number[];
  } | null;
}

/** Rows that were refused. */
export interface QuarantineEntry {
  /** Rows by reason, all of them. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The first ones in order of inputs and place; details are ours, not log content. */
  readonly examples: readonly {
    readonly input: string;
    readonly line: number;
    readonly byte_offset: number;
    readonly reason: string;
    readonly detail: string;
  }[];
  readonly examples_left_out: number;
}

export interface StatisticEntry {
  readonly name: string;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly unit: string;
  readonly n: number;
}

export interface EvidenceEntry {
  readonly family: EvidenceFamily;
  readonly available: boolean;
  readonly nats: number;
  readonly statistics: readonly StatisticEntry[];
}

export interface IndicatorEntry {
  readonly name: string;
  readonly verdict: Indicator['verdict'];
  readonly statistics: readonly StatisticEntry[];
}

export interface AlternativeEntry {
  readonly id: AlternativeId;
  readonly verdict: Alternative['verdict'];
  readonly residual_nats: number | null;
  readonly explained: readonly EvidenceFamily[];
  readonly statistics: readonly StatisticEntry[];
}

export interface SupportEntry {
  readonly nats: number;
  readonly calibrated: {
    readonly ratio: number;
    readonly low: number;
    readonly high: number;
    readonly cap: number;
    readonly references: number;
    /** Chance of such a score or a higher one in a reference group that is no operation, in (0, 1]. */
    readonly chance?: number;
    /** That times the groups over which false discoveries are controlled: how many score so high by chance. */
    readonly expected_by_chance?: number;
  } | null;
}

/** A condition of an alert; names and directions as in assess/finding.ts. */
export interface AlertConditionEntry {
  /** `not-known-good` is of the user's lists. */
  readonly name: AlertCondition['name'] | 'not-known-good';
  readonly value: number | null;
  readonly needed: number | null;
  readonly holds: boolean;
}

export interface MemberEntry {
  readonly account_id: string;
  readonly strength: number;
  /** Share of its requests that belongs to the group's work, at most; null where the parts cannot be told. */
  readonly share_of_requests?: number | null;
  readonly requests: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly first_time: string | null;
  readonly last_time: string | null;
  readonly nats: Readonly<Partial<Record<EvidenceFamily, number>>>;
  /** In the group since it got its id; told only of groups that go on under the id of an earlier run. */
  readonly founder?: true;
  /** On the watch list; absent otherwise. */
  readonly watched?: true;
}

export interface GroupEntry {
  readonly id: string;
  readonly rank: number;
  /** Its rank by evidence alone; absent where no lists were applied. */
  readonly rank_without_lists?: number;
  readonly alert: boolean;
  /** What an alert needs, each with its outcome; it is one exactly where all hold. */
  readonly alert_conditions?: readonly AlertConditionEntry[];
  readonly verdict: GroupFinding['verdict'];
  readonly priority: GroupFinding['priority'];
  readonly accounts: number;
  readonly requests: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly first_time: string | null;
  readonly last_time: string | null;
  readonly span_hours: number;
  readonly share_of_requests: number;
  /** Over the span, which counts as at least one day. */
  readonly requests_per_account_day: number;
  readonly support: SupportEntry;
  readonly confidence: GroupFinding['confidence'];
  /** What that rests on, in the order of the checklist; a person confirms or changes it. */
  readonly confidence_checks?: readonly ConfidenceCheckEntry[];
  readonly score: number;
  /** Families that speak for one operator by more than a factor of two, and families with the data to speak. */
  readonly families: { readonly supporting: number; readonly available: number };
  readonly evidence: readonly EvidenceEntry[];
  readonly indicators: readonly IndicatorEntry[];
  readonly alternatives: readonly AlternativeEntry[];
  readonly strongest_alternative: AlternativeId | null;
  readonly weaknesses: readonly { readonly code: string; readonly statistics: readonly StatisticEntry[] }[];
  readonly shared: readonly {
    readonly facet: string;
    readonly value: string;
    readonly members: number;
    readonly accounts: number;
  }[];
  /** What became of it since the baseline; absent without one. */
  readonly since_baseline?: SinceBaselineEntry;
  /** What the user's lists say of it; absent where they say nothing. */
  readonly lists?: GroupListsEntry;
  /** What its charts show; absent beyond the alerts and the ten groups after them, twenty-five at most. */
  readonly figures?: FiguresEntry;
  /** What its numbers rest on, record by record; absent where nothing is cited. */
  readonly claims?: readonly ClaimEntry[];
  readonly members: readonly MemberEntry[];
}
