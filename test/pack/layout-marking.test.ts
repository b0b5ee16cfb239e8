import { expect, test } from 'vitest';
import { packFiles } from '../../src/pack/layout.js';
import { NOTHING_STATED } from '../../src/pack/statement.js';
import { viewText } from '../../src/report/view.js';
import { document } from '../evidence/fixture.js';

test('the marking that was stated stands in the findings and in what is exchanged', async () => {
  const files = packFiles({
    document: document(),
    facets: null,
    statement: { ...NOTHING_STATED, marking: 'amber+strict' },
  });
  const text = async (path: string) => viewText(files.find((file) => file.path === path)!);
  expect(JSON.parse(await text('findings.json'))).toMatchObject({ tlp: 'amber+strict' });
  expect(await text('exchange/stix.json')).toContain('"TLP:AMBER+STRICT"');
  expect(await text('exchange/misp.json')).toContain('"tlp:amber+strict"');
  expect(await text('README.txt')).toContain('TLP:AMBER+STRICT');
  const unmarked = packFiles({ document: document(), facets: null });
  for (const file of unmarked)
    if (!file.path.endsWith('METHOD.md')) expect((await viewText(file)).match(/TLP:/), file.path).toBeNull();
});
