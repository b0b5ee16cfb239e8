import { describe, expect, test } from 'vitest';
import { viewText } from '../../src/report/view.js';
import { views } from '../../src/report/views.js';
import { citing } from '../pack/cited.js';
import { hostile } from './documents.js';

const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

async function lines(path: RegExp, document = citing(hostile())): Promise<Record<string, unknown>[]> {
  const found = views(document).filter((view) => path.test(view.path));
  const texts = await Promise.all(found.map(viewText));
  return texts.flatMap((text) => {
    expect(text).not.toMatch(HIDDEN);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  });
}

describe('views of citations', () => {
  test('claims lead to their records with place and hash, and count what is not cited', async () => {
    const document = citing(hostile());
    const [group] = document.groups;
    const found = await lines(/^groups\/.*\/evidence\.jsonl$/, document);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ group: group!.id, claim: 'C1', contributing: 40, not_cited: 37 });
    const records = found[0]!['records'] as Record<string, unknown>[];
    expect(records.map(({ id }) => id)).toEqual(group!.claims![0]!.records);
    for (const { id, input, byte_offset, byte_length, line, of, sha256 } of records) {
      const record = document.records!.find((one) => one.id === id)!;
      expect({ input, byte_offset, byte_length, line, of, sha256 }).toEqual({
        input: record.input,
        byte_offset: record.byte_offset,
        byte_length: record.byte_length,
        line: record.line,
        of: record.of,
        sha256: record.sha256,
      });
    }
  });

  test('cited records stand whole, one to a line, hostile values inert', async () => {
    const document = citing(hostile());
    const [first, ...rest] = document.records!;
    const bad = { ...first!, fields: { ...first!.fields, model: 'a\n{"id":"x"}\u202e\u001b[2J' } };
    const found = await lines(/^records\/cited\.jsonl$/, { ...document, records: [bad, ...rest] });
    expect(found).toEqual([bad, ...rest]);
  });

  test('are not there where nothing is cited', () => {
    const paths = views(hostile()).map(({ path }) => path);
    expect(paths.filter((path) => /evidence\.jsonl|^records/.test(path))).toEqual([]);
  });
});
