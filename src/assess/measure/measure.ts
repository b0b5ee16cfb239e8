import type { FacetTable } from '../../fingerprint/index.js';
import type { LinkData } from '../../link/index.js';
import type { Field } from '../../record/usage-record.js';
import type { AccountTraits } from '../account-traits.js';
import type { AlternativeId, EvidenceFamily } from '../finding.js';

/** The log as measures see it: fingerprints, what linking made of them, and what single accounts do. */
export interface LogView {
  readonly table: FacetTable;
  readonly data: LinkData;
  readonly traits: AccountTraits;
}

/**
 * One way in which accounts of one operator agree beyond what customers have in common. A measure is a plain number
 * of a group; what it is worth is decided elsewhere, against groups of the same size and volume drawn from the same log.
 */
export interface Measure {
  /** Kebab-case; the name of its statistic in findings and reports. */
  readonly name: string;
  readonly family: EvidenceFamily;
  /** For example `share`, `bits`, `ln`, `z`. */
  readonly unit: string;
  /** Each inner list needs at least one of its fields in the log; otherwise the measure stands aside. */
  readonly needs: readonly (readonly Field[])[];
  /** Alternatives under which a large value is to be expected anyway. */
  readonly explainedBy: readonly AlternativeId[];
  /** Which values speak for one operator. */
  readonly speaks: 'high' | 'low';
  /**
   * Reads what it needs off the log once and returns the measure of a group. `members`
   * are account numbers, ascending. NaN where the group gives too little to say. The value does not depend on the
   * order of members or on the group's size as such. O(entries of the members) a call.
   */
  prepare(log: LogView): (members: readonly number[]) => number;
}
