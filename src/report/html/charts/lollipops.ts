import { draw, type Frame, innerWidth, pixels, places, words } from '../drawing.js';

/** A number on a line from 0, with what is written beside it. */
export interface Lollipop {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** Filled where something holds, hollow where it does not. */
  readonly filled: boolean;
}

const STEP = 22;

/** Numbers above and below a line at 0, a row each. */
export function lollipops(rows: readonly Lollipop[]): Promise<string> {
  const frame: Frame = { left: 172, right: 78, top: 6, bottom: 6, height: rows.length * STEP };
  const width = innerWidth(frame);
  const ends = rows.map(({ value }) => value);
  const place = places([Math.min(0, ...ends), Math.max(0, ...ends, 1)], width);
  const zero = place(0);
  const values = rows.map((row, i) => ({ ...row, x: place(row.value), y: i * STEP + STEP / 2, zero }));
  const x = pixels('x', width);
  const y = pixels('y', frame.height);
  const point = (filled: boolean) => ({
    transform: [{ filter: `datum.filled === ${filled}` }],
    mark: {
      type: 'point',
      shape: 'square',
      filled: true,
      size: 60,
      opacity: 1,
      color: filled ? 'var(--group)' : 'var(--paper)',
      stroke: 'var(--group)',
      strokeWidth: 1.5,
    },
    encoding: { x, y },
  });
  return draw(
    {
      data: { values },
      layer: [
        {
          data: { values: [{ x: zero, y: 0, y2: frame.height }] },
          mark: { type: 'rule', color: 'var(--soft)', strokeWidth: 1 },
          encoding: { x, y, y2: { field: 'y2' } },
        },
        {
          mark: { type: 'rule', color: 'var(--group)', strokeWidth: 2 },
          encoding: { x, x2: { field: 'zero' }, y },
        },
        point(true),
        point(false),
        words(
          values.map((row) => ({ x: -10, y: row.y, text: row.label })),
          frame,
          { align: 'right' },
        ),
        words(
          values.map((row) => ({ x: Math.max(row.x, zero) + 9, y: row.y, text: row.text })),
          frame,
          { align: 'left' },
        ),
      ],
    },
    frame,
  );
}
