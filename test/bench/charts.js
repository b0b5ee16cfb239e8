// Draws small line charts side by side as SVG with Vega-Lite, one chart a factor, one line a tool.
import * as vega from 'vega';
import { compile } from 'vega-lite';

/** Readable on white and on near-black, with a shape and a dash of their own for those who see no colours. */
const STYLES = [
  { color: '#2f81f7', shape: 'circle', dash: [1, 0] },
  { color: '#d97706', shape: 'square', dash: [6, 3] },
  { color: '#8b5cf6', shape: 'triangle-up', dash: [2, 2] },
];
const INK = '#7d8590';

/**
 * Charts of account F1, 0 to 1, as the text of an SVG.
 * @param charts Each `{ title, axis, log, points }`, points `{ level, tool, f1, low, high }`: pooled over seeds, and the
 *   least and the largest of one seed. Levels are numbers for an axis on which distance means something (logarithmic
 *   with `log`), else texts in their own order.
 * @param name What the picture shows, in a line; `description` says the same figures as text.
 */
export async function chartsSvg(charts, tools, name, description) {
  const config = {
    background: null,
    font: 'system-ui, sans-serif',
    title: { color: INK, fontSize: 12, fontWeight: 'normal' },
    axis: {
      labelColor: INK,
      titleColor: INK,
      titleFontWeight: 'normal',
      domainColor: INK,
      tickColor: INK,
      gridColor: INK,
      gridOpacity: 0.25,
    },
    legend: { labelColor: INK, title: null, orient: 'bottom', labelLimit: 300, symbolOpacity: 1 },
    view: { stroke: null },
  };
  const spec = { config, hconcat: charts.map((chart) => chartSpec(chart, tools)) };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const text = (value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `${svg.replace(
    /^<svg([^>]*)>/,
    (_, attributes) =>
      `<svg${attributes} role="img"><title>${text(name)}</title><desc>${text(description)}</desc>`,
  )}\n`;
}

function chartSpec({ title, axis, log, points }, tools) {
  const levels = [...new Set(points.map(({ level }) => level))];
  const numbers = levels.every((level) => typeof level === 'number');
  const x = numbers
    ? {
        field: 'level',
        type: 'quantitative',
        scale: log ? { type: 'log', nice: false, padding: 12 } : { zero: false, nice: false, padding: 12 },
        axis: { title: axis, values: levels, grid: false, labelAngle: 0, format: '~r' },
      }
    : {
        field: 'level',
        type: 'ordinal',
        sort: levels,
        axis: { title: axis, labelAngle: 0, grid: false, labelExpr: "split(datum.label, ', ')" },
      };
  const styled = (key) => ({ domain: tools, range: tools.map((_, n) => STYLES[n][key]) });
  const line = {
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      y: { field: 'f1', type: 'quantitative' },
      strokeDash: { field: 'tool', type: 'nominal', scale: styled('dash') },
    },
  };
  return {
    title,
    width: numbers ? 200 : 320,
    height: 150,
    data: { values: points },
    // Texts stand apart, so that there is room for the tools side by side.
    encoding: {
      x,
      ...(numbers ? {} : { xOffset: { field: 'tool', scale: { domain: tools } } }),
      color: { field: 'tool', type: 'nominal', scale: styled('color') },
    },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.45 },
        encoding: {
          y: {
            field: 'low',
            type: 'quantitative',
            scale: { domain: [0, 1] },
            axis: { title: 'account F1', tickCount: 5 },
          },
          y2: { field: 'high' },
        },
      },
      // Between texts there is nothing to go through.
      ...(numbers ? [line] : []),
      {
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: {
          y: { field: 'f1', type: 'quantitative' },
          shape: { field: 'tool', type: 'nominal', scale: styled('shape') },
        },
      },
    ],
  };
}
