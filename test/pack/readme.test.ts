import { expect, test } from 'vitest';
import { FILE_TABLE, fileRow } from '../../src/pack/file-table.js';
import { packFiles } from '../../src/pack/layout.js';
import { packReadme } from '../../src/pack/readme.js';
import { sealPaths } from '../../src/pack/seal.js';
import { NOTHING_STATED } from '../../src/pack/statement.js';
import { viewText } from '../../src/report/view.js';
import { document, HOSTILE } from '../evidence/fixture.js';
import { hostile } from '../report/documents.js';

const files = packFiles({ document: document(), facets: Uint8Array.of(1) });
const sealing = sealPaths({ document: document(), statement: NOTHING_STATED, key: null });
const readme = await viewText(files.find(({ path }) => path === 'README.txt')!);

test('the table knows every file of a pack', () => {
  const paths = [...files.map(({ path }) => path), ...sealing, 'signer.pub', 'manifest.json.sig'];
  const unknown = paths.filter((path) => path !== 'README.txt' && !fileRow(path));
  expect(unknown).toEqual([]);
});

test('README.txt lists the files that the pack holds, each once, and no others', () => {
  for (const { path } of files)
    if (path !== 'README.txt') expect(readme).toContain(`\n  ${fileRow(path)!.name} `);
  const held = [...files.map(({ path }) => path), ...sealing];
  const absent = FILE_TABLE.filter(({ matches }) => !held.some((path) => matches.test(path)));
  for (const { name } of absent) expect(readme).not.toContain(`\n  ${name} `);
  expect(packReadme(['VERIFY.txt'])).toContain('\n  VERIFY.txt  How to check');
  expect(readme.match(/^ {2}groups\/ID\/members\.csv/gm)).toHaveLength(1);
});

test('a file that the table does not know is listed all the same', () => {
  expect(packReadme(['report.md', 'odd.bin'])).toMatch(/\n {2}odd\.bin\n/);
});

test('README.txt is one page of plain ASCII without values of the log', async () => {
  const [first] = packFiles({ document: hostile(), facets: null });
  for (const text of [readme, await viewText(first!)]) {
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.split('\n').length).toBeLessThanOrEqual(70);
    for (const value of HOSTILE) expect(text).not.toContain(value);
  }
});
