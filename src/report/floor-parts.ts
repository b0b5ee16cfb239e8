/** What would have been missed, where that was measured, for every medium. */

import type { FindingsDocument } from '../evidence/findings-document.js';
import type { FloorCellEntry, FloorEntry } from '../evidence/floor-entry.js';
import type { Disguise } from '../floor/index.js';
import { DISGUISE_WORDS, floorSentences } from './floor-words.js';
import { counted, narrow, percent, plural, thousands } from './quantity.js';
import { type Table, table } from './table.js';

/** Sentences, tables, sentences. */
export interface FloorParts {
  readonly before: readonly string[];
  readonly tables: readonly { readonly title: string; readonly table: Table }[];
  readonly after: readonly string[];
}

/** Null where the floor was not measured. */
export function floorParts(document: FindingsDocument): FloorParts | null {
  const floor = document.detection_floor;
  if (floor === null) return null;
  const planted = floor.cells.length > 0;
  const leftOut =
    `${counted(floor.cells_left_out, 'kind')} of group could not be planted, because the log has too few accounts, or too ` +
    'few with enough requests: – in the tables.';
  return {
    before: [floorSentences(document), ...(planted ? [howMeasured(floor)] : [])],
    tables: planted ? (['plain', 'careful'] as const).flatMap((disguise) => floorTable(floor, disguise)) : [],
    after: [
      ...(planted ? [ownAlerts(floor)] : []),
      ...(floor.cells_left_out > 0 ? [leftOut] : []),
      'This measures groups of this making and no others. An operation with other means may be found where these were ' +
        'missed, and missed where these were found.',
    ],
  };
}

function howMeasured(floor: FloorEntry): string {
  return (
    `Measured by ${floor.analyses === 1 ? 'one analysis' : `${thousands(floor.analyses)} analyses`} of copies of this log ` +
    `(${plural(floor.days, 'days')}) with groups planted into them. A planted account is a copy of a real one, ` +
    "without what identifies that one, with a share of its requests replaced by the group's work: a pool of " +
    'networks, payments that three to six accounts share, and prompts that are never asked twice. Recovered: an ' +
    'alert with an F1 of at least 0.8. Reliably: at least 80 % of the groups from there on, and of those just ' +
    'there. In brackets: 95 % interval of the recovered share.'
  );
}

function floorTable({ cells }: FloorEntry, disguise: Disguise): FloorParts['tables'] {
  const mine = cells.filter((cell) => cell.disguise === disguise);
  if (mine.length === 0) return [];
  const shares = [...new Set(mine.map(({ share }) => share))].sort((a, b) => b - a);
  const rows = new Map<string, FloorCellEntry[]>();
  for (const cell of mine) {
    const key = `${cell.accounts}/${cell.requests_per_account_day}`;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const head = ['Accounts', 'Requests per account and day', 'Requests'];
  return [
    {
      title: `${disguise === 'plain' ? 'Plain' : 'Careful'} groups: ${DISGUISE_WORDS[disguise]}`,
      table: table(
        [...head, ...shares.map((share) => `Share ${percent(share)}`)],
        [...rows.values()].map((row) => [
          thousands(row[0]!.accounts),
          thousands(row[0]!.requests_per_account_day),
          narrow(Math.round(row[0]!.requests)),
          ...shares.map((share) => cellWords(row.find((cell) => cell.share === share))),
        ]),
        [0, 1, 2, ...shares.map((_, i) => 3 + i)],
      ),
    },
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
