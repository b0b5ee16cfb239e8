import { type Layer, line, signs } from './drawing.js';

/** The three that are compared everywhere, each with a shape, a dash and a colour of its own. */

export const SERIES = ['log', 'twin', 'group'] as const;

export type Series = (typeof SERIES)[number];

const LOOKS = {
  group: { color: 'var(--group)', shape: 'circle', dash: [1, 0], size: 34, width: 2.5 },
  twin: { color: 'var(--twin)', shape: 'diamond', dash: [5, 3], size: 42, width: 1.5 },
  log: { color: 'var(--log)', shape: 'triangle-up', dash: [1, 2], size: 26, width: 1.5 },
} as const;

type Places = readonly { readonly x: number; readonly y: number }[];

/** The sign of the series at places in pixels. */
export function seriesSigns(series: Series, values: Places): Layer {
  const { color, shape, size } = LOOKS[series];
  return signs(values, { shape, size, fill: color });
}

/** The line of the series through places in pixels. */
export function seriesLine(series: Series, values: Places): Layer {
  return line(values, LOOKS[series]);
}
