import type { Reliability, ReliabilityBin } from './reliability.js';
import { binText, strongText } from './reliability-table.js';

/** Readable on white and on near-black; the picture has no ground of its own. */
const INK = '#7d8590';
const MARK = '#2f81f7';

/** Pixels: the whole picture, and where its plot lies. */
const SIZE = { width: 560, height: 420 };
const PLOT = { left: 84, right: 536, top: 24, bottom: 356 };
/** Pixels that the text beside a mark may take. */
const LABEL_WIDTH = 90;
/** Ticks with a number on either axis at most, so that numbers do not meet. */
const MOST_NUMBERS = 7;
/** Decades of the likelihood ratio that are shown at least. */
const LEAST_DECADES: readonly [number, number] = [-1, 3];

/** A bin with groups, as it is drawn: odds of "operation", 0 or more, may be infinite. */
interface Point {
  readonly bin: ReliabilityBin;
  /** The ratio at which the diagonal has the odds that the bin predicts. */
  readonly ratio: number;
  readonly odds: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Reliability as an SVG picture: observed odds of "operation" with 95 % intervals, by likelihood ratio, both on
 * logarithmic axes, beside the diagonal on which ratios mean what they say. What lies beyond the plot, such as odds of 0,
 * is drawn hollow at its edge. `title` and `desc` say the same in words. Deterministic; every text in it is the program's own.
 * @param baseOdds Odds before, above 0: there must be operations and others.
 */
export function reliabilitySvg(found: Reliability, baseOdds: number): string {
  const points = found.bins.flatMap((bin) => pointOf(bin, baseOdds));
  const [x0, x1] = decades(points.map(({ ratio }) => ratio));
  const shown = points.flatMap(({ odds, low, high }) => [odds, low, high]);
  const onDiagonal = [10 ** x0 * baseOdds, 10 ** x1 * baseOdds];
  const y0 = Math.floor(Math.min(...logs([...shown, ...onDiagonal])));
  const y1 = Math.ceil(Math.max(...logs([...shown, ...onDiagonal])));
  const x = (value: number) => place(value, x0, x1, PLOT.left, PLOT.right);
  const y = (value: number) => place(value, y0, y1, PLOT.bottom, PLOT.top);
  const name = 'Reliability of the calibrated likelihood ratio';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" height="${SIZE.height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">`,
    `<title>${name}</title>`,
    `<desc>${description(found)}</desc>`,
    ...ticks(x0, x1).flatMap((decade) => xTick(x(10 ** decade), decade)),
    ...ticks(y0, y1).flatMap((decade) => yTick(y(10 ** decade), decade)),
    `<path d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}" fill="none" stroke="${INK}"/>`,
    `<path d="M${x(10 ** x0)} ${y(onDiagonal[0]!)}L${x(10 ** x1)} ${y(onDiagonal[1]!)}" fill="none" stroke="${INK}" stroke-dasharray="5 4"/>`,
    ...points.flatMap((point) => mark(point, x, y, 10 ** y0, 10 ** y1)),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 38}" text-anchor="middle">likelihood ratio (dashed: what it predicts)</text>`,
    `<text transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">observed odds of an operation</text>`,
    '</svg>\n',
  ].join('\n');
}

function pointOf(bin: ReliabilityBin, baseOdds: number): Point[] {
  if (bin.share === null || bin.predictedOdds === null) return [];
  const odds = (share: number) => share / (1 - share);
  return [
    {
      bin,
      ratio: bin.predictedOdds / baseOdds,
      odds: odds(bin.share),
      low: odds(bin.interval.low),
      high: odds(bin.interval.high),
    },
  ];
}

function mark(
  { bin, ratio, odds, low, high }: Point,
  x: (value: number) => number,
  y: (value: number) => number,
  least: number,
  most: number,
): string[] {
  const within = (value: number) => Math.min(most, Math.max(least, value));
  const hollow = odds < least || odds > most;
  const [at, level] = [x(ratio), y(within(odds))];
  return [
    `<path d="M${at} ${y(within(low))}V${y(within(high))}" stroke="${MARK}" stroke-width="2" opacity="0.6"/>`,
    `<circle cx="${at}" cy="${level}" r="5" stroke="${MARK}" stroke-width="2" fill="${hollow ? 'none' : MARK}"/>`,
    label(at, level, `${bin.operations} of ${bin.groups}`),
  ];
}

/** Beside a mark, on the side where there is room. */
function label(at: number, level: number, text: string): string {
  const room = at + LABEL_WIDTH < SIZE.width;
  const side = room ? `x="${at + 9}"` : `x="${at - 9}" text-anchor="end"`;
  return `<text ${side} y="${Math.min(level - 8, PLOT.bottom - 8)}">${text}</text>`;
}

function description(found: Reliability): string {
  const bins = found.bins
    .filter(({ groups }) => groups > 0)
    .map(
      (bin) =>
        `Ratio ${binText(bin)}: ${bin.operations} of ${bin.groups} groups are operations ` +
        `(95 % ${bin.interval.low.toFixed(3)} to ${bin.interval.high.toFixed(3)}), ` +
        `predicted ${bin.predictedShare?.toFixed(3) ?? 'n/a'}.`,
    );
  return [...bins, `A ${strongText(found)}.`].join(' ');
}

/** Whole decades around some positive values; zeros take the least one. */
function decades(values: readonly number[]): [number, number] {
  const all = logs(values);
  return [Math.floor(Math.min(LEAST_DECADES[0], ...all)), Math.ceil(Math.max(LEAST_DECADES[1], ...all))];
}

function logs(values: readonly number[]): number[] {
  return values.map(Math.log10).filter(Number.isFinite);
}

/** Where a value stands between two decades, as a pixel with one decimal; values beyond stand at the end. */
function place(value: number, from: number, to: number, start: number, end: number): number {
  const part = Math.min(1, Math.max(0, (Math.log10(value) - from) / (to - from)));
  return Number((start + part * (end - start)).toFixed(1));
}

/** Decades with a tick: all of them, or every second one and so on where there are many; 1 is always among them. */
function ticks(from: number, to: number): number[] {
  const step = Math.ceil((to - from + 1) / MOST_NUMBERS);
  const all = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return all.filter((decade) => decade % step === 0);
}

function xTick(at: number, decade: number): string[] {
  return [
    `<path d="M${at} ${PLOT.top}V${PLOT.bottom}" stroke="${INK}" opacity="0.25"/>`,
    `<text x="${at}" y="${PLOT.bottom + 18}" text-anchor="middle">${power(decade)}</text>`,
  ];
}

function yTick(at: number, decade: number): string[] {
  const label = decade < 0 ? `1 : ${power(-decade)}` : `${power(decade)} : 1`;
  return [
    `<path d="M${PLOT.left} ${at}H${PLOT.right}" stroke="${INK}" opacity="0.25"/>`,
    `<text x="${PLOT.left - 8}" y="${at + 4}" text-anchor="end">${label}</text>`,
  ];
}

/** A power of ten as a person writes it, for example `1/10` or `1,000`. */
function power(decade: number): string {
  const text = (10 ** Math.abs(decade)).toLocaleString('en');
  return decade < 0 ? `1/${text}` : text;
}
