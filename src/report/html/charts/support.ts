import type { GroupEntry } from '../../../evidence/findings-document.js';
import { counted, ratio } from '../../quantity.js';
import { table } from '../../table.js';
import { VERBAL_TERMS, verbalTerm } from '../../verbal-term.js';
import { boxes, draw, type Frame, innerWidth, signs, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';

const STEP = 20;
const LISTED = 16;
/** Ratios below this speak so much for the alternative that the scale would be theirs. */
const LEAST = 0.001;

/** Likelihood ratios with their intervals and caps on a logarithmic scale; null where none is calibrated. */
export async function supportFigure(groups: readonly GroupEntry[]): Promise<Figure | null> {
  const rows = groups.flatMap(({ id, alert, support: { calibrated } }) =>
    calibrated === null ? [] : [{ id, alert, ...calibrated }],
  );
  const shown = rows.filter(({ alert, low }) => alert || low >= LEAST).slice(0, LISTED);
  const [first] = shown;
  if (first === undefined) return null;
  const title = 'Support for one operator, with its limit';
  return {
    title,
    summary: [
      `Dot: likelihood ratio; line: its 95 % interval; upright stroke: the most that ${counted(first.references, 'reference group')} ` +
        `allow. Filled: alert. The word is chosen from the lower end: ${first.id} has ${verbalTerm(first).words}.`,
      ...(rows.length > shown.length
        ? [` ${counted(rows.length - shown.length, 'more group')}: see ranking.csv.`]
        : []),
    ],
    keys: [],
    pictures: [{ name: title, svg: await drawRows(shown) }],
    table: table(
      ['Group', 'Ratio', 'From', 'To', 'Cap', 'Words'],
      shown.map((row) => [
        row.id,
        ratio(row.ratio),
        ratio(row.low),
        ratio(row.high),
        ratio(row.cap),
        verbalTerm(row).words,
      ]),
      [1, 2, 3, 4],
    ),
  };
}

interface Row {
  readonly id: string;
  readonly alert: boolean;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly cap: number;
}

function drawRows(rows: readonly Row[]): Promise<string> {
  const frame: Frame = { left: 76, right: 50, top: 24, bottom: 24, height: rows.length * STEP };
  const width = innerWidth(frame);
  const positive = (value: number) => Math.max(value, Number.MIN_VALUE);
  const least = Math.min(0.5, ...rows.map(({ low }) => positive(low)));
  const most = Math.max(100, ...rows.map(({ cap, high }) => Math.max(cap, high)));
  const place = (value: number) =>
    (Math.log(positive(value) / least) / Math.log((most * 1.3) / least)) * width;
  const values = rows.map((row, i) => ({
    alert: row.alert,
    y: i * STEP + STEP / 2,
    x: place(row.ratio),
    low: place(row.low),
    high: place(row.high),
    cap: place(row.cap),
  }));
  const limits = VERBAL_TERMS.slice(1).filter(({ from }) => from > least && from < most);
  const bands = VERBAL_TERMS.map(({ short, from }, i) => {
    const left = place(Math.max(from, least));
    const right = Math.min(width, place(VERBAL_TERMS[i + 1]?.from ?? most * 1.3));
    return { short, left, right };
  }).filter(({ short, left, right }) => right - left > short.length * 4.6);
  const dots = (alert: boolean) =>
    signs(
      values.filter((row) => row.alert === alert),
      {
        shape: 'circle',
        size: 70,
        fill: alert ? 'var(--group)' : 'var(--paper)',
        stroke: 'var(--group)',
        width: 1.5,
      },
    );
  return draw(
    [
      strokes(
        limits.map(({ from }) => ({ x: place(from), y: 0, x2: place(from), y2: frame.height })),
        { color: 'var(--line)' },
      ),
      strokes(
        values.map(({ low, high, y }) => ({ x: low, y, x2: high, y2: y })),
        { color: 'var(--group)', width: 2 },
      ),
      boxes(
        values.map(({ cap, y }) => ({ x: cap - 1, y: y - 6.5, x2: cap + 1, y2: y + 6.5 })),
        { fill: 'var(--ink)', opacity: 0.7 },
      ),
      dots(true),
      dots(false),
      words(
        rows.map(({ id }, i) => ({ x: -8, y: values[i]!.y, text: id })),
        { align: 'right' },
      ),
      words(
        rows.map((row, i) => ({ x: width + 6, y: values[i]!.y, text: ratio(row.ratio) })),
        { align: 'left' },
      ),
      words(
        limits.map(({ from }) => ({ x: place(from), y: frame.height + 10, text: ratio(from) })),
        { align: 'center', soft: true },
      ),
      words(
        bands.map(({ short, left, right }) => ({ x: (left + right) / 2, y: -10, text: short })),
        { align: 'center', soft: true, size: 9 },
      ),
    ],
    frame,
  );
}
