import type { EncodeEntry, Mark, Spec } from 'vega';
import { plainLogText } from './markup.js';

/**
 * Pictures by Vega as SVG for inside of a page. They look the same everywhere: every place is computed here in pixels, so
 * that no text is measured and nothing is fitted, and no time zone or locale enters. Colours are the page's own
 * (`var(--…)`), so that they follow it from light to dark.
 */

/** Width of every picture, margins included, in units that are pixels on a wide screen. */
export const WIDTH = 400;

/** Space around what is drawn, and its height. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

/** Width of what is drawn inside of a frame. */
export function innerWidth({ left, right }: Frame): number {
  return WIDTH - left - right;
}

const FONT = 11;

/** Marks of one kind and look, a mark (or a point of the line) for each of the values. */
export interface Layer {
  readonly type: Mark['type'];
  readonly values: readonly object[];
  /** Where each value stands, as the names of its fields, and how all look. */
  readonly encode: EncodeEntry;
}

/** Draws layers in a frame, the first one lowest. O(marks). */
export async function draw(layers: readonly Layer[], frame: Frame): Promise<string> {
  const { left, right, top, bottom, height } = frame;
  const spec: Spec = {
    width: innerWidth(frame),
    height,
    padding: { left, right, top, bottom },
    autosize: { type: 'none' },
    data: layers.map(({ values }, i) => ({ name: `layer-${i}`, values: [...values] })),
    marks: layers.map(
      ({ type, encode }, i) => ({ type, from: { data: `layer-${i}` }, encode: { update: encode } }) as Mark,
    ),
  };
  const vega = await import('vega');
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: vega.logger(vega.None) });
  const svg = await view.toSVG();
  view.finalize();
  return compact(svg);
}

/** A value of the log as a label: inert, of bounded length, never empty. */
export function label(text: string, limit: number): string {
  return text === '' ? '(empty)' : plainLogText(text, limit);
}

const DROPPED = /^(role|aria-.*|pointer-events|xmlns.*|version|font-family|class|stroke-miterlimit)$/;

/**
 * The same picture in fewer bytes: without backgrounds that show nothing, roles of parts (the whole has one), and digits
 * beyond a hundredth of a pixel.
 * Only tags are touched; Vega escapes `<` and `>` in texts.
 */
function compact(svg: string): string {
  return svg
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<(\/?)([a-z]+)([^>]*?)(\/?)>/gi, (_, close, name, attributes, empty) => {
      const kept = [...attributes.matchAll(/([a-z][a-z0-9:-]*)="([^"]*)"/gi)]
        .map(([, key, value]) => attribute(key!, value!))
        .join('');
      return `<${close}${name}${kept}${empty}>`;
    });
}

function attribute(key: string, value: string): string {
  if (DROPPED.test(key)) return '';
  if ((key === 'opacity' && value === '1') || (key === 'transform' && value === 'translate(0,0)')) return '';
  const shorter = /^(d|transform|x|y|x1|x2|y1|y2|width|height|stroke-width)$/.test(key)
    ? value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2))))
    : value;
  return ` ${key}="${shorter}"`;
}

/** Places in pixels of the values of a domain, from 0 to a length. */
export function places([least, most]: readonly [number, number], length: number): (value: number) => number {
  const span = most - least;
  return (value) => (span > 0 ? ((value - least) / span) * length : 0);
}

/** A word at a place in pixels. */
export interface Word {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Words at places in pixels; `align` says on which side of its place a word ends. */
export function words(
  values: readonly Word[],
  look: { readonly align: 'left' | 'center' | 'right'; readonly soft?: true; readonly size?: number },
): Layer {
  const { align, soft, size = FONT } = look;
  return {
    type: 'text',
    values,
    encode: {
      ...POINT,
      text: { field: 'text' },
      align: { value: align },
      baseline: { value: 'middle' },
      fill: { value: soft ? 'var(--soft)' : 'var(--ink)' },
      fontSize: { value: size },
    },
  };
}

/** A stroke from one place to another, in pixels. */
export interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

/** Strokes; those with a `width` of their own have it, in pixels. */
export function strokes(
  values: readonly (Stroke & { readonly width?: number })[],
  look: {
    readonly color: string;
    readonly width?: number | 'own';
    readonly dash?: readonly number[];
    readonly opacity?: number;
  },
): Layer {
  const { color, width, dash, opacity } = look;
  return {
    type: 'rule',
    values,
    encode: {
      ...SPAN,
      stroke: { value: color },
      ...(width === 'own' ? { strokeWidth: { field: 'width' } } : set('strokeWidth', width)),
      ...(dash === undefined ? {} : { strokeDash: { value: [...dash] } }),
      ...set('strokeOpacity', opacity),
    },
  };
}

/** Boxes between two corners. */
export function boxes(
  values: readonly Stroke[],
  look: {
    readonly fill: string;
    readonly stroke?: string;
    readonly width?: number;
    readonly opacity?: number;
  },
): Layer {
  return {
    type: 'rect',
    values,
    encode: { ...SPAN, fill: { value: look.fill }, ...outline(look), ...set('opacity', look.opacity) },
  };
}

/** Signs at places; `size` is their area in square pixels. */
export function signs(
  values: readonly { readonly x: number; readonly y: number }[],
  look: {
    readonly shape: string;
    readonly size: number;
    readonly fill: string;
    readonly stroke?: string;
    readonly width?: number;
  },
): Layer {
  const { shape, size, fill } = look;
  return {
    type: 'symbol',
    values,
    encode: {
      ...POINT,
      shape: { value: shape },
      size: { value: size },
      fill: { value: fill },
      ...outline(look),
    },
  };
}

/** One line through all places, in their order. */
export function line(
  values: readonly { readonly x: number; readonly y: number }[],
  look: { readonly color: string; readonly width: number; readonly dash: readonly number[] },
): Layer {
  return {
    type: 'line',
    values,
    encode: {
      ...POINT,
      stroke: { value: look.color },
      strokeWidth: { value: look.width },
      strokeDash: { value: [...look.dash] },
    },
  };
}

/** The area between `y` and `y2` along all places, in their order. */
export function area(
  values: readonly { readonly x: number; readonly y: number; readonly y2: number }[],
  look: { readonly fill: string; readonly opacity: number },
): Layer {
  return {
    type: 'area',
    values,
    encode: { ...POINT, y2: { field: 'y2' }, fill: { value: look.fill }, opacity: { value: look.opacity } },
  };
}

const POINT: EncodeEntry = { x: { field: 'x' }, y: { field: 'y' } };
const SPAN: EncodeEntry = { ...POINT, x2: { field: 'x2' }, y2: { field: 'y2' } };

function outline({ stroke, width }: { readonly stroke?: string; readonly width?: number }): EncodeEntry {
  return { ...set('stroke', stroke), ...set('strokeWidth', width) };
}

/** A look that holds for all, where there is one. */
function set(key: string, value: string | number | undefined): EncodeEntry {
  return value === undefined ? {} : { [key]: { value } };
}
