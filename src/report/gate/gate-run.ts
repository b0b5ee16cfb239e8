import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { type Gate, trippedBy } from '../../evidence/gate.js';
import { incompleteSentence } from '../exchange/statement.js';
import { counted, percent } from '../quantity.js';

/** A run whose outcome a pipeline is told. */
export interface GateRun {
  /** As the pack shows it. */
  readonly document: FindingsDocument;
  /** What trips the gate; empty where none is set. */
  readonly gates: readonly Gate[];
  /** Whether the result rests on part of what it should. */
  readonly partial: boolean;
  /** The evidence folder, and the file in it that a reader should open. */
  readonly folder: string;
  readonly open: string;
}

/** A group that trips the gate, and by what. */
export interface TrippingGroup {
  readonly group: GroupEntry;
  readonly by: readonly Gate[];
}

/** The groups that trip any gate, by rank. */
export function trippingGroups({ document, gates }: GateRun): TrippingGroup[] {
  return document.groups
    .map((group) => ({ group, by: trippedBy(group, gates) }))
    .filter(({ by }) => by.length > 0);
}

/** Alerts that trip no gate, by rank; those that a list suppresses are none. */
export function otherAlerts({ document, gates }: GateRun): GroupEntry[] {
  return document.groups.filter((group) => group.alert && trippedBy(group, gates).length === 0);
}

/** The outcome in a sentence. */
export function outcomeSentence(run: GateRun): string {
  const { gates, document } = run;
  if (gates.length === 0) return 'No gate was set (--fail-on).';
  const found = trippingGroups(run);
  if (found.length === 0)
    return `Gate passed: none of ${counted(document.tested, 'tested group')} trips it (${gates.join(', ')}).`;
  const by = gates.filter((gate) => found.some((each) => each.by.includes(gate)));
  return `Gate tripped: ${counted(found.length, 'group')} of ${counted(document.tested, 'tested group')} (${by.join(', ')}).`;
}

/** In what the result is partial, without names of inputs; null where it is whole. */
export function partialSentence({ document, partial }: GateRun): string | null {
  const reasons: string[] = [];
  const incomplete = incompleteSentence(document);
  if (incomplete !== null) reasons.push(incomplete);
  const { quarantined, read } = document.rows;
  const limit = document.configuration.max_quarantine_percent;
  if (quarantined * 100 > limit * read)
    reasons.push(
      `${percent(document.coverage.quarantined_share)} of the rows were refused, over the limit of ${limit} %.`,
    );
  if (reasons.length === 0 && partial) reasons.push('The log of the job says what is missing.');
  return reasons.length === 0 ? null : `The result rests on part of the input. ${reasons.join(' ')}`;
}

/** What a known-good list keeps from tripping the gate; null where it keeps nothing. */
export function suppressedSentence({ lists }: FindingsDocument): string | null {
  if (lists === undefined || lists.suppressed.alerts === 0) return null;
  return `${counted(lists.suppressed.alerts, 'group')} suppressed as known good, an alert otherwise.`;
}
