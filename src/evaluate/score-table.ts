import { plainTable, shown } from './plain-table.js';
import type { Scores } from './score.js';

/*
accounts      precision 0.982  recall 0.911  F1 0.945   flagged 1,204 (22 false: 4 crowd, 18 look-alikes)
operations    7 of 8 recovered (F1 >= 0.8)      alerts 9
look-alikes   0 of 11 flagged (> 10 %)          average precision 0.902

operation            accounts  best group  rank  alert     F1  precision  recall  recovered
central-queue-1           386  G-7f3a         1  yes    0.981      0.990   0.972  yes
*/

const ratio = (value: number | null) => (value === null ? 'n/a' : value.toFixed(3));
const yes = (value: boolean) => (value ? 'yes' : 'no');

/** Scores as plain text for a terminal, ending in a line break. */
export function scoreTable(scores: Scores): string {
  const { accounts, operations, lookAlikes } = scores;
  const lines = [
    `accounts     precision ${ratio(accounts.precision)}  recall ${ratio(accounts.recall)}  F1 ${ratio(accounts.f1)}`,
    `             ${accounts.flagged} of ${accounts.labelled} flagged, ${accounts.falsePositives} of them falsely ` +
      `(${accounts.falseFromCrowd} crowd, ${accounts.falseFromLookAlikes} look-alikes)`,
    `operations   ${operations.recovered} of ${operations.total} recovered by an alert (F1 >= 0.8), ${scores.alerts} alerts`,
    `look-alikes  ${lookAlikes.flagged} of ${lookAlikes.total} flagged (more than a tenth of their accounts)`,
    `ranking      average precision ${ratio(scores.averagePrecision)}`,
  ];
  if (accounts.unlabelled > 0)
    lines.push(`left out     ${accounts.unlabelled} accounts in groups that have no label`);
  if (scores.perOperation.length > 0) {
    const head = [
      'operation',
      'accounts',
      'best group',
      'rank',
      'alert',
      'F1',
      'precision',
      'recall',
      'recovered',
    ];
    const rows = scores.perOperation.map(({ operation, accounts: size, best, recovered }) =>
      best
        ? [
            shown(operation),
            size,
            shown(best.group),
            best.rank,
            yes(best.alert),
            ratio(best.f1),
            ratio(best.precision),
            ratio(best.recall),
            yes(recovered),
          ]
        : [shown(operation), size, 'none', 'n/a', 'no', ratio(0), 'n/a', ratio(0), 'no'],
    );
    lines.push('', ...plainTable(head, rows));
  }
  if (scores.perLookAlike.length > 0) {
    const rows = scores.perLookAlike.map((one) => [
      shown(one.lookAlike),
      one.accounts,
      one.flaggedAccounts,
      ratio(one.flaggedShare),
      yes(one.flagged),
    ]);
    lines.push('', ...plainTable(['look-alike', 'accounts', 'in alerts', 'share', 'flagged'], rows));
  }
  return `${lines.join('\n')}\n`;
}
