import type { FindingsDocument, GroupEntry } from './findings-document.js';

/** What trips the gate of --fail-on. */
export const GATES = ['alert', 'new-alert', 'watched', 'P1', 'P2', 'P3', 'P4'] as const;
export type Gate = (typeof GATES)[number];

/**
 * Whether a group is an alert that the baseline does not have as one: none of the groups that it comes from was an alert, or
 * half of its members or more were in none. An operation that attaches itself to an alert is as new as one by itself.
 */
export function isNewAlert({ alert, members, since_baseline: since }: GroupEntry): boolean {
  if (!alert) return false;
  return since?.alert_before !== true || 2 * (since.alert_members ?? members.length) <= members.length;
}

/**
 * The groups that trip a gate, by rank: `alert`, every alert; `new-alert`, alerts that are new since the baseline;
 * `watched`, groups with members of the watch list; `P1` to `P4`, alerts of that priority or a higher one. Groups that a
 * known-good list suppresses trip none.
 */
export function tripping(document: FindingsDocument, gate: Gate): readonly GroupEntry[] {
  return document.groups.filter((group) => trips(group, gate));
}

/** The gates that a group trips, in the order in which they were given. */
export function trippedBy(group: GroupEntry, gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => trips(group, gate));
}

function trips(group: GroupEntry, gate: Gate): boolean {
  if (group.lists?.suppressed != null) return false;
  switch (gate) {
    case 'alert':
      return group.alert;
    case 'new-alert':
      return isNewAlert(group);
    case 'watched':
      return (group.lists?.watched_members ?? 0) > 0;
    default:
      return group.alert && group.priority <= gate;
  }
}
