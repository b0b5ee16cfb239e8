/** What a known-good list takes out of the alerts, and what was an alert in the baseline and is none now. */

import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import type { ListReasonEntry } from '../../evidence/lists-entry.js';
import { counted } from '../quantity.js';

/** A group that would be an alert without a known-good list. */
export interface Suppressed {
  readonly group: GroupEntry;
  readonly reasons: readonly ListReasonEntry[];
}

/** The groups that would be alerts without a known-good list, by rank. */
export function suppressedAlerts({ groups }: FindingsDocument): Suppressed[] {
  return groups.flatMap((group) => {
    const suppressed = group.lists?.suppressed ?? null;
    return suppressed?.alert === true ? [{ group, reasons: suppressed.reasons }] : [];
  });
}

/** The user's words for a suppression, in a line: `own evaluation, by r.lin, until 2026-07-01`. */
export function suppressionText({ reason, author, expires }: ListReasonEntry): string {
  return visible(`${reason}, by ${author}, until ${expires}`);
}

/** Something that was an alert in the baseline and is none now. */
export interface PastAlert {
  readonly id: string;
  readonly text: string;
}

/** Groups that are gone and were alerts, then those that are still there and no alerts any more; suppressed ones aside. */
export function pastAlerts({ baseline, groups }: FindingsDocument): PastAlert[] {
  if (baseline === undefined) return [];
  const gone = baseline.gone
    .filter(({ alert }) => alert)
    .map(({ id, accounts }) => ({
      id,
      text:
        `Group ${id} of the earlier run (${counted(accounts, 'account')}, an alert then) is no longer found, ` +
        'which does not mean that it stopped.',
    }));
  const quiet = groups
    .filter(
      ({ alert, lists, since_baseline: since }) =>
        !alert && lists?.suppressed == null && since?.alert_before === true,
    )
    .map(({ id }) => ({
      id,
      text: `Group ${id} was an alert in the earlier run and is still found, below the threshold. findings.json says what it lacks.`,
    }));
  return [...gone, ...quiet];
}
