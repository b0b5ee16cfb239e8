import { StillhuntError } from '../../errors.js';
import { parseJson } from '../parse-json.js';
import { showText } from '../show-text.js';

/**
 * A place in a record: `usage.input_tokens`, `choices[0].finish_reason`, `events[-1]`, `attributes["a.b"]`,
 * `tags[key=team].value`, `^.region` (the object around an unwrapped record). A record that has the whole text as a key
 * is read there, so that flat keys with dots and columns of any name need no quotes. On the way down, text that holds a
 * JSON object or list is read as one.
 */
export interface Path {
  readonly text: string;
  /** The value there; undefined where there is none. Never throws. */
  of(record: object): unknown;
}

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'find'; readonly key: string; readonly value: string };

/** Key under which an unwrapped record holds the object that it came from. */
export const OUTER = '^';

const LONGEST_PATH = 256;
const STEP = /^(?:\.?([^.[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[(-?\d{1,9})\]|\[([^\]=[]+)=([^\]]*)\])/;

/** @throws StillhuntError `input` for a text that is no path. */
export function parsePath(text: string): Path {
  const steps = stepsOf(text);
  const [only] = steps;
  if (steps.length === 1 && only!.kind === 'key') return { text, of: (record) => own(record, text) };
  return {
    text,
    of(record) {
      const literal = own(record, text);
      if (literal !== undefined) return literal;
      let value: unknown = record;
      for (const step of steps) {
        value = next(value, step);
        if (value === undefined || value === null) return undefined;
      }
      return value;
    },
  };
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '' && text.length <= LONGEST_PATH) {
    const match = STEP.exec(rest);
    if (match === null) break;
    const [whole, key, quoted, index, findKey, findValue] = match;
    if (key !== undefined) steps.push({ kind: 'key', key });
    else if (quoted !== undefined) steps.push({ kind: 'key', key: quoted.replace(/\\(.)/g, '$1') });
    else if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else steps.push({ kind: 'find', key: findKey!, value: findValue! });
    rest = rest.slice(whole.length);
  }
  if (rest === '' && steps.length > 0) return steps;
  throw new StillhuntError(
    'input',
    `${showText(text, LONGEST_PATH)} is no path into a record.`,
    'Write paths like usage.input_tokens, choices[0].finish_reason, tags[key=team].value or ["a.b"].c.',
  );
}

function next(value: unknown, step: Step): unknown {
  const inside = typeof value === 'string' ? parsedText(value) : value;
  if (typeof inside !== 'object' || inside === null) return undefined;
  if (step.kind === 'key') return own(inside, step.key);
  if (!Array.isArray(inside)) return undefined;
  if (step.kind === 'index') return inside.at(step.index);
  return inside.find(
    (item) => typeof item === 'object' && item !== null && String(own(item, step.key)) === step.value,
  );
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** The object or list that a text holds; undefined for any other text. */
export function parsedText(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
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
