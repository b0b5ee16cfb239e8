import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GroupFinding } from '../../src/assess/finding.js';
import { groupId } from '../../src/assess/group-id.js';
import { assess } from '../../src/assess/index.js';
import { Accumulator } from '../../src/fingerprint/index.js';
import { readBatches } from '../../src/ingest/index.js';
import { formGroup, linkData } from '../../src/link/index.js';
import { LOOK_ALIKES } from '../../src/simulate/look-alikes/catalogue.js';
import { cells, smallLog } from '../simulate/small-log.js';

/** Look-alikes of every kind, each given to assessment as the group that it is, without calibration. */
describe('a look-alike', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const found = new Map<string, GroupFinding[]>();
  // A world of 2,000 accounts holds each kind once.
  beforeAll(async () => {
    const { text, labels, scenario } = smallLog({
      seed: 8,
      evasion: 1,
      accounts: 2000,
      requests: 120_000,
      lookAlikesOnly: true,
    });
    const log = join(folder, 'log.csv');
    writeFileSync(log, text);
    const accumulator = new Accumulator();
    for await (const batch of readBatches([log], {})) accumulator.add(batch);
    const table = accumulator.finish();
    const { header, rows } = cells(labels);
    const [account, group] = ['account_id', 'group'].map((name) => header.indexOf(name)) as [number, number];
    const planted = scenario.groups.map(({ name, tradecraft }) => {
      const names = new Set(rows.filter((row) => row[group] === name).map((row) => row[account]!));
      return { tradecraft, members: table.accounts.flatMap((each, a) => (names.has(each) ? [a] : [])) };
    });
    const data = linkData(table);
    const groups = planted.map(({ members }) => formGroup(data, members));
    const assessed = assess(table, { data, pairs: 0, groups }, null).groups;
    for (const { tradecraft, members } of planted) {
      const id = groupId(members.map((a) => table.accounts[a]!));
      const of = assessed.find((each) => each.id === id)!;
      found.set(tradecraft, [...(found.get(tradecraft) ?? []), of]);
    }
  });

  it.each(LOOK_ALIKES.map(({ name }) => [name]))('%s does not alert', (name) => {
    const groups = found.get(name)!;
    expect(groups.length).toBeGreaterThan(0);
    for (const { alert, accounts, score, strongestAlternative } of groups) {
      expect(alert, `${accounts} accounts, score ${score}, ${strongestAlternative}`).toBe(false);
    }
  });
});
