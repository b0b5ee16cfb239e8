import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../src/cli/evaluate.js';
import { parseFindings } from '../../src/evaluate/findings.js';
import { parseLabels } from '../../src/evaluate/labels.js';

const HEADER = 'account_id,group,kind\n';

describe('labels', () => {
  it('reads quoted ids, a byte order mark, Windows line ends and blank lines', () => {
    const labels = parseLabels(
      '\ufeffaccount_id,group,kind\r\n"a,1",,benign\r\n\r\nb,g,operation\r\n',
      'labels.csv',
    );
    expect([...labels]).toEqual([
      ['a,1', { group: '', kind: 'benign' }],
      ['b', { group: 'g', kind: 'operation' }],
    ]);
  });

  it.each([
    [
      'another header',
      'account,group,kind\na,,benign\n',
      'the header is "account,group,kind", expected "account_id,group,kind"',
    ],
    ['an empty file', '', 'the header is ""'],
    [
      'an unknown kind',
      `${HEADER}a,,benign\n\nb,x,evil\n`,
      'line 4 has the kind "evil", expected one of benign, benign-group, operation',
    ],
    ['a second label', `${HEADER}a,,benign\na,x,operation\n`, 'line 3 labels the account "a" a second time'],
    ['a missing field', `${HEADER}a,benign\n`, 'line 2 has 2 fields, expected 3'],
    ['a missing account', `${HEADER},,benign\n`, 'line 2 names no account'],
    [
      'a benign group member without group',
      `${HEADER}a,,benign-group\n`,
      'line 2 has the kind "benign-group" and the group ""',
    ],
    ['a crowd account in a group', `${HEADER}a,x,benign\n`, 'line 2 has the kind "benign" and the group "x"'],
    [
      'a group of two kinds',
      `${HEADER}a,x,operation\nb,x,benign-group\n`,
      'line 3 gives the group "x" a second kind',
    ],
    ['an open quote', `${HEADER}"a,,benign\n`, 'not readable as CSV'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseLabels(text, 'labels.csv')).toThrow(`labels.csv: ${message}`);
  });
});

describe('findings', () => {
  const document = (...groups: unknown[]) => JSON.stringify({ schema: 'stillhunt/findings/1', groups });
  const group = { id: 'G-1', rank: 1, alert: true, members: [{ account_id: 'a', strength: 0.9 }] };

  it('takes what it needs and ignores the rest', () => {
    expect(parseFindings(document({ ...group, priority: 'P1' }), 'f')).toEqual([
      { id: 'G-1', rank: 1, alert: true, ratio: null, members: [{ account_id: 'a' }] },
    ]);
  });

  it('takes the calibrated ratio where there is one', () => {
    const ratios = (support: unknown) => parseFindings(document({ ...group, support }), 'f')[0]!.ratio;
    expect(ratios({ nats: 3, calibrated: { ratio: 41.5, low: 10, high: 90 } })).toBe(41.5);
    expect(ratios({ nats: 3, calibrated: null })).toBe(null);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no groups', '{}', 'no list "groups"'],
    ['a list', '[]', 'no list "groups"'],
    ['a group that is no object', document(7), 'groups[0] is no object'],
    ['a repeated id', document(group, { ...group, rank: 2 }), 'groups[1].id is "G-1"'],
    ['a repeated rank', document(group, { ...group, id: 'G-2' }), 'groups[1].rank is 1'],
    ['a rank of zero', document({ ...group, rank: 0 }), 'groups[0].rank is 0'],
    [
      'a ratio in words',
      document({ ...group, support: { calibrated: { ratio: 'high' } } }),
      'groups[0].support.calibrated.ratio is "high", expected a number of at least 0',
    ],
    [
      'a calibration without ratio',
      document({ ...group, support: { calibrated: {} } }),
      'groups[0].support.calibrated.ratio is undefined',
    ],
    ['an alert in words', document({ ...group, alert: 'yes' }), 'groups[0].alert is "yes"'],
    ['members that are no list', document({ ...group, members: {} }), 'groups[0].members is no list'],
    ['a member without account', document({ ...group, members: [{}] }), 'groups[0].members[0].account_id'],
    [
      'a member twice',
      document({ ...group, members: [...group.members, ...group.members] }),
      'groups[0].members[1].account_id is "a"',
    ],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseFindings(text, 'findings.json')).toThrow(`findings.json: ${message}`);
  });
});

