import { jsonString } from './hidden-characters.js';

/**
 * A JSON document in 2-space layout, in chunks, so that a document larger than a string can be written. Keys keep
 * the order in which they were set. A small record (an object of scalars and flat containers: a member, a
 * statistic, an input) takes one line; everything larger is spread out. Hidden characters are escaped.
 * The value holds only what JSON can hold. Cost: O(size of the document).
 */
export function* jsonLines(value: unknown): Generator<string> {
  yield* spread(value, '');
  yield '\n';
}

function* spread(value: unknown, indent: string): Generator<string> {
  if (!isContainer(value) || isSmall(value)) {
    yield oneLine(value);
    return;
  }
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  let lead = isList ? '[\n' : '{\n';
  for (const [key, item] of Object.entries(value)) {
    yield isList ? lead + inner : `${lead}${inner}${jsonString(key)}: `;
    yield* spread(item, inner);
    lead = ',\n';
  }
  yield `\n${indent}${isList ? ']' : '}'}`;
}

function oneLine(value: unknown): string {
  if (typeof value === 'string') return jsonString(value);
  if (!isContainer(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, item]) => `${jsonString(key)}: ${oneLine(item)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Arrays of scalars, and objects whose containers hold only scalars. */
function isSmall(value: object): boolean {
  if (Array.isArray(value)) return isFlat(value);
  return Object.values(value).every((item) => !isContainer(item) || isFlat(item));
}

function isFlat(value: object): boolean {
  return Object.values(value).every((item) => !isContainer(item));
}
