import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assess/finding.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { PROFILES, type Profile } from '../../src/pack/profile.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { run as runCommand } from './run.js';

const base = mkdtempSync(join(tmpdir(), 'stillhunt-report-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const at = (...names: string[]) => join(base, ...names);

const run = (...argv: string[]) => runCommand(argv, {}, judged);

/** Stands for linking and assessment: one group of all accounts, and one of none of them. */
async function judged({ accounts }: FacetTable): Promise<Assessment> {
  const members = accounts.map((id) => member(id, 0.9, 10));
  const quiet = group({
    id: 'G-0001',
    rank: 2,
    alert: false,
    verdict: 'undecided',
    members: members.slice(0, 2),
  });
  return assessment({ groups: [group({ members }), quiet], tested: 2, accounts: 4, requests: 40 });
}

const KEYED: readonly Profile[] = ['partner', 'ci'];
const key = () => ['--pseudonym-key', at('case.key')];
const profileOptions = (profile: Profile) => ['--pack', profile, ...(KEYED.includes(profile) ? key() : [])];

/** Every file of a folder with what it holds. */
function contents(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path)).toString('latin1')]));
}

beforeAll(async () => {
  writeFileSync(at('case.key'), 'f'.repeat(64));
  writeFileSync(at('short.key'), 'too short');
  const rows = Array.from(
    { length: 40 },
    (_, i) => `2026-05-01T0${i % 5}:00:0${i % 10}Z,jane${i % 4}@example.org,m,${10 + i},${20 + i}`,
  );
  const log = ['timestamp,account_id,model,input_tokens,output_tokens', ...rows, 'never,x,m,1,1', ''].join(
    '\n',
  );
  writeFileSync(at('usage.csv'), log);
  for (const profile of PROFILES) {
    const made = await run('investigate', at('usage.csv'), '--out', at(profile), ...profileOptions(profile));
    expect(made.code).toBe(0);
  }
});

