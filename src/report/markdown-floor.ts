/**
 * What would have been missed, where that was measured, for example
 *
 *     ## What would have been missed
 *
 *     Groups smaller than 15 accounts, with less than 210 requests, or mixing extraction below 50 % would not have been
 *     detected reliably (plain planted groups: accounts of one source that behave alike; 39 of 72 recovered).
 *
 *     ### Plain groups: accounts of one source that behave alike
 *
 *     | Accounts | Requests per account and day | Requests | Share 100 % | Share 50 % | Share 25 % |
 *     |---:|---:|---:|---:|---:|---:|
 *     | 8 | 2 | 112 | 0 of 2 (0–66 %) | 0 of 2 (0–66 %) | 0 of 2 (0–66 %) |
 */

import type { FindingsDocument } from '../evidence/findings-document.js';
import type { FloorCellEntry, FloorEntry } from '../evidence/floor-entry.js';
import type { Disguise } from '../floor/index.js';
import { DISGUISE_WORDS, floorSentences } from './floor-words.js';
import { markdownTable } from './markdown-table.js';
import { counted, narrow, percent, plural, thousands } from './quantity.js';

/** The section, or nothing where the floor was not measured. */
export function floorSection(document: FindingsDocument): string[] {
  const floor = document.detection_floor;
  if (floor === null) return [];
  const parts = ['## What would have been missed', floorSentences(document)];
  if (floor.cells.length > 0) {
    parts.push(
      `Measured by ${floor.analyses === 1 ? 'one analysis' : `${thousands(floor.analyses)} analyses`} of copies of this log ` +
        `(${plural(floor.days, 'days')}) with groups planted into them. A planted account is a copy of a real one, ` +
        "without what identifies that one, with a share of its requests replaced by the group's work: a pool of " +
        'networks, payments that three to six accounts share, and prompts that are never asked twice. Recovered: an ' +
        'alert with an F1 of at least 0.8. Reliably: at least 80 % of the groups from there on, and of those just ' +
        'there. In brackets: 95 % interval of the recovered share.',
      ...(['plain', 'careful'] as const).flatMap((disguise) => table(floor, disguise)),
      ownAlerts(floor),
    );
  }
  if (floor.cells_left_out > 0) {
    parts.push(
      `${counted(floor.cells_left_out, 'kind')} of group could not be planted, because the log has too few accounts, or too ` +
        'few with enough requests: – in the tables.',
    );
  }
  parts.push(
    'This measures groups of this making and no others. An operation with other means may be found where these were ' +
      'missed, and missed where these were found.',
  );
  return [parts.join('\n\n')];
}

function table({ cells }: FloorEntry, disguise: Disguise): string[] {
  const mine = cells.filter((cell) => cell.disguise === disguise);
  if (mine.length === 0) return [];
  const shares = [...new Set(mine.map(({ share }) => share))].sort((a, b) => b - a);
  const rows = new Map<string, FloorCellEntry[]>();
  for (const cell of mine) {
    const key = `${cell.accounts}/${cell.requests_per_account_day}`;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const title = `${disguise === 'plain' ? 'Plain' : 'Careful'} groups: ${DISGUISE_WORDS[disguise]}`;
  return [
    `### ${title}`,
    markdownTable(
      [
        'Accounts',
        'Requests per account and day',
        'Requests',
        ...shares.map((share) => `Share ${percent(share)}`),
      ],
      [...rows.values()].map((row) => [
        thousands(row[0]!.accounts),
        thousands(row[0]!.requests_per_account_day),
        narrow(Math.round(row[0]!.requests)),
        ...shares.map((share) => cellWords(row.find((cell) => cell.share === share))),
      ]),
      [0, 1, 2, ...shares.map((_, i) => 3 + i)],
    ),
  ];
}

function cellWords(cell: FloorCellEntry | undefined): string {
  if (cell === undefined) return '–';
  const { planted, recovered, low, high } = cell;
  const bounds = `${thousands(low * 100)}–${thousands(high * 100)} %`;
  return `${thousands(recovered)} of ${thousands(planted)} (${bounds})`;
}

function ownAlerts({ own_alerts: { of, kept, added } }: FloorEntry): string {
  const findings = 'The findings in this report are from the log alone.';
  const more =
    added === 0
      ? 'no alert came up that the log alone did not give'
      : `${counted(added, 'alert')} came up among the log's own accounts that the log alone did not give`;
  if (of === 0) return `${findings} In the copies ${more}.`;
  return (
    `${findings} Of its own alerts, ${thousands(of)} over all copies, ${thousands(kept)} were found again beside the ` +
    `planted groups, and ${more}.`
  );
}
