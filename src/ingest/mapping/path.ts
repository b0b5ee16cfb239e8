import { StillhuntError } from '../../errors.js';
import { parseJson } from '../parse-json.js';
import { showText } from '../show-text.js';
import { cellText } from './cell-text.js';

/**
 * A place in a record: `usage.input_tokens`, `choices[0].finish_reason`, `events[-1]`, `attributes["a.b"]`,
 * `tags[key=team].value`, `plugins.*.usage` (the first key, or item, under which the rest leads to a value). A record that
 * has the whole text as a key is read there, so that flat keys with dots and columns of any name need no quotes. On the way
 * down, text that holds a JSON object or list is read as one.
 */
export interface Path {
  readonly text: string;
  /** The value there; undefined where there is none. Never throws. */
  of(record: object): unknown;
}

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'find'; readonly key: string; readonly value: string }
  | { readonly kind: 'any' };

const LONGEST_PATH = 256;
const STEP = /^(?:\.?([^.[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[(-?\d{1,9})\]|\[([^\]=[]+)=([^\]]*)\]|\[(\*)\])/;

/** @throws StillhuntError `input` for a text that is no path. */
export function parsePath(text: string): Path {
  const steps = stepsOf(text);
  const [only] = steps;
  if (steps.length === 1 && only!.kind === 'key') return { text, of: (record) => own(record, text) };
  return {
    text,
    of(record) {
      const literal = own(record, text);
      return literal === undefined ? walk(record, steps, 0) : literal;
    },
  };
}

function walk(from: unknown, steps: readonly Step[], first: number): unknown {
  let value = from;
  for (let at = first; at < steps.length; at++) {
    const step = steps[at]!;
    if (step.kind === 'any') return anyOf(value, steps, at + 1);
    value = next(value, step);
    if (value === undefined || value === null) return undefined;
  }
  return value;
}

function anyOf(from: unknown, steps: readonly Step[], rest: number): unknown {
  const inside = typeof from === 'string' ? parsedText(from) : from;
  if (typeof inside !== 'object' || inside === null) return undefined;
  for (const value of Object.values(inside)) {
    const found = walk(value, steps, rest);
    if (found !== undefined && found !== null && found !== '') return found;
  }
  return undefined;
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '' && text.length <= LONGEST_PATH) {
    const match = STEP.exec(rest);
    if (match === null) break;
    const [whole, key, quoted, index, findKey, findValue, star] = match;
    if (star !== undefined || key === '*') steps.push({ kind: 'any' });
    else if (key !== undefined) steps.push({ kind: 'key', key });
    else if (quoted !== undefined) steps.push({ kind: 'key', key: quoted.replace(/\\(.)/g, '$1') });
    else if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else steps.push({ kind: 'find', key: findKey!, value: findValue! });
    rest = rest.slice(whole.length);
  }
  if (rest === '' && steps.length > 0) return steps;
  throw new StillhuntError(
    'input',
    `${showText(text, LONGEST_PATH)} is no path into a record.`,
    'Write paths like usage.input_tokens, choices[0].finish_reason, tags[key=team].value, plugins.*.usage or ["a.b"].c.',
  );
}

function next(value: unknown, step: Exclude<Step, { kind: 'any' }>): unknown {
  const inside = typeof value === 'string' ? parsedText(value) : value;
  if (typeof inside !== 'object' || inside === null) return undefined;
  if (step.kind === 'key') return own(inside, step.key);
  if (!Array.isArray(inside)) return undefined;
  if (step.kind === 'index') return inside.at(step.index);
  return inside.find(
    (item) => typeof item === 'object' && item !== null && cellText(own(item, step.key)) === step.value,
  );
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** Texts that were read last: many paths of a mapping lead through the same few texts of a record. */
const RECENT = 4;
const recentTexts: string[] = Array.from({ length: RECENT }, () => '');
const recentValues: unknown[] = Array.from({ length: RECENT });
let oldest = 0;

/** The object or list that a text holds, not to be changed; undefined for any other text. */
export function parsedText(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  const known = recentTexts.indexOf(text);
  if (known !== -1) return recentValues[known];
  const value = readText(text);
  recentTexts[oldest] = text;
  recentValues[oldest] = value;
  oldest = (oldest + 1) % RECENT;
  return value;
}

function readText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undoubled(text);
  }
}

/** Some exporters escape CSV twice: after the reader's own work quotes are still doubled. */
function undoubled(text: string): unknown {
  if (!text.includes('""')) return undefined;
  try {
    return parseJson(text.replaceAll('""', '"'));
  } catch {
    return undefined;
  }
}
