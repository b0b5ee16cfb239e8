import type { Spec } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { plainLogText } from './markup.js';

/**
 * Pictures by Vega as SVG for inside of a page. They look the same everywhere: no text is measured, no time zone or
 * locale enters, and sizes are set, not fitted. Colours are the page's own (`var(--…)`), so that they follow it from light
 * to dark.
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

const CONFIG = {
  aria: false,
  background: undefined,
  view: { stroke: null },
  text: { fontSize: FONT, color: 'var(--ink)' },
} as const;

/** What a picture of ours adds to a Vega-Lite specification: sizes and looks. */
export type PictureSpec = { readonly layer: readonly object[] } & Readonly<Record<string, unknown>>;

/** Draws a Vega-Lite specification in a frame. */
export async function draw(spec: PictureSpec, frame: Frame): Promise<string> {
  const { left, right, top, bottom, height } = frame;
  const whole = {
    ...spec,
    width: innerWidth(frame),
    height,
    padding: { left, right, top, bottom },
    autosize: { type: 'none' },
    config: CONFIG,
  };
  return drawVega(compile(whole as unknown as TopLevelSpec, { logger: silent() }).spec);
}

/** Draws a Vega specification. */
export async function drawVega(spec: Spec): Promise<string> {
  const vega = await import('vega');
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: vega.logger(vega.None) });
  const svg = await view.toSVG();
  view.finalize();
  return compact(svg);
}

/** Problems of a specification are faults of ours, which tests show; nothing is printed. */
function silent() {
  const logger = {
    level: () => logger,
    error: () => logger,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger as never;
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
  const shorter = /^(d|transform|x|y|x1|x2|y1|y2|width|height)$/.test(key)
    ? value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2))))
    : value;
  return ` ${key}="${shorter}"`;
}

/** A channel whose field is a place in pixels, from the top or the left. */
export function pixels(field: string, length: number): object {
  const scale = { domain: [0, length], range: [0, length], nice: false, zero: false };
  return { field, type: 'quantitative', scale, axis: null };
}

/** Places in pixels of the values of a domain, from 0 to a length. */
export function places([least, most]: readonly [number, number], length: number): (value: number) => number {
  const span = most - least;
  return (value) => (span > 0 ? ((value - least) / span) * length : 0);
}

/** Words at a place in pixels; `align` says on which side of it they end. */
export interface Word {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A layer of words. */
export function words(
  values: readonly Word[],
  frame: Frame,
  look: { readonly align: 'left' | 'center' | 'right'; readonly soft?: true; readonly size?: number },
): object {
  return {
    data: { values },
    mark: {
      type: 'text',
      align: look.align,
      baseline: 'middle',
      color: look.soft ? 'var(--soft)' : 'var(--ink)',
      fontSize: look.size ?? FONT,
      clip: false,
    },
    encoding: {
      x: pixels('x', innerWidth(frame)),
      y: pixels('y', frame.height),
      text: { field: 'text', type: 'nominal' },
    },
  };
}
