import { csvRow } from '../evidence/csv-cell.js';
import type { GroupEntry } from '../evidence/findings-document.js';

/** One line for each group, in order of rank. */
export function* rankingCsv(groups: readonly GroupEntry[]): Generator<string> {
  yield csvRow([
    ...[
      'rank',
      'group',
      'alert',
      'verdict',
      'priority',
      'accounts',
      'requests',
      'input_tokens',
      'output_tokens',
    ],
    ...['first_seen', 'last_seen', 'share_of_requests', 'score', 'support_nats'],
    ...['lr', 'lr_low', 'lr_high', 'lr_cap', 'lr_references', 'confidence'],
    ...['families_supporting', 'families_available', 'strongest_alternative', 'residual_nats'],
    ...['change', 'joined', 'left', 'rank_before', 'score_before', 'alert_before'],
    ...['suppressed', 'watched_members'],
  ]);
  for (const group of groups) {
    const since = group.since_baseline;
    const calibrated = group.support.calibrated;
    const otherwise = group.alternatives.find(({ id }) => id === group.strongest_alternative);
    yield csvRow([
      ...[group.rank, group.id, group.alert, group.verdict, group.priority, group.accounts, group.requests],
      ...[
        group.input_tokens,
        group.output_tokens,
        group.first_time,
        group.last_time,
        group.share_of_requests,
      ],
      ...[group.score, group.support.nats, calibrated?.ratio ?? null, calibrated?.low ?? null],
      ...[
        calibrated?.high ?? null,
        calibrated?.cap ?? null,
        calibrated?.references ?? null,
        group.confidence,
      ],
      ...[group.families.supporting, group.families.available, group.strongest_alternative],
      otherwise?.residual_nats ?? null,
      ...[since?.change ?? null, since?.joined ?? null, since?.left ?? null, since?.rank_before ?? null],
      ...[since?.score_before ?? null, since?.alert_before ?? null],
      ...[group.lists?.suppressed != null, group.lists?.watched_members ?? 0],
    ]);
  }
}
