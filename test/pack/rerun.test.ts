import { expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { profiled } from '../../src/pack/profiled.js';
import { rerunArguments, shellLine } from '../../src/pack/rerun.js';
import { NOTHING_STATED } from '../../src/pack/statement.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { document } from '../evidence/fixture.js';

const again = (findings: FindingsDocument) => shellLine(rerunArguments(findings, NOTHING_STATED, true));
const configured = (configuration: Partial<FindingsDocument['configuration']>): FindingsDocument => ({
  ...document(),
  configuration: { ...document().configuration, ...configuration },
});

test('names the inputs, the way of reading and what was asked for', () => {
  expect(again(document())).toBe(
    'stillhunt investigate april.csv.gz --out OUT --const model=m-1 --max-quarantine 5 --sign-key KEY',
  );
  const all = configured({ columns: { account: "it's" }, timezone: '+02:00', citations: false });
  expect(again(all)).toContain(`--column 'account=it'\\''s'`);
  expect(again(all)).toContain('--timezone +02:00 --max-quarantine 5 --no-citations');
});

test('of a part of a case names the case, and no way of reading', () => {
  const window = { since: '2026-05-01', until: null, dropped_before: null };
  expect(again({ ...document(), window })).toBe(
    'stillhunt analyze --case CASE --out OUT --since 2026-05-01 --max-quarantine 5 --sign-key KEY',
  );
});

test('of a table names its address, the days that were asked for, and the way of reading', () => {
  const window = { since: '2026-05-01', until: null, dropped_before: null, of: 'table' as const };
  const [input] = document().inputs;
  const name = 'clickhouse://h:8123/db.usage';
  const findings = { ...configured({ timezone: 'UTC', citations: false }), window };
  expect(again({ ...findings, inputs: [{ ...input!, name, format: 'clickhouse' }] })).toBe(
    `stillhunt investigate --from ${name} --out OUT --since 2026-05-01 --const model=m-1 --timezone UTC --max-quarantine 5 --sign-key KEY`,
  );
});

test('of a pack with pseudonyms names the internal pack alone', () => {
  const partner = profiled(document(), 'partner', pseudonyms(Buffer.alloc(40, 7)));
  expect(again(partner)).toBe(
    'stillhunt report INTERNAL --out OUT --pack partner --pseudonym-key PSEUDONYM_KEY --sign-key KEY',
  );
  expect(again(profiled(document(), 'court', null))).toContain('--out OUT --pack court');
});
