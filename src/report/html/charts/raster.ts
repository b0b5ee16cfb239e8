import type { FiguresEntry, TwinRowEntry } from '../../../evidence/figures-entry.js';
import { type Phrase, quoted } from '../../phrase.js';
import { counted, day, duration, minute } from '../../quantity.js';
import { table } from '../../table.js';
import { boxes, draw, type Frame, innerWidth, type Layer, words } from '../drawing.js';
import type { Figure } from '../figure.js';

const LEVELS = 5;
const LEAST_ROW = 4;
const MOST_ROW = 12;
const HEIGHT = 200;

/** Requests by account and time, the group beside matched accounts at the same scale; null without requests. */
export async function rasterFigure(
  { activity, twin }: FiguresEntry,
  to: string | null,
): Promise<Figure | null> {
  const { from, column_hours: hours, columns, group, members_left_out: leftOut } = activity;
  if (from === null || group.length === 0) return null;
  const most = [...group, ...activity.twin].reduce(
    (n, { requests }) => requests.reduce((m, x) => Math.max(m, x), n),
    0,
  );
  const rows = Math.max(group.length, activity.twin.length);
  const row = Math.max(LEAST_ROW, Math.min(MOST_ROW, Math.floor(HEIGHT / rows)));
  const picture = (each: readonly TwinRowEntry[], color: string) =>
    drawRaster(each, { rows, row, columns, most, color, from: day(from), to: day(to) });
  const cells = ({ requests }: TwinRowEntry) => requests.join(' ');
  const line = (name: Phrase, each: TwinRowEntry) => [
    name,
    minute(each.first_time),
    minute(each.last_time),
    cells(each),
  ];
  const few = twin.match === 'few' ? '; the log has too few that are near' : '';
  return {
    title: 'When the accounts worked, beside matched accounts',
    summary: [
      `One line is one account, one column ${duration(hours)}; darker is more requests, darkest ${counted(most, 'request')}. ` +
        `The first picture: ${counted(group.length, 'member')} of the group, in order of first request` +
        `${leftOut > 0 ? `; ${counted(leftOut, 'member')} not shown` : ''}. ` +
        `The second: ${counted(activity.twin.length, 'other account')} of no group whose score reaches zero, nearest to these ` +
        `members in requests and active days${few}.`,
    ],
    keys: ['group', 'twin'],
    pictures: [
      { name: 'When members of the group worked', svg: await picture(group, 'var(--group)') },
      { name: 'When matched accounts worked', svg: await picture(activity.twin, 'var(--twin)') },
    ],
    table: table(
      [
        'Account',
        'First request (UTC)',
        'Last request (UTC)',
        `Requests in each ${duration(hours)}, from ${minute(from)} UTC`,
      ],
      [
        ...group.map((each) => line([quoted(each.account_id)], each)),
        ...activity.twin.map((each) => line(['matched account'], each)),
      ],
    ),
  };
}

interface Scale {
  readonly rows: number;
  readonly row: number;
  readonly columns: number;
  readonly most: number;
  readonly color: string;
  readonly from: string;
  readonly to: string;
}

/** One path for each shade, so that thousands of cells stay small. */
function drawRaster(accounts: readonly TwinRowEntry[], scale: Scale): Promise<string> {
  const { rows, row, columns, color } = scale;
  const frame: Frame = { left: 6, right: 6, top: 4, bottom: 18, height: rows * row };
  const width = innerWidth(frame);
  const shade = (path: string, level: number): Layer => ({
    type: 'path',
    values: [{ path }],
    encode: {
      path: { field: 'path' },
      stroke: { value: color },
      strokeOpacity: { value: (level + 1) / LEVELS },
      strokeWidth: { value: row > 6 ? row - 1 : row - 0.5 },
    },
  });
  const y = frame.height + 11;
  return draw(
    [
      boxes([{ x: 0, y: 0, x2: width, y2: frame.height }], { fill: 'var(--raise)' }),
      ...shadePaths(accounts, scale, width / columns).map(shade),
      words([{ x: 0, y, text: scale.from }], { align: 'left', soft: true }),
      words([{ x: width, y, text: scale.to }], { align: 'right', soft: true }),
    ],
    frame,
  );
}

/** Runs of equal shade in each line, as strokes; shades by the logarithm of the requests. */
function shadePaths(accounts: readonly TwinRowEntry[], { row, most }: Scale, cell: number): string[] {
  const paths: string[][] = Array.from({ length: LEVELS }, () => []);
  const level = (requests: number) =>
    // The quotient first: it is at most 1, where LEVELS times a logarithm through itself can come out above LEVELS.
    requests === 0 ? 0 : Math.max(1, Math.ceil(LEVELS * (Math.log(1 + requests) / Math.log(1 + most))));
  for (const [i, { requests }] of accounts.entries()) {
    const y = short((i + 0.5) * row);
    for (let start = 0; start < requests.length; ) {
      const shade = level(requests[start]!);
      let end = start + 1;
      while (end < requests.length && level(requests[end]!) === shade) end++;
      if (shade > 0) paths[shade - 1]!.push(`M${short(start * cell)} ${y}H${short(end * cell)}`);
      start = end;
    }
  }
  return paths.map((parts) => parts.join(''));
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
