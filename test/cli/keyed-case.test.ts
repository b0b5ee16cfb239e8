import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analysis.js';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { tempFolder } from '../ingest/read-all.js';
import { run } from './run.js';
import { simulateWeek } from './simulated-week.js';

let base: string;
let nights: readonly string[];
const pathOf = (name: string) => join(base, name);
const found = (pack: string): FindingsDocument =>
  JSON.parse(readFileSync(join(pathOf(pack), 'findings.json'), 'utf8'));
const KEY = 'a key of a case, long enough to be one';
const { of, keyId } = pseudonyms(Buffer.from(KEY));
const analyzed = (name: string, out: string, ...more: string[]) =>
  run(['analyze', '--case', pathOf(name), '--out', pathOf(out), '--force', ...more], {}, analyze);

beforeAll(async () => {
  base = tempFolder();
  nights = await simulateWeek(base);
  writeFileSync(pathOf('key'), `${KEY}\n`);
  writeFileSync(pathOf('other'), 'x'.repeat(40));
  await run(['ingest', pathOf('nights'), '--case', pathOf('plain')]);
  for (const night of nights) {
    const { code } = await run([
      'ingest',
      night,
      '--case',
      pathOf('keyed'),
      '--pseudonym-key',
      pathOf('key'),
    ]);
    expect(code).toBe(0);
  }
  await analyzed('plain', 'plain-pack');
  await analyzed('keyed', 'keyed-pack');
}, 240_000);

describe('a case with pseudonyms on the command line', () => {
  it('gives the alerts of a plain case, up to the names, and nearly all other groups', () => {
    const members = (document: FindingsDocument, alert: boolean, name: (id: string) => string) =>
      document.groups
        .filter((group) => group.alert === alert)
        .map(
          (group) =>
            `${group.requests}: ${group.members
              .map(({ account_id }) => name(account_id))
              .sort()
              .join()}`,
        )
        .sort();
    const [plain, keyed] = [found('plain-pack'), found('keyed-pack')];
    const pseudonym = (id: string) => of('account', id);
    const same = (id: string) => id;
    expect(members(keyed, true, same)).toEqual(members(plain, true, pseudonym));
    expect(members(keyed, true, same).length).toBeGreaterThan(0);
    const others = members(plain, false, pseudonym);
    const kept = new Set(members(keyed, false, same));
    expect(others.filter((group) => kept.has(group)).length).toBeGreaterThan(others.length * 0.7);
    expect([keyed.accounts, keyed.requests, keyed.period, keyed.rows]).toEqual([
      ...[plain.accounts, plain.requests, plain.period, plain.rows],
    ]);
  });

  it('says in every report that names are pseudonyms, and shows none of the names', async () => {
    const document = found('keyed-pack');
    expect(document.pseudonymised).toEqual({ key_id: keyId });
    expect(checkFindings(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true });
    for (const file of ['report.md', 'report.html', 'executive.txt', 'README.txt'])
      expect(readFileSync(join(pathOf('keyed-pack'), file), 'utf8')).toContain(keyId);
    const names = found('plain-pack').groups.flatMap(({ members }) =>
      members.map(({ account_id }) => account_id),
    );
    for (const folder of ['keyed', 'keyed-pack'])
      for (const entry of readdirSync(pathOf(folder), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const bytes = readFileSync(join(entry.parentPath, entry.name));
        expect(names.filter((name) => bytes.includes(name))).toEqual([]);
        expect(bytes.includes(KEY)).toBe(false);
      }
    const partner = await run([
      ...['report', pathOf('keyed-pack'), '--out', pathOf('partner'), '--pack', 'partner'],
      ...['--pseudonym-key', pathOf('other')],
    ]);
    expect(partner.code).toBe(0);
    expect(found('partner').pseudonymised!.key_id).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(found('partner'))).not.toContain(keyId);
  }, 60_000);

  it('is not fed without its key, nor compared with findings of other names', async () => {
    const [night] = nights;
    for (const [name, ...more] of [['keyed'], ['keyed', 'other'], ['plain', 'key']]) {
      const key = more.flatMap((file) => ['--pseudonym-key', pathOf(file)]);
      const { code, stderr } = await run(['ingest', night!, '--case', pathOf(name!), ...key]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/key/)]);
    }
    for (const [name, baseline] of [
      ['keyed', 'plain-pack'],
      ['plain', 'keyed-pack'],
    ]) {
      const { code, stderr } = await analyzed(name!, 'never', '--baseline', pathOf(baseline!));
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be compared')]);
    }
    const same = await analyzed('keyed', 'again', '--baseline', pathOf('keyed-pack'));
    expect([same.code, found('again').baseline!.counts.new]).toEqual([0, 0]);
  }, 60_000);

  it('finds accounts that lists name as they are logged by the key, and says where it is needed', async () => {
    const [group] = found('plain-pack').groups;
    const entry = { reason: 'class', author: 'A', added: '2026-03-01', expires: '2027-03-01' };
    const lists = (accounts: readonly string[]) =>
      JSON.stringify({ schema: 'stillhunt/lists/1', watch: [{ ...entry, accounts }] });
    const [clear] = group!.members.map(({ account_id }) => account_id);
    writeFileSync(pathOf('clear.json'), lists([clear!]));
    writeFileSync(pathOf('keyed.json'), lists([of('account', clear!)]));
    const watched = (pack: string) =>
      found(pack).groups.filter(({ lists }) => (lists?.watched_members ?? 0) > 0).length;

    const needed = await analyzed('keyed', 'never', '--lists', pathOf('clear.json'));
    expect([needed.code, needed.stderr]).toEqual([2, expect.stringContaining(keyId)]);
    const wrong = ['--lists', pathOf('clear.json'), '--pseudonym-key', pathOf('other')];
    expect((await analyzed('keyed', 'never', ...wrong)).code).toBe(2);
    const right = ['--lists', pathOf('clear.json'), '--pseudonym-key', pathOf('key')];
    expect((await analyzed('keyed', 'by-key', ...right)).code).toBe(0);
    expect((await analyzed('keyed', 'by-pseudonym', '--lists', pathOf('keyed.json'))).code).toBe(0);
    expect(watched('by-key')).toBeGreaterThan(0);
    expect(watched('by-pseudonym')).toBe(watched('by-key'));
    expect(readFileSync(join(pathOf('by-key'), 'findings.json'), 'utf8')).not.toContain(clear);
    const later = await run([
      'report',
      pathOf('keyed-pack'),
      '--out',
      pathOf('never'),
      '--lists',
      pathOf('clear.json'),
    ]);
    expect([later.code, later.stderr]).toEqual([2, expect.stringContaining(keyId)]);
    const withKey = ['report', pathOf('keyed-pack'), '--out', pathOf('later'), ...right];
    expect((await run(withKey)).code).toBe(0);
    expect(watched('later')).toBe(watched('by-key'));
  }, 120_000);
});
