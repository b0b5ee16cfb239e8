import { alertConditions } from '../assess/alert-conditions.js';
import type { AlertConditionEntry, AlternativeEntry, GroupEntry } from '../evidence/findings-document.js';
import { significant } from '../evidence/rounding.js';

/** A condition of an alert with how far its value is from where its outcome would change. */
export interface AlertMargin extends AlertConditionEntry {
  /**
   * In the unit of the value: to spare where the condition holds, lacking where it does not; not negative. Null where the
   * condition is a yes or no.
   */
  readonly margin: number | null;
}

/** The conditions of an alert for one group. */
export interface AlertMargins {
  readonly conditions: readonly AlertMargin[];
  /** False where the document does not say, and they are taken by this version's thresholds. */
  readonly as_documented: boolean;
}

/** The group's conditions as the document has them; a document without them gets those of this version. */
export function alertMargins(group: GroupEntry): AlertMargins {
  const documented = group.alert_conditions;
  const conditions: readonly AlertConditionEntry[] = documented ?? alertConditions(group);
  return {
    conditions: conditions.map((condition) => ({ ...condition, margin: marginOf(condition) })),
    as_documented: documented !== undefined,
  };
}

/** Counts as they are, else six significant digits, as values of the document have them. */
function marginOf({ value, needed }: AlertConditionEntry): number | null {
  if (value === null || needed === null) return null;
  const margin = Math.abs(value - needed);
  return Number.isSafeInteger(margin) ? margin : significant(margin);
}

/** The testable alternatives, the one that leaves least first; ties by id. */
export function alternativesByResidual({ alternatives }: GroupEntry): AlternativeEntry[] {
  return alternatives
    .filter(({ residual_nats }) => residual_nats !== null)
    .sort((a, b) => a.residual_nats! - b.residual_nats! || (a.id < b.id ? -1 : 1));
}