describe('the command', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stillhunt-evaluate-'));
    await writeFile(join(folder, 'labels.csv'), `${HEADER}a,x,operation\nb,x,operation\nc,,benign\n`);
    const groups = [{ id: 'G-1', rank: 1, alert: true, members: [{ account_id: 'a' }, { account_id: 'b' }] }];
    await writeFile(join(folder, 'findings.json'), JSON.stringify({ groups }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (...args: string[]) => {
    let out = '';
    const program = new Command('stillhunt').exitOverride();
    register(program, {
      stdout: (text) => {
        out += text;
      },
      stderr: () => {},
      stderrIsTerminal: false,
      env: {},
    });
    await program.parseAsync(['evaluate', ...args], { from: 'user' });
    return out;
  };

  it('prints a table, or JSON', async () => {
    const [findings, labels] = [join(folder, 'findings.json'), join(folder, 'labels.csv')];
    expect(await run(findings, '--labels', labels)).toContain('1 of 1 recovered');
    expect(JSON.parse(await run(findings, '--labels', labels, '--json'))).toMatchObject({
      accounts: { precision: 1, recall: 1, f1: 1 },
      averagePrecision: 1,
    });
  });

  it.each([
    ['findings', 'none.json', 'labels.csv', 'Cannot read the findings'],
    ['labels', 'findings.json', 'none.csv', 'Cannot read the labels'],
  ])('names the missing %s', async (_what, findings, labels, message) => {
    await expect(run(join(folder, findings), '--labels', join(folder, labels))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(message),
    });
  });

  it('scores several findings, each with its labels, and their reliability together', async () => {
    const [one, two] = [join(folder, 'rated.json'), join(folder, 'other.json')];
    await writeFile(one, findingsOf(200, ['a', 'b']));
    await writeFile(two, findingsOf(0.05, ['c']));
    const labels = join(folder, 'labels.csv');
    const diagram = join(folder, 'reliability.svg');
    const pairs = [one, two, '--labels', labels, '--labels', labels];
    const document = JSON.parse(await run(...pairs, '--json', '--diagram', diagram));
    expect(document.logs).toMatchObject([
      { findings: one, labels, accounts: { f1: 1 } },
      { findings: two, labels, accounts: { falsePositives: 1 } },
    ]);
    expect(document.reliability).toMatchObject({ groups: 2, operations: 1, strong: { others: 1, given: 0 } });
    expect(await readFile(diagram, 'utf8')).toMatch(/^<svg /);
    const text = await run(...pairs);
    expect(text).toContain(`${one}\n\naccounts `);
    expect(text).toContain('reliability  2 groups with a calibrated ratio: 1 operations, 1 others');
  });

  it('adds the reliability of a single one to its scores', async () => {
    const [findings, labels] = [join(folder, 'findings.json'), join(folder, 'labels.csv')];
    expect(await run(findings, '--labels', labels)).toContain('reliability  not measured');
    const scores = JSON.parse(await run(findings, '--labels', labels, '--json'));
    expect(scores.reliability).toMatchObject({ groups: 0, leftOut: 1 });
  });

  it('refuses findings without labels of their own', async () => {
    const [findings, labels] = [join(folder, 'findings.json'), join(folder, 'labels.csv')];
    await expect(run(findings, findings, '--labels', labels)).rejects.toMatchObject({
      kind: 'usage',
      message: 'Received 2 findings and 1 --labels, expected as many of both.',
    });
  });

  it.each([
    ['calibrated ratios', null, ['a'], 'none of the 1 groups has a calibrated likelihood ratio'],
    ['operations', 5, ['c'], 'none of the 1 groups is an operation'],
    ['other groups', 5, ['a'], 'none of the 1 groups is anything but an operation'],
  ])('draws nothing without %s, and says so', async (_what, ratio, members, message) => {
    const [findings, labels] = [join(folder, 'lacking.json'), join(folder, 'labels.csv')];
    const diagram = join(folder, 'none.svg');
    await writeFile(findings, findingsOf(ratio, members));
    await expect(run(findings, '--labels', labels, '--diagram', diagram)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(message),
    });
    await expect(readFile(diagram)).rejects.toThrow('ENOENT');
  });

  it('names a diagram that cannot be written', async () => {
    const [findings, labels] = [join(folder, 'both.json'), join(folder, 'labels.csv')];
    const groups = [groupOf('G-1', 1, 200, ['a']), groupOf('G-2', 2, 0.1, ['c'])];
    await writeFile(findings, JSON.stringify({ groups }));
    const diagram = join(folder, 'missing', 'reliability.svg');
    await expect(run(findings, '--labels', labels, '--diagram', diagram)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(`Cannot write the diagram ${diagram}`),
    });
  });
});

function groupOf(id: string, rank: number, ratio: number | null, members: readonly string[]) {
  const support = { nats: 1, calibrated: ratio === null ? null : { ratio } };
  return { id, rank, alert: true, support, members: members.map((account_id) => ({ account_id })) };
}

function findingsOf(ratio: number | null, members: readonly string[]): string {
  return JSON.stringify({ groups: [groupOf('G-1', 1, ratio, members)] });
}
