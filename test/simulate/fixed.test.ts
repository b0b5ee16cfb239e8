import { describe, expect, it } from 'vitest';
import { COLUMN_FAMILIES, type ColumnFamily } from '../../src/simulate/columns.js';
import type { Fixed } from '../../src/simulate/fixed.js';
import { OPERATIONS } from '../../src/simulate/operations/catalogue.js';
import type { Operation } from '../../src/simulate/operations/operation.js';
import { Random } from '../../src/simulate/random.js';
import { makeWorld, type SimulateOptions } from '../../src/simulate/scenario.js';
import { describeWorld } from '../../src/simulate/simulate.js';
import { type Evasion, World } from '../../src/simulate/world.js';
import { LOG_HEADER } from '../../src/simulate/write-log.js';
import { cells, smallLog } from './small-log.js';

const groups = (options: Partial<SimulateOptions>, kind: 'operation' | 'benign-group') =>
  describeWorld(makeWorld({ seed: 5, evasion: 2, accounts: 2_500, ...options })).groups.filter(
    (group) => group.kind === kind,
  );

function plantAlone(kind: Operation, evasion: Evasion, size: number, fixed: Fixed): World {
  const world = new World(17, evasion, 7, fixed);
  kind.plant(world, 0, size, new Random(23));
  return world;
}

const operations = OPERATIONS.map((kind) => [kind.name, kind] as const);

describe('operation size', () => {
  it.each([8, 60])('is %i accounts for every operation, and changes no look-alike', (operationSize) => {
    for (const { tradecraft, accounts } of groups({ operationSize }, 'operation')) {
      expect(accounts, tradecraft).toBeLessThanOrEqual(operationSize);
      expect(accounts, tradecraft).toBeGreaterThan(operationSize * (tradecraft === 'hand-over' ? 0.5 : 0.99));
    }
    const sizes = (options: Partial<SimulateOptions>) =>
      groups(options, 'benign-group').map(({ name, accounts }) => [name, accounts]);
    expect(sizes({ operationSize })).toEqual(sizes({}));
  });

  it('leaves most of the log to others', () => {
    const planted = groups({ operationSize: 300 }, 'operation');
    expect(planted).toHaveLength(3); // two fifths of 2,500
  });
});

describe.each([1, 2, 3] as const)('volume per account, evasion %i', (evasion) => {
  // Hand-over uses an account for a part of the week only, and waves of new accounts come late.
  const lasting = operations.filter(([name]) => name !== 'hand-over');

  it.each(lasting)('%s', (_name, kind) => {
    for (const perAccount of [2, 40]) {
      const world = plantAlone(kind, evasion, 60, { perAccount });
      const perDay = world.log.rows / world.accounts.length / world.days;
      expect(perDay).toBeGreaterThan(perAccount * 0.6);
      expect(perDay).toBeLessThan(perAccount * 1.3);
    }
  });
});

describe('mixing', () => {
  /** At evasion 1 the templates of an operation stand in many of its accounts, and genuine customers have none of them. */
  function extraction(world: World): number {
    const { account, systemPrompt } = world.log.columns;
    const accounts = new Map<number, Set<number>>();
    for (let i = 0; i < world.log.rows; i++) {
      const template = systemPrompt[i]!;
      if (template < 400) continue; // none, or published
      accounts.set(template, (accounts.get(template) ?? new Set()).add(account[i]!));
    }
    let rows = 0;
    for (let i = 0; i < world.log.rows; i++) {
      if ((accounts.get(systemPrompt[i]!)?.size ?? 0) > 3) rows++;
    }
    return rows / world.log.rows;
  }

  it.each(operations)('sets the share of %s', (_name, kind) => {
    for (const mixing of [0.1, 0.5, 1]) {
      const world = plantAlone(kind, 1, 40, { mixing });
      expect(Math.abs(extraction(world) - mixing), `${mixing}`).toBeLessThan(mixing < 1 ? 0.08 : 0.001);
    }
  });

  it('keeps what an account sends in all', () => {
    const requests = (mixing: number) =>
      groups({ mixing, perAccount: 20 }, 'operation').reduce((sum, group) => sum + group.requests, 0);
    expect(requests(0.2) / requests(1)).toBeGreaterThan(0.9);
    expect(requests(0.2) / requests(1)).toBeLessThan(1.1);
  });
});

describe('dropped columns', () => {
  const options = { seed: 3, evasion: 2, accounts: 120, days: 1 } as const;
  const whole = smallLog(options);

  it.each([
    [
      ['network', 'payment'],
      ['ip', 'asn', 'country', 'payment_id'],
    ],
    [['prompts'], ['system_prompt_hash', 'prompt_hash']],
  ] as [ColumnFamily[], string[]][])('%j', (drop, gone) => {
    const log = smallLog({ ...options, drop });
    const { header, rows } = cells(log.text);
    const all = cells(whole.text);
    expect(header).toEqual(all.header.filter((name) => !gone.includes(name)));
    const kept = header.map((name) => all.header.indexOf(name));
    expect(rows).toEqual(all.rows.map((row) => kept.map((n) => row[n])));
    expect(log.labels).toBe(whole.labels);
    expect(log.scenario).toEqual({ ...whole.scenario, dropped: drop });
  });

  it('leave time, account, model and token counts when all families go', () => {
    const drop = Object.keys(COLUMN_FAMILIES) as ColumnFamily[];
    const { header } = cells(smallLog({ ...options, drop }).text);
    expect(header.join()).toBe('timestamp,account_id,model,input_tokens,output_tokens,cached_tokens');
  });

  it('are columns of the log, each in one family', () => {
    const names = Object.values(COLUMN_FAMILIES).flat();
    for (const name of names) expect(LOG_HEADER.split(',')).toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });
});
