import {
  byteSize,
  duration,
  figure,
  narrow,
  percent,
  ratio,
  signed,
  thousands,
} from '../../src/report/quantity.js';

/**
 * Which numbers may stand in a view of a document. The rule of rounding: a number is one of the document, written by one
 * of the functions of quantity.ts, or digits of one of its strings, or how long one of its lists is, or how many of it
 * are not shown. Spreads of logarithms and entropies are written as the factors that they are.
 * `limits` are the lengths at which lists are cut.
 */
export function numbersOf(document: unknown, limits: readonly number[]): Set<string> {
  const found = new Set<string>();
  const add = (...texts: readonly string[]) => {
    for (const number of texts.flatMap(numbersIn)) found.add(number);
  };
  const walk = (value: unknown): void => {
    if (typeof value === 'number') add(...written(value));
    else if (typeof value === 'string') add(value);
    else if (Array.isArray(value)) {
      for (const n of [value.length, ...limits.map((limit) => value.length - limit)])
        if (n >= 0) add(thousands(n));
      value.forEach(walk);
    } else if (value !== null && typeof value === 'object') {
      add(...derived(value as Readonly<Record<string, unknown>>));
      for (const [key, each] of Object.entries(value)) {
        add(key);
        walk(each);
      }
    }
  };
  walk(document);
  return found;
}

function written(value: number): string[] {
  return [
    String(value),
    thousands(value),
    narrow(value),
    figure(value),
    ratio(value),
    percent(value),
    percent(-value),
    signed(value),
    duration(value),
    byteSize(value),
    // Bounds in whole per cent.
    `${thousands(value * 100)} %`,
    thousands(value * 100),
    // A ratio below 1 is said as its inverse.
    ...(value > 0 ? [ratio(1 / value)] : []),
  ];
}

/** Statistics by their units, accounts of a value that are no members, and what a number of references allows. */
function derived(entry: Readonly<Record<string, unknown>>): string[] {
  const { unit, value, baseline, accounts, members, references, max_quarantine_percent: most } = entry;
  const numbers = [value, baseline].filter((each) => typeof each === 'number');
  return [
    ...(unit === 'ln' ? numbers.map((each) => figure(Math.exp(each))) : []),
    ...(unit === 'bits' ? numbers.map((each) => figure(2 ** each)) : []),
    ...(unit === 'rank' ? numbers.map((each) => percent(Number((1 - each).toPrecision(6)))) : []),
    ...(typeof accounts === 'number' && typeof members === 'number' ? [thousands(accounts - members)] : []),
    ...(typeof most === 'number' ? [`${most} %`] : []),
    ...(typeof references === 'number' ? [figure(references / 3)] : []),
  ];
}

/** Numbers with their sign and their per cent, where they have them. */
export function numbersIn(text: string): string[] {
  return text.match(/(?:(?<=^|[\s(])[+-])?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?: %)?/g) ?? [];
}

/** What a reader or a screen reader is given of a page: texts of elements and of pictures, and names in attributes. */
export function pageText(html: string): string {
  const names = [...html.matchAll(/ aria-label="([^"]*)"/g)].map(([, name]) => name);
  const text = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, '\n');
  return (
    [text, ...names]
      .join('\n')
      .replaceAll('&nbsp;', ' ')
      // A value of the log that was cut ends in the middle of its digits.
      .replace(/\S*…/g, '')
      .replace(/\\u\{[0-9a-f]+\}/g, '')
      .replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => ENTITIES[name as keyof typeof ENTITIES])
  );
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
