import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
      { id: 'G-1', rank: 1, alert: true, members: [{ account_id: 'a' }] },
    ]);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no groups', '{}', 'no list "groups"'],
    ['a list', '[]', 'no list "groups"'],
    ['a group that is no object', document(7), 'groups[0] is no object'],
    ['a repeated id', document(group, { ...group, rank: 2 }), 'groups[1].id is "G-1"'],
    ['a repeated rank', document(group, { ...group, id: 'G-2' }), 'groups[1].rank is 1'],
    ['a rank of zero', document({ ...group, rank: 0 }), 'groups[0].rank is 0'],
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
});
