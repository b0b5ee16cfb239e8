import type { FindingsDocument } from '../../../evidence/findings-document.js';
import { counted, day, duration, minute, narrow } from '../../quantity.js';
import { table } from '../../table.js';
import { area, boxes, draw, type Frame, innerWidth, words } from '../drawing.js';
import type { Figure } from '../figure.js';

/** Accepted requests over time, and the hours without any record; null without requests. */
export async function volumeFigure({ coverage, period }: FindingsDocument): Promise<Figure | null> {
  const { volume, gaps_listed: gaps } = coverage;
  if (volume === null || volume.requests.length === 0) return null;
  const { from, column_hours: hours, requests } = volume;
  const most = requests.reduce((n, x) => Math.max(n, x), 1);
  const title = 'Requests over time, and gaps in the log';
  const frame: Frame = { left: 50, right: 8, top: 10, bottom: 20, height: 110 };
  const width = innerWidth(frame);
  const start = Date.parse(from);
  const span = requests.length * hours * 3_600_000;
  const place = (time: string) => Math.max(0, Math.min(width, ((Date.parse(time) - start) / span) * width));
  const y = (count: number) => frame.height - (count / most) * frame.height;
  const values = requests.flatMap((count, i) =>
    [i, i + 1].map((edge) => ({ x: (edge / requests.length) * width, y: y(count), y2: frame.height })),
  );
  const shaded = gaps.map((gap) => ({
    x: place(gap.from),
    x2: Math.max(place(gap.from) + 1, place(gap.to)),
    y: 0,
    y2: frame.height,
  }));
  const svg = await draw(
    [
      boxes(shaded, { fill: 'var(--twin)', opacity: 0.35 }),
      area(values, { fill: 'var(--log)', opacity: 0.75 }),
      words(
        [
          { x: -6, y: 2, text: narrow(most) },
          { x: -6, y: frame.height, text: '0' },
        ],
        { align: 'right', soft: true },
      ),
      words([{ x: 0, y: frame.height + 11, text: day(from) }], { align: 'left', soft: true }),
      words([{ x: width, y: frame.height + 11, text: day(period.to) }], { align: 'right', soft: true }),
    ],
    frame,
  );
  const gapsSaid =
    coverage.gaps === 0
      ? 'No hour is without records.'
      : `Shaded: ${counted(coverage.gaps, 'gap')} without any record, ${counted(coverage.gap_hours, 'hour')} together.`;
  return {
    title,
    summary: [`One column is ${duration(hours)}; the highest has ${counted(most, 'request')}. ${gapsSaid}`],
    keys: [],
    pictures: [{ name: title, svg }],
    table: table(
      ['From (UTC)', `Requests in each ${duration(hours)}`],
      [
        [minute(from), requests.join(' ')],
        ...gaps.map((gap) => [minute(gap.from), `no record for ${duration(gap.hours)}`]),
      ],
    ),
  };
}
