import type { FiguresEntry } from '../../../evidence/figures-entry.js';
import { phrase, quoted } from '../../phrase.js';
import { day, duration, percent } from '../../quantity.js';
import { table } from '../../table.js';
import { draw, type Frame, innerWidth, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';
import { SERIES, seriesLine, seriesSigns } from '../series.js';

/** How fast accounts took up a model that came up during the log; null where none did. */
export async function adoptionFigure({ adoption }: FiguresEntry): Promise<Figure | null> {
  if (adoption === null) return null;
  const { model, released, from, column_hours: hours, shares } = adoption;
  const count = shares.group.length;
  const last = count - 1;
  const title = 'Taking up a new model';
  const frame: Frame = { left: 44, right: 14, top: 12, bottom: 20, height: 130 };
  const width = innerWidth(frame);
  const x = (column: number) => ((column + 1) / Math.max(1, count)) * width;
  const release =
    ((Date.parse(released) - Date.parse(from)) / (hours * 3_600_000) / Math.max(1, count)) * width;
  const svg = await draw(
    [
      strokes([{ x: 0, y: frame.height, x2: width, y2: frame.height }], { color: 'var(--line)' }),
      strokes([{ x: release, y: 0, x2: release, y2: frame.height }], { color: 'var(--soft)', dash: [4, 3] }),
      ...SERIES.flatMap((series) => {
        const values = shares[series].map((share, column) => ({
          x: x(column),
          y: frame.height * (1 - share),
        }));
        return [seriesLine(series, values), seriesSigns(series, values.slice(-1))];
      }),
      words([{ x: release, y: frame.height + 10, text: day(released) }], {
        align: release < width / 2 ? 'left' : 'right',
        soft: true,
      }),
      words(
        [
          { x: -6, y: 0, text: '100 %' },
          { x: -6, y: frame.height, text: '0 %' },
        ],
        { align: 'right', soft: true },
      ),
    ],
    frame,
  );
  const at = (series: (typeof SERIES)[number]) => percent(shares[series][last] ?? 0);
  return {
    title,
    summary: phrase`Share of accounts that had used ${quoted(model, 60)} by then; dashed: first seen in the log on ${day(released)}. At the end: ${at('group')} of this group, ${at('twin')} of the matched accounts, ${at('log')} of all accounts.`,
    keys: ['group', 'twin', 'log'],
    pictures: [{ name: title, svg }],
    table: table(
      [`Column of ${duration(hours)} from ${day(from)}`, 'This group', 'Matched accounts', 'Whole log'],
      shares.group.map((share, column) => [
        `${column + 1}`,
        percent(share),
        percent(shares.twin[column] ?? 0),
        percent(shares.log[column] ?? 0),
      ]),
      [0, 1, 2, 3],
    ),
  };
}
