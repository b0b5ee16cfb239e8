import type { BaselineEntry, SinceBaselineEntry } from '../../evidence/baseline-entry.js';
import {
  GROUP_CHANGES,
  type GroupChangeClass,
  type GroupSideEntry,
  type RunCaveatCode,
} from '../../evidence/run-difference.js';
import { group, priority, verdict } from './entry-parts.js';
import { byKey, choice, figure, keyedHash, list, object, type Rule, time, withheld } from './rule.js';

const change = choice<GroupChangeClass>({
  new: true,
  grown: true,
  merged: true,
  split: true,
  regrouped: true,
  shrunk: true,
  gone: true,
  same: true,
});
/** What changed since an earlier run, as a whole. */
export const baseline = object<BaselineEntry>({
  sha256: keyedHash('findings'),
  period: object({ from: time(), to: time() }),
  caveats: list(
    object<BaselineEntry['caveats'][number]>({
      code: choice<RunCaveatCode>({
        'no-account-in-both': true,
        'tool-version': true,
        'inputs-apart': true,
        'inputs-differ': true,
        'inputs-added': true,
        'inputs-removed': true,
        'periods-apart': true,
        'periods-differ': true,
        incomplete: true,
        setting: true,
        'facet-aside': true,
        'measure-aside': true,
        calibration: true,
        pseudonyms: true,
      }),
      name: withheld(),
      before: withheld(),
      after: withheld(),
    }),
  ),
  counts: byKey<number>((key) => (GROUP_CHANGES as readonly string[]).includes(key), figure()) as Rule<
    BaselineEntry['counts']
  >,
  gone: list(
    object<GroupSideEntry>({
      id: group,
      rank: figure(),
      alert: figure(),
      verdict,
      priority,
      score: figure(),
      accounts: figure(),
      requests: figure(),
    }),
  ),
});
/** What changed in a group since. */
export const sinceBaseline = object<SinceBaselineEntry>({
  change,
  before: list(group),
  alert_before: figure(),
  rank_before: figure(),
  score_before: figure(),
  joined: figure(),
  left: figure(),
  alert_members: figure(),
  founders: figure(),
});
