/** The three that are compared everywhere, each with a shape, a dash and a colour of its own. */

export const SERIES = ['log', 'twin', 'group'] as const;

export type Series = (typeof SERIES)[number];

const LOOKS = {
  group: { color: 'var(--group)', shape: 'circle', dash: [1, 0], size: 34, width: 2.5 },
  twin: { color: 'var(--twin)', shape: 'diamond', dash: [5, 3], size: 42, width: 1.5 },
  log: { color: 'var(--log)', shape: 'triangle-up', dash: [1, 2], size: 26, width: 1.5 },
} as const;

/** A point of the series. */
export function seriesPoint(series: Series): object {
  const { color, shape, size } = LOOKS[series];
  return { type: 'point', filled: true, opacity: 1, color, shape, size };
}

/** A line through values with a mark on each. */
export function seriesLayers(
  series: Series,
  values: readonly object[],
  encoding: { readonly x: object; readonly y: object },
  marks = true,
): object[] {
  const { color, dash, width } = LOOKS[series];
  return [
    { data: { values }, mark: { type: 'line', color, strokeDash: dash, strokeWidth: width }, encoding },
    ...(marks ? [{ data: { values }, mark: seriesPoint(series), encoding }] : []),
  ];
}
