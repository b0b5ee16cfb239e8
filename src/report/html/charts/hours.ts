import type { FiguresEntry } from '../../../evidence/figures-entry.js';
import { percent } from '../../quantity.js';
import { table } from '../../table.js';
import { draw, type Frame, innerWidth, places, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';
import { SERIES, seriesLine, seriesSigns } from '../series.js';

/** Active slots by hour of the day. */
export async function hoursFigure({ hours }: FiguresEntry): Promise<Figure | null> {
  const all = [...hours.group, ...hours.twin, ...hours.log];
  const most = Math.max(...all, 0);
  if (most === 0) return null;
  const title = 'Hours of the day';
  const [least, top] = [Math.min(...hours.group), Math.max(...hours.group)];
  const frame: Frame = { left: 44, right: 10, top: 12, bottom: 32, height: 130 };
  const width = innerWidth(frame);
  const x = (hour: number) => (hour + 0.5) * (width / 24);
  const height = places([0, most], frame.height);
  const svg = await draw(
    [
      strokes([{ x: 0, y: frame.height, x2: width, y2: frame.height }], { color: 'var(--line)' }),
      ...SERIES.flatMap((series) => {
        const values = hours[series].map((share, hour) => ({ x: x(hour), y: frame.height - height(share) }));
        return [seriesLine(series, values), seriesSigns(series, values)];
      }),
      words(
        [0, 6, 12, 18].map((hour) => ({ x: x(hour), y: frame.height + 10, text: `${hour} h` })),
        { align: 'center', soft: true },
      ),
      words([{ x: width / 2, y: frame.height + 25, text: 'hour of the day (UTC)' }], {
        align: 'center',
        soft: true,
      }),
      words(
        [
          { x: -6, y: 0, text: percent(most) },
          { x: -6, y: frame.height, text: '0 %' },
        ],
        { align: 'right', soft: true },
      ),
    ],
    frame,
  );
  return {
    title,
    summary: [
      `Share of the slots of five minutes with requests that fall into each hour: in this group between ${percent(least)} and ${percent(top)}, in ` +
        `matched accounts between ${percent(Math.min(...hours.twin))} and ${percent(Math.max(...hours.twin))}.`,
    ],
    keys: ['group', 'twin', 'log'],
    pictures: [{ name: title, svg }],
    table: table(
      ['Hour (UTC)', 'This group', 'Matched accounts', 'Whole log'],
      hours.group.map((share, hour) => [
        `${hour} h`,
        percent(share),
        percent(hours.twin[hour] ?? 0),
        percent(hours.log[hour] ?? 0),
      ]),
      [0, 1, 2, 3],
    ),
  };
}