describe('report', () => {
  test.each(PROFILES)(
    'makes a %s pack of an internal one as investigate does, to the byte',
    async (profile) => {
      const made = await run(
        'report',
        at('internal'),
        '--out',
        at(`${profile}-again`),
        ...profileOptions(profile),
      );
      expect(made).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(contents(at(`${profile}-again`))).toEqual(contents(at(profile)));
    },
  );

  test.each(PROFILES)('makes a %s pack again, without a key', async (profile) => {
    expect((await run('report', at(profile), '--out', at(`${profile}-same`))).code).toBe(0);
    expect(contents(at(`${profile}-same`))).toEqual(contents(at(profile)));
  });

  test.each(PROFILES)('makes a %s pack that verify finds whole', async (profile) => {
    const { code, stdout } = await run('verify', at(profile));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/custody/) as string]);
  });

  test('prints any view as it stands in the pack', async () => {
    const views = [...contents(at('court'))].filter(
      ([path]) =>
        !/^(?:README|VERIFY|certificate|custody|facets|manifest|schema|signer|SHA256SUMS|groups\/G-0001)/.test(
          path,
        ),
    );
    expect(views.length).toBeGreaterThan(6);
    for (const [path, content] of views) {
      const { code, stdout } = await run('report', at('court', 'findings.json'), '--only', path);
      expect([path, code, Buffer.from(stdout).toString('latin1')]).toEqual([path, 0, content]);
    }
  });

  test('prints the ranking as the terminal shows it', async () => {
    const { code, stdout } = await run('report', at('internal'), '--only', 'terminal');
    expect(code).toBe(0);
    expect(stdout).toContain('! ALERT: 1 group exceeds the threshold');
    expect(stdout).not.toContain('profile');
  });

  test('applies the gate to findings that are there already', async () => {
    const gated = (...gates: string[]) =>
      run('report', at('internal'), '--only', 'terminal', '--fail-on', ...gates);
    expect((await gated('alert')).code).toBe(1);
    for (const [gate, needs] of [
      ['new-alert', '--baseline'],
      ['watched', '--lists'],
    ] as const) {
      const { code, stderr } = await gated(gate);
      expect(code).toBe(2);
      expect(stderr).toContain(needs);
    }
    const findings = JSON.parse(readFileSync(at('internal', 'findings.json'), 'utf8')) as FindingsDocument;
    const calm = { ...findings, groups: findings.groups.map((each) => ({ ...each, alert: false })) };
    writeFileSync(at('calm.json'), JSON.stringify(calm));
    const passed = await run('report', at('calm.json'), '--only', 'terminal', '--fail-on', 'alert');
    expect(passed.code).toBe(0);
    const [first, ...others] = calm.inputs;
    const cut = { ...calm, inputs: [{ ...first!, status: 'truncated' }, ...others] };
    writeFileSync(at('cut.json'), JSON.stringify(cut));
    expect((await run('report', at('cut.json'), '--only', 'terminal', '--fail-on', 'alert')).code).toBe(4);
    expect((await run('report', at('cut.json'), '--only', 'terminal')).code).toBe(0);
  });

  test('says in each view for readers whose names are pseudonyms', async () => {
    const { key_id } = (JSON.parse(readFileSync(at('partner', 'findings.json'), 'utf8')) as FindingsDocument)
      .disclosure!;
    for (const view of ['terminal', 'report.md', 'executive.txt']) {
      const { stdout } = await run('report', at('partner'), '--only', view);
      expect(stdout.replace(/\s+/g, ' ')).toContain(key_id);
    }
  });

  test('makes the fingerprints never up, and refuses those that were changed', async () => {
    expect((await run('report', at('internal', 'findings.json'), '--out', at('with'))).code).toBe(0);
    writeFileSync(at('alone.json'), readFileSync(at('internal', 'findings.json')));
    expect((await run('report', at('alone.json'), '--out', at('without'))).code).toBe(0);
    const without = contents(at('without'));
    expect(without.has('facets.arrow')).toBe(false);
    expect(without.get('README.txt')).not.toContain('facets.arrow');
    expect(contents(at('with'))).toEqual(contents(at('internal')));
    writeFileSync(at('with', 'facets.arrow'), 'ARROW1');
    const { code, stderr } = await run('report', at('with'), '--out', at('no'));
    expect([code, stderr]).toEqual([
      5,
      expect.stringContaining('facets.arrow is not what SHA256SUMS') as string,
    ]);
  });

  test('names the place where findings do not fit', async () => {
    const findings = JSON.parse(readFileSync(at('internal', 'findings.json'), 'utf8')) as FindingsDocument;
    const [first] = findings.groups;
    writeFileSync(at('broken.json'), JSON.stringify({ ...findings, groups: [{ ...first, rank: 'first' }] }));
    const { code, stderr } = await run('report', at('broken.json'), '--only', 'terminal');
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('at /groups/0/rank: must be integer') as string,
    ]);
  });

  test.each<[string, number, RegExp, readonly string[]]>([
    ['no place to write to', 2, /Received neither --out nor --only/, []],
    ['two places', 2, /Received both/, ['--out', 'x', '--only', 'terminal']],
    [
      'an unknown view',
      2,
      /no view "report\.pdf"[\s\S]*terminal, findings\.json.*groups\//,
      ['--only', 'report.pdf'],
    ],
    ['an unknown profile', 2, /Allowed choices are internal/, ['--only', 'terminal', '--pack', 'press']],
    ['no key', 2, /they need a key: --pseudonym-key FILE/, ['--only', 'terminal', '--pack', 'partner']],
    [
      'a key that plays no part',
      2,
      /plays no part/,
      ['--only', 'terminal', '--pack', 'court', '--pseudonym-key', 'case.key'],
    ],
    [
      'a key that is not there',
      3,
      /nowhere\.key cannot be read: there is no such file/,
      ['--only', 'terminal', '--pack', 'ci', '--pseudonym-key', 'nowhere.key'],
    ],
  ])('refuses %s', async (_, code, message, options) => {
    const made = await run('report', at('internal'), ...options);
    expect([made.code, made.stdout]).toEqual([code, '']);
    expect(made.stderr).toMatch(message);
  });

  test('refuses a short key, and to show again what was kept back', async () => {
    const short = ['--pseudonym-key', at('short.key')];
    const made = await run('report', at('internal'), '--only', 'terminal', '--pack', 'ci', ...short);
    expect([made.code, made.stderr]).toEqual([3, expect.stringMatching(/9 bytes; at least 32/) as string]);
    const again = await run('report', at('partner'), '--only', 'terminal', '--pack', 'internal');
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringMatching(/made for the profile partner/) as string,
    ]);
  });
});

describe('investigate --pack', () => {
  test.each(KEYED)('%s names no account, in no file and not on the terminal', async (profile) => {
    const again = [
      'investigate',
      at('usage.csv'),
      '--out',
      at(profile),
      '--force',
      ...profileOptions(profile),
    ];
    const { stdout, stderr } = await run(...again);
    const all = [stdout, stderr, ...contents(at(profile)).values()].join('\n');
    expect(all).not.toMatch(/jane|example\.org|usage\.csv/);
    expect([...contents(at('internal')).values()].join('\n')).toMatch(/jane0@example\.org/);
  });

  test('asks for the key before the logs are read', async () => {
    const { code, stderr } = await run(
      'investigate',
      at('nowhere.csv'),
      '--out',
      at('no'),
      '--pack',
      'partner',
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('--pseudonym-key FILE') as string]);
  });
});
