import { draw, type Frame, innerWidth, places, signs, strokes, words } from '../drawing.js';

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
  const values = rows.map((row, i) => ({ ...row, x: place(row.value), y: i * STEP + STEP / 2 }));
  const squares = (filled: boolean) =>
    signs(
      values.filter((row) => row.filled === filled),
      {
        shape: 'square',
        size: 60,
        fill: filled ? 'var(--group)' : 'var(--paper)',
        stroke: 'var(--group)',
        width: 1.5,
      },
    );
  return draw(
    [
      strokes([{ x: zero, y: 0, x2: zero, y2: frame.height }], { color: 'var(--soft)', width: 1 }),
      strokes(
        values.map(({ x, y }) => ({ x, y, x2: zero, y2: y })),
        { color: 'var(--group)', width: 2 },
      ),
      squares(true),
      squares(false),
      words(
        values.map((row) => ({ x: -10, y: row.y, text: row.label })),
        { align: 'right' },
      ),
      words(
        values.map((row) => ({ x: Math.max(row.x, zero) + 9, y: row.y, text: row.text })),
        { align: 'left' },
      ),
    ],
    frame,
  );
}
