import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Evasion } from '../../src/simulate/world.js';
import { smallLog } from './small-log.js';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/quickstart/${name}`, import.meta.url));

/** The options of a `stillhunt simulate` command line, as far as the fixture needs them. */
function optionsOf(command: string) {
  const option = (name: string) => Number(new RegExp(`--${name} (\\d+)`).exec(command)![1]);
  return {
    seed: option('seed'),
    evasion: option('evasion') as Evasion,
    accounts: option('accounts'),
    days: option('days'),
    requests: option('requests'),
  };
}

describe('the quickstart fixture', () => {
  // When this fails because the simulator was changed on purpose, run the command in the fixture's README again.
  it('is what its own command makes', async () => {
    const command = /^stillhunt simulate .*$/m.exec(await readFile(fixture('README.md'), 'utf8'))![0];
    const { text, labels, scenario } = smallLog(optionsOf(command));
    // Comparing with === keeps a failure from printing megabytes.
    expect(gunzipSync(await readFile(fixture('log.csv.gz'))).toString() === text).toBe(true);
    expect((await readFile(fixture('labels.csv'), 'utf8')) === labels).toBe(true);
    expect(JSON.parse(await readFile(fixture('scenario.json'), 'utf8'))).toEqual(scenario);
  });

  it('is small, and holds two operations of different tradecraft and three look-alikes', async () => {
    expect((await stat(fixture('log.csv.gz'))).size).toBeLessThan(1_500_000);
    const { groups } = JSON.parse(await readFile(fixture('scenario.json'), 'utf8')) as {
      groups: { kind: string; tradecraft: string; accounts: number }[];
    };
    const kinds = (kind: string) => groups.filter((group) => group.kind === kind);
    expect(new Set(kinds('operation').map(({ tradecraft }) => tradecraft)).size).toBe(2);
    expect(kinds('benign-group')).toHaveLength(3);
    for (const { accounts } of groups) expect(accounts).toBeGreaterThanOrEqual(8);
  });
});
