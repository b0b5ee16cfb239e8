import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readFindings } from '../../src/cli/findings-input.js';
import { document } from '../evidence/fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-findings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(value: unknown, name = 'findings.json'): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value),
  );
  return file;
}

describe('a findings document', () => {
  test('is read from its file, from its folder and from a file of another name', async () => {
    const file = written(document());
    for (const path of [file, folder]) {
      expect(await readFindings(path)).toEqual({ document: document(), file, folder, warnings: [] });
    }
    expect(await readFindings(written(document(), 'april.json'))).toMatchObject({ folder: null });
  });

  test('may have fields of a later version, which are named', async () => {
    const [first, ...rest] = document().groups;
    const later = { ...document(), 'a/b': 1, groups: [{ ...first, mood: 'calm' }, ...rest] };
    const { document: kept, warnings } = await readFindings(written(later));
    expect(kept).toEqual(later);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('/a~1b, /groups/0/mood');
  });

  test.each<[string, unknown, RegExp]>([
    ['what is not JSON', '{"schema":', /is not JSON/],
    ['what is not UTF-8', Uint8Array.of(0x7b, 0xff), /is not UTF-8/],
    ['another document', { schema: 'stillhunt/coverage/1' }, /it has the schema stillhunt\/coverage\/1/],
    ['a document without schema', [], /names no schema/],
    ['a later schema', { ...document(), schema: 'stillhunt/findings/2' }, /knows stillhunt\/findings\/1/],
    ['a place that does not fit', { ...document(), accounts: 1.5 }, /at \/accounts: must be integer/],
    ['a missing part', { ...document(), rows: undefined }, /must have required property 'rows'/],
    [
      'a group id that is a path',
      { ...document(), groups: [{ ...document().groups[0], id: '../x' }] },
      /at \/groups\/0\/id/,
    ],
  ])('refuses %s', async (_, value, message) => {
    await expect(readFindings(written(value))).rejects.toMatchObject({
      name: 'StillhuntError',
      kind: 'input',
      message: expect.stringMatching(message) as string,
    });
  });

  test('that is not there is said to be missing', async () => {
    await expect(readFindings(join(folder, 'nowhere'))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('there is no such file') as string,
    });
  });
});
