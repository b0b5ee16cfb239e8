import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { accountTraits } from '../../../src/assess/account-traits.js';
import { figuredGroups, withFigures } from '../../../src/assess/figures/with-figures.js';
import type { Assessment } from '../../../src/assess/finding.js';
import { assess } from '../../../src/assess/index.js';
import { jsonLines } from '../../../src/evidence/json-lines.js';
import { formGroup, linkData } from '../../../src/link/index.js';
import { fingerprints } from '../../../src/tabulate/index.js';
import { document, HOSTILE } from '../../evidence/fixture.js';
import { tempFile } from '../../ingest/read-all.js';
import { tableOf } from '../../link/world.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';
import { range, START, worldRows } from './world.js';

const schema = JSON.parse(readFileSync('src/evidence/findings-1.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** Assesses the rows with these groups, given by what their members' names begin with. */
function assessed(rows: readonly Row[], groups: readonly string[], figures = true): Assessment {
  const table = tableOf(rows);
  const data = linkData(table);
  const called = (prefix: string) =>
    table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));
  const formed = groups.map((prefix) => formGroup(data, called(prefix)));
  return assess(table, { data, pairs: 0, groups: formed }, undefined, figures);
}

const rows = worldRows();
const assessment = assessed(rows, ['m', 'b']);
const of = (found: Assessment, accounts: number) =>
  found.groups.find((group) => group.accounts === accounts)!;

