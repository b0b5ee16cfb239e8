/** Groups in their order, a line each, for every medium. */

import type { GroupEntry } from '../evidence/findings-document.js';
import { trend } from './history-words.js';
import { closestWords, lacking, leftOver, NEAR_NATS, whyQuiet } from './outcome.js';
import { duration, narrow, thousands } from './quantity.js';
import { ratioCell } from './support-words.js';
import { type Table, table } from './table.js';
import { verbalTerm } from './verbal-term.js';
import { VERDICT_WORDS } from './wording.js';

/** Alerts: who, how much, how strongly, and what it might be instead. */
export function alertTable(alerts: readonly GroupEntry[]): Table {
  const calibrated = anyCalibrated(alerts);
  const head = ['#', 'Group', 'Priority', 'Accounts', 'Requests', 'Span'];
  const strength = calibrated ? 'Support (LR, 95 % interval)' : 'Left over (nats)';
  const rows = alerts.map((group) => [
    String(group.rank),
    group.id,
    group.priority,
    accountsCell(group),
    narrow(group.requests),
    duration(group.span_hours),
    calibrated ? supportCell(group) : leftOver(group),
    `${group.families.supporting} of ${group.families.available}`,
    group.confidence,
    closestWords(group, 'none testable'),
  ]);
  return table(
    [...head, strength, 'Families', 'Confidence', 'Closest alternative'],
    rows,
    calibrated ? [0, 3, 4, 5] : [0, 3, 4, 5, 6],
  );
}

/** `412`, and since a baseline `412 (+3 -1)`. */
function accountsCell(group: GroupEntry): string {
  const since = trend(group);
  return since === '' ? thousands(group.accounts) : `${thousands(group.accounts)} (${since})`;
}

export function anyCalibrated(groups: readonly GroupEntry[]): boolean {
  return groups.some(({ support }) => support.calibrated !== null);
}

export const NOT_CALIBRATED =
  'Left over: log-odds of one operator, in nats, after the closest alternative set aside what it explains. Support is not ' +
  'calibrated, because there are no reference groups, or too few, with columns as this log has them: no ratio or word ' +
  'for it is given.';

function supportCell({ support: { calibrated } }: GroupEntry): string {
  if (calibrated === null) return 'not calibrated';
  return `${verbalTerm(calibrated).words}: ${ratioCell(calibrated)}`;
}

export const NEAR_INTRO = `No alert, but at most ${NEAR_NATS} nats short of one.`;

/** Groups that would alert with little more. */
export function nearTable(near: readonly GroupEntry[]): Table {
  const rows = near.map((group) => [
    String(group.rank),
    group.id,
    accountsCell(group),
    narrow(group.requests),
    leftOver(group),
    closestWords(group, 'none testable'),
    lacking(group).join('; '),
  ]);
  const head = ['#', 'Group', 'Accounts', 'Requests', 'Left over (nats)'];
  return table([...head, 'Closest alternative', 'What it lacks'], rows, [0, 2, 3, 4]);
}

export const QUIET_INTRO =
  'These accounts behave alike. That alone is no sign of harvesting. Possibly explained: after an alternative too little is ' +
  'left for an alert, which does not show that the alternative holds. ' +
  'Undecided: too weak, or left below the threshold.';

/** Groups without alert, and why there is none. */
export function quietTable(quiet: readonly GroupEntry[]): Table {
  const rows = quiet.map((group) => [
    String(group.rank),
    group.id,
    accountsCell(group),
    narrow(group.requests),
    VERDICT_WORDS[group.verdict],
    whyQuiet(group),
  ]);
  return table(['#', 'Group', 'Accounts', 'Requests', 'Outcome', 'Why no alert'], rows, [0, 2, 3]);
}
