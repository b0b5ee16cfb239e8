import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parse as parseLossless } from 'lossless-json';
import { path } from './golden.js';

const LISTS = ['data', 'result', 'records'];

/** Records of a fixture by another reader, as they are inside of the plainest envelopes. */
export function recordsOf(fixture: string): Record<string, unknown>[] {
  const text = readFileSync(path(fixture), 'utf8').replace(/^\ufeff/, '');
  if (fixture.endsWith('.csv')) return parse(text, { columns: true, relax_column_count: false });
  if (fixture.endsWith('.jsonl')) {
    return text
      .trimEnd()
      .split('\n')
      .flatMap((line) => [json(line)].flat());
  }
  const document = json(text.replace(/,\s*\]\s*$/, ']'));
  const list = LISTS.map((key) => document[key]).find(Array.isArray);
  return (list ?? [document].flat()) as Record<string, unknown>[];
}

/** Numbers that no double holds are given as texts, in which way they may be written again. */
function json(text: string): Record<string, unknown> {
  return parseLossless(text, undefined, {
    parseNumber: (digits) => (/^\d{17,}$/.test(digits) ? digits : Number(digits)),
  }) as Record<string, unknown>;
}
