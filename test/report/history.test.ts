import { expect, test } from 'vitest';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { WindowEntry } from '../../src/evidence/findings-document.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { runHistory } from '../../src/report/history-words.js';
import { document } from '../evidence/fixture.js';

const DAYS = { since: '2026-05-01', until: null, dropped_before: null };
const told = (window: WindowEntry) => runHistory({ ...document(), window });

test('the days of a table are told as such, and all of a table needs no words', () => {
  expect(told({ ...DAYS, of: 'table' })).toEqual([
    ['Of the table only the requests of 2026-05-01 to its end (UTC) were asked for.'],
  ]);
  expect(told({ ...DAYS, since: null, of: 'table' })).toEqual([]);
  expect(told(DAYS)[0]?.join('')).toMatch(/^Of the case only/);
});

test('a pack for others tells the days of a table too, and not where it is', () => {
  const [input] = document().inputs;
  const table = { ...input!, name: 'clickhouse://h:8123/db.usage', format: 'clickhouse' };
  const findings = { ...document(), window: { ...DAYS, of: 'table' as const }, inputs: [table] };
  expect(checkFindings(findings)).toMatchObject({ valid: true, unknown: [] });
  const partner = profiled(findings, 'partner', pseudonyms(Buffer.alloc(40, 7)));
  expect(checkFindings(partner)).toMatchObject({ valid: true, unknown: [] });
  expect(partner.window).toEqual(findings.window);
  expect(partner.inputs[0]?.format).toBe('clickhouse');
  expect(JSON.stringify(partner)).not.toContain('db.usage');
});