describe('figures of an assessment', () => {
  it('come with every group of a small log, decide nothing, and can be left away', () => {
    expect(assessment.groups.every(({ figures }) => figures !== undefined)).toBe(true);
    const without = assessed(rows, ['m', 'b'], false);
    expect(without.groups.every((group) => !('figures' in group))).toBe(true);
    expect(assessment.groups.map(({ figures: _, ...group }) => group)).toEqual(without.groups);
  });

  it('take members in the order in which the group lists them', () => {
    const group = of(assessment, 24);
    const strongest = new Set(group.members.map(({ accountId }) => accountId));
    expect(new Set(group.figures!.activity.group.map(({ accountId }) => accountId))).toEqual(strongest);
    const shown = group.figures!.infrastructure.members;
    const order = group.members.map(({ accountId }) => accountId).filter((name) => shown.includes(name));
    expect(shown).toEqual(order);
  });

  it('say without any family what the score would be, as the score is when its columns are no weight', () => {
    const group = of(assessment, 24);
    const { sensitivity } = group.figures!;
    expect(sensitivity.map(({ without }) => without)).toEqual(
      group.evidence.filter(({ available }) => available).map(({ family }) => family),
    );
    const moved = sensitivity.filter(({ score }) => score !== group.score);
    expect(moved.length).toBeGreaterThan(1);
    for (const { score, holds } of sensitivity) if (holds) expect(score).toBeGreaterThanOrEqual(0);
  });

  it('name nobody but members: no account outside of the group, in any figure', () => {
    for (const group of assessment.groups) {
      const text = JSON.stringify(group.figures);
      const members = new Set(group.members.map(({ accountId }) => accountId));
      const named = text.match(/"[mbc]\d+"/g)!.map((name) => name.slice(1, -1));
      expect(named.filter((name) => !members.has(name))).toEqual([]);
      expect(group.figures!.twin.accounts).toBe(members.size);
    }
  });

  it('are the same whatever the order of the rows', () => {
    const other = assessed(new Seeded(3).shuffled(rows), ['m', 'b']);
    expect(other.groups.map(({ figures }) => figures)).toEqual(
      assessment.groups.map(({ figures }) => figures),
    );
  });

  it('are the same bytes whichever way rows are counted', async () => {
    const columns = [
      'time',
      'account',
      'payment',
      'ip',
      'user_agent',
      'model',
      'input_tokens',
      'output_tokens',
    ] as const;
    const lines = rows.map((row) =>
      columns
        .map((name) => (name === 'time' ? new Date(row.time / 1000).toISOString() : (row[name] ?? '')))
        .join(','),
    );
    const file = tempFile('log.csv', Buffer.from([columns.join(','), ...lines, ''].join('\n')));
    const texts = await Promise.all(
      [0, 1].map(async (workers) => {
        const { table, ingest } = await fingerprints([file], { workers });
        expect(ingest.rows.accepted).toBe(rows.length);
        const data = linkData(table);
        const groups = ['m', 'b'].map((prefix) =>
          formGroup(
            data,
            table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : [])),
          ),
        );
        const found = assess(table, { data, pairs: 0, groups });
        expect(of(found, 24).figures!.adoption?.model).toBe('m-new');
        return [...jsonLines(document({ assessment: found }))].join('');
      }),
    );
    expect(texts[1]).toBe(texts[0]);
  });

  it('fit the schema, with hostile names and values, too', () => {
    const hostile = new Map(rows.map(({ account }) => [account, account]));
    for (const [i, text] of HOSTILE.entries()) hostile.set(`m${String(i).padStart(2, '0')}`, `m${text}`);
    const renamed = rows.map((row, i) => ({
      ...row,
      account: hostile.get(row.account)!,
      ...(row.account.startsWith('m') ? { user_agent: HOSTILE[i % HOSTILE.length]! } : {}),
    }));
    for (const found of [assessment, assessed(renamed, ['m', 'b'])]) {
      const text = [...jsonLines(document({ assessment: found }))].join('');
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('say what they are of where every account is in a group, or nothing but times is known', () => {
    const bare = assessed(
      rows.filter(({ account }) => account.startsWith('m')).map(({ time, account }) => ({ time, account })),
      ['m'],
    );
    const { twin, hours, facets, infrastructure, handOvers, adoption, activity } = bare.groups[0]!.figures!;
    expect(twin).toEqual({ accounts: 0, requests: 0, membersRequests: 0, match: 'few' });
    expect(hours.twin).toEqual(new Array(24).fill(0));
    expect(hours.group).toEqual(hours.log);
    expect([facets, infrastructure.values, activity.twin]).toEqual([[], [], []]);
    expect([handOvers.twinPairsInAll, adoption]).toEqual([0, null]);
    expect(
      validate(JSON.parse(JSON.stringify(document({ assessment: bare })))),
      JSON.stringify(validate.errors),
    ).toBe(true);
  });
});

describe('accounts that stand beside a group', () => {
  /** Figures of ten accounts with 20 requests each beside others, the group `o`, with this score. */
  const beside = (others: number, perDay: number, score: number) => {
    const of = (name: string, n: number, each: number): Row[] =>
      range(n).flatMap((k) =>
        range(20 * each).map((i) => ({
          time: START + (i % 20) * 86_400_000_000 + i + k,
          account: `${name}${k}`,
        })),
      );
    const table = tableOf([...of('m', 10, 1), ...of('o', others, perDay)]);
    const data = linkData(table);
    const numbers = (prefix: string) =>
      table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));
    const groups = ['m', 'o'].map((prefix) => formGroup(data, numbers(prefix)));
    const found = assess(table, { data, pairs: 0, groups }, null, false).groups;
    const ranked = ['m', 'o'].map((prefix) => {
      const finding = found.find(({ members }) => members[0]!.accountId.startsWith(prefix))!;
      return {
        finding: { ...finding, score: prefix === 'o' ? score : 5 },
        found: [],
        accounts: numbers(prefix),
      };
    });
    return withFigures({ table, data, traits: accountTraits(table) }, ranked, null)[0]!.figures!.twin;
  };

  it('may be of a group that an alternative explains, and never of one that may be an operation', () => {
    expect(beside(12, 1, -0.1)).toEqual({
      accounts: 10,
      requests: 200,
      membersRequests: 200,
      match: 'matched',
    });
    expect(beside(12, 1, 0)).toEqual({ accounts: 0, requests: 0, membersRequests: 0, match: 'few' });
  });

  it('are said to be few where they are fewer, or made other numbers of requests', () => {
    expect(beside(9, 1, -1)).toMatchObject({ accounts: 9, requests: 180, match: 'few' });
    expect(beside(12, 2, -1)).toMatchObject({ accounts: 10, requests: 400, match: 'few' });
  });
});

describe('how many groups have figures', () => {
  it('is the alerts and ten more, twenty-five at most', () => {
    const of = (alerts: number, groups: number) => figuredGroups(alerts, groups);
    expect([of(0, 0), of(0, 4), of(0, 1_000), of(3, 1_000), of(3, 7), of(15, 1_000), of(400, 1_000)]).toEqual(
      [0, 4, 10, 13, 7, 25, 25],
    );
  });

  it('keeps figures small where there are many groups', () => {
    const many = range(60).flatMap((g) =>
      range(8).flatMap((k) =>
        range(5).map((i) => ({
          time: START + (g * 8 + k + i * 100) * 3_600_000_000,
          account: `g${100 + g}-${k}`,
          ip: `10.${g}.${i}.1`,
          payment: `card ${g}`,
        })),
      ),
    );
    const found = assessed(
      [...many, ...rows.filter(({ account }) => account.startsWith('c'))],
      range(60).map((g) => `g${100 + g}`),
    );
    expect(found.tested).toBe(60);
    const alerts = found.groups.filter(({ alert }) => alert).length;
    const figured = found.groups.map(({ figures }) => figures !== undefined);
    expect(figured.indexOf(false)).toBe(figuredGroups(alerts, 60));
    expect(figured.lastIndexOf(true)).toBe(figuredGroups(alerts, 60) - 1);
  });
});
