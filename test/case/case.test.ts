import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it, test } from 'vitest';
import {
  addBatch,
  compactCase,
  createCase,
  dropDays,
  openCase,
  type Reading,
  readCase,
  removeBatch,
  type Window,
} from '../../src/case/index.js';
import { encodeFacetTable, type FacetTable, mergeTables } from '../../src/fingerprint/index.js';
import { dailyFingerprints, fingerprints } from '../../src/tabulate/index.js';
import { tempFolder } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { nightlyLogs } from './nightly-logs.js';

const READING: Reading = { columns: {}, constants: {}, timezone: null };
const VERSION = '0.0.0';

const bytesOf = (table: FacetTable) => Buffer.from(encodeFacetTable(table)).toString('base64');

async function newCase(): Promise<string> {
  const folder = join(tempFolder(), 'case');
  await createCase(folder, VERSION);
  return folder;
}

const add = (folder: string, inputs: readonly string[]) =>
  addBatch(folder, inputs, READING, { workers: 1 }, VERSION);

async function contentOf(folder: string, window: Window = {}) {
  const { table, ingest } = await readCase(await openCase(folder), window);
  return { table: bytesOf(table), ingest };
}

/** What a run over the logs says, without the warnings, which `ingest` has told already. */
async function runOver(inputs: readonly string[]) {
  const { table, ingest } = await fingerprints(inputs, { workers: 1 });
  return { table: bytesOf(table), ingest: { ...ingest, warnings: [] } };
}

describe('a case fed night by night', () => {
  it('is one run over all logs, whatever their order, split into batches, and compactions between', async () => {
    const { folder: logs, logs: nights } = nightlyLogs(7, 300);
    const whole = await runOver([logs]);
    for (let seed = 1; seed <= 3; seed++) {
      const random = new Seeded(seed);
      const folder = await newCase();
      const left = random.shuffled([...nights]);
      while (left.length > 0) {
        await add(folder, left.splice(0, random.int(1, 3)));
        if (random.chance(0.4)) await compactCase(await openCase(folder), VERSION);
      }
      const { table, ingest } = await contentOf(folder);
      expect(ingest.sources.map(({ name }) => name)).toEqual(whole.ingest.sources.map(({ name }) => name));
      expect({ ...ingest, warnings: [] }).toEqual(whole.ingest);
      expect(table).toBe(whole.table);
    }
  });

  it('holds the same bytes for the same logs, and nothing of the machine', async () => {
    const { logs } = nightlyLogs(2, 100);
    const one = await newCase();
    const other = await newCase();
    for (const folder of [one, other]) for (const log of logs) await add(folder, [log]);
    expect(filesOf(one)).toEqual(filesOf(other));
    expect(filesOf(one).size).toBeGreaterThan(4);
  });

  it('counts a window as a run over the requests of its days alone', async () => {
    const { logs } = nightlyLogs(5, 200);
    const folder = await newCase();
    for (const log of logs) await add(folder, [log]);
    const { days } = await dailyFingerprints(logs, { workers: 1 });
    const [low, high] = ['2026-05-02', '2026-05-03'];
    const inside = days.filter(({ day }) => {
      const name = new Date(day * 86_400_000).toISOString().slice(0, 10);
      return name >= low && name <= high;
    });
    const { table, ingest } = await readCase(await openCase(folder), { since: low, until: high });
    expect(bytesOf(table)).toBe(bytesOf(mergeTables(inside.map(({ table }) => table))));
    // The last night has no request in these days; the one before it has some shortly before its midnight.
    expect(ingest.sources).toHaveLength(4);
    await expect(readCase(await openCase(folder), { since: '2027-01-01' })).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('2026-05-0'),
    });
  });
});

describe('the same content again', () => {
  it('adds nothing and says which batch has it, under any name, also beside new logs', async () => {
    const { folder: logs, logs: nights } = nightlyLogs(2, 50);
    const folder = await newCase();
    const first = await add(folder, [nights[0]!]);
    const before = filesOf(folder);
    const copy = join(logs, 'copy.csv');
    cpSync(nights[0]!, copy);
    const again = await add(folder, [copy]);
    expect(again).toMatchObject({ id: null, ingest: null });
    expect(again.known.map(({ batch }) => batch)).toEqual([first.id]);
    expect(filesOf(folder)).toEqual(before);

    const both = await add(folder, [copy, nights[1]!]);
    expect(both.batch?.files).toHaveLength(1);
    expect(both.known).toHaveLength(1);
    rmSync(copy);
    expect((await contentOf(folder)).table).toBe((await runOver(nights)).table);
  });

  it('of one call counts once', async () => {
    const { folder: logs, logs: nights } = nightlyLogs(1, 50);
    cpSync(nights[0]!, join(logs, 'copy.csv'));
    const folder = await newCase();
    const added = await add(folder, [logs]);
    expect(added.known).toEqual([{ name: expect.stringContaining('night-00.csv'), batch: null }]);
    expect((await contentOf(folder)).table).toBe((await runOver(nights)).table);
  });

  it('of standard input is known after it was read', async () => {
    const { logs } = nightlyLogs(1, 50);
    const folder = await newCase();
    const { id } = await add(folder, logs);
    async function* stdin() {
      yield readFileSync(logs[0]!);
    }
    const again = await addBatch(folder, ['-'], READING, { workers: 1, stdin: stdin() }, VERSION);
    expect(again).toMatchObject({ id: null, known: [{ name: '-', batch: id }] });
  });

  it('stays known after compaction and after its days were dropped', async () => {
    const { logs } = nightlyLogs(3, 50);
    const folder = await newCase();
    for (const log of logs) await add(folder, [log]);
    await compactCase(await openCase(folder), VERSION);
    await dropDays(await openCase(folder), '2026-05-02', VERSION);
    expect(await add(folder, logs)).toMatchObject({ id: null });
  });
});

it('tells files of one name apart, and warns of rows that another log of the case holds', async () => {
  const { logs } = nightlyLogs(2, 200);
  const same = join(tempFolder(), 'usage.csv');
  const folder = await newCase();
  cpSync(logs[0]!, same);
  await add(folder, [same]);
  writeFileSync(same, `${readFileSync(logs[0]!, 'utf8')}2026-05-01T03:00:00Z,late,m-1,1,1,10.0.0.1,h1\n`);
  const second = await add(folder, [same]);
  expect(second.ingest?.warnings.join('\n')).toMatch(/of its rows stand in .*usage\.csv#[0-9a-f]{8} too/);
  const { ingest } = await contentOf(folder);
  expect(new Set(ingest.sources.map(({ name }) => name)).size).toBe(2);
  for (const { name, sha256 } of ingest.sources)
    expect(name.endsWith(`usage.csv#${sha256.slice(0, 8)}`)).toBe(true);
  const refused = ingest.quarantine.bySource.map(({ source }) => source);
  expect(ingest.sources.map(({ name }) => name)).toEqual(expect.arrayContaining(refused));
});

describe('dropping', () => {
  it('days of a log, which then comes again in another compression, is told: rows may count twice', async () => {
    const { logs } = nightlyLogs(1, 200);
    const folder = await newCase();
    await add(folder, logs);
    await dropDays(await openCase(folder), '2026-05-01', VERSION);
    const zipped = join(tempFolder(), 'night.csv.gz');
    writeFileSync(zipped, gzipSync(readFileSync(logs[0]!)));
    const again = await add(folder, [zipped]);
    expect(again.ingest?.warnings.join('\n')).toMatch(
      /night\.csv\.gz: whether its rows stand in .*night-00\.csv too is not known/,
    );
    const { logs: other } = nightlyLogs(1, 20, 9);
    const plain = await newCase();
    await add(plain, logs);
    const apart = await add(plain, other);
    expect(apart.ingest?.warnings.join('\n')).not.toContain('not known');
  });

  it('a batch leaves what a run over the other logs says, and its logs can come back', async () => {
    const { logs } = nightlyLogs(3, 100);
    const folder = await newCase();
    const ids: string[] = [];
    for (const log of logs) ids.push((await add(folder, [log])).id!);
    await removeBatch(folder, ids[1]!);
    expect((await contentOf(folder)).table).toBe((await runOver([logs[0]!, logs[2]!])).table);
    expect((await add(folder, [logs[1]!])).id).toBe(ids[1]);
    expect((await contentOf(folder)).table).toBe((await runOver(logs)).table);
  });

  it('days leaves the others as they were, and nothing of the dropped ones in any file', async () => {
    const { logs } = nightlyLogs(4, 100);
    const extra = join(tempFolder(), 'extra.csv');
    writeFileSync(extra, 'timestamp,account_id,ip\n2026-05-01T03:00:00Z,only-then,10.9.9.9\n');
    const folder = await newCase();
    for (const log of [...logs, extra]) await add(folder, [log]);
    const kept = await contentOf(folder, { since: '2026-05-03' });
    expect(await dropDays(await openCase(folder), '2026-05-03', VERSION)).toEqual([
      '2026-04-30',
      '2026-05-01',
      '2026-05-02',
    ]);
    const after = await contentOf(folder);
    expect(after.table).toBe(kept.table);
    expect(after.ingest.sources.map(({ name }) => name)).toEqual(kept.ingest.sources.map(({ name }) => name));
    expect((await readCase(await openCase(folder), {})).droppedBefore).toBe('2026-05-03');
    for (const content of filesOf(folder).values()) {
      expect(content).not.toContain('only-then');
      expect(content).not.toContain('10.9.9.9');
    }
    expect(await dropDays(await openCase(folder), '2026-05-03', VERSION)).toEqual([]);
  });

  it('days leaves no row, time, name or fault of them, and tells when they are brought back', async () => {
    const base = tempFolder();
    const write = (name: string, ...rows: string[]) => {
      writeFileSync(join(base, name), `timestamp,account_id,org_id,input_tokens\n${rows.join('\n')}\n`);
      return join(base, name);
    };
    const old = write(
      'of-jane-roe.csv',
      '2026-05-01T03:04:05.678Z,jane-roe,janes,7',
      'jane-at-noon,jane-roe,janes,7',
    );
    const both = write(
      'both.csv',
      ...[
        '2026-05-01T13:14:15.161Z,jane-roe,janes,8',
        '2026-05-03T01:00:00Z,kept,others,9',
        'jane-at-nine,a,o,1',
      ],
    );
    const later = write('later.csv', '2026-05-04T01:02:03.456Z,kept,others,9', 'after-all,kept,others,1');
    const gone = [
      'jane',
      'of-jane-roe',
      String(Date.parse('2026-05-01T03:04:05.678Z')),
      String(Date.parse('2026-05-01T13:14:15.161Z')),
    ];
    for (const inputs of [[[old, both, later]], [[old], [both], [later]]]) {
      const folder = await newCase();
      for (const batch of inputs) await add(folder, batch);
      const held = () =>
        gone.filter((text) => [...filesOf(folder).values()].some((bytes) => bytes.includes(text)));
      expect(held()).toEqual(gone);
      const kept = await contentOf(folder, { since: '2026-05-03' });
      await dropDays(await openCase(folder), '2026-05-03', VERSION);
      expect(held()).toEqual([]);
      const after = await contentOf(folder);
      expect(after.table).toBe(kept.table);
      expect(after.ingest.rows).toEqual(kept.ingest.rows);
      expect(after.ingest.quarantine.reasons).toEqual(kept.ingest.quarantine.reasons);
      expect(after.ingest.quarantine.examples.map(({ detail }) => detail)).toEqual([
        'dropped',
        expect.stringContaining('after-all'),
      ]);
      expect((await add(folder, [old, both, later])).known).toHaveLength(3);
      const again = await add(folder, [write('again.csv', '2026-05-02T00:00:00Z,jane-roe,janes,7')]);
      expect(again.ingest!.warnings.join()).toContain('before 2026-05-03, which were dropped');
      const whole = await contentOf(folder);
      await compactCase(await openCase(folder), VERSION);
      expect(await contentOf(folder)).toEqual(whole);
      expect(whole.ingest.sources).toHaveLength(3);
    }
  });
});

it('is read by other programs: its days are Arrow files, counts by account, facet and value', async () => {
  const { logs } = nightlyLogs(2, 100);
  const folder = await newCase();
  for (const log of logs) await add(folder, [log]);
  const requests = new Map<string, number>();
  for (const path of pathsOf(folder).filter((each) => each.endsWith('.arrow'))) {
    const table = tableFromIPC(readFileSync(path));
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      'account',
      'facet',
      'value',
      'count',
      'text',
    ]);
    for (const { account, facet, count } of table.toArray())
      if (facet === 'requests') requests.set(account, (requests.get(account) ?? 0) + Number(count));
  }
  const { table } = await fingerprints(logs, { workers: 1 });
  const own = table.accounts.map((name, a) => [name, table.totals.requests[a]]);
  expect([...requests].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(own);
});

describe('a case that is not whole', () => {
  test.each([
    ['a changed batch', 'batch.json', /batch\.json was changed/],
    ['a changed segment', 'day-', /day-.*\.arrow was changed/],
  ])('%s is refused by name', async (_, file, message) => {
    const { logs } = nightlyLogs(1, 50);
    const folder = await newCase();
    await add(folder, logs);
    const path = pathsOf(folder).find((each) => each.includes(file))!;
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    await expect(contentOf(folder)).rejects.toMatchObject({
      kind: 'integrity',
      message: expect.stringMatching(message),
    });
  });

  it('names a segment that is gone', async () => {
    const { logs } = nightlyLogs(1, 50);
    const folder = await newCase();
    await add(folder, logs);
    rmSync(pathsOf(folder).find((each) => each.endsWith('.arrow'))!);
    await expect(contentOf(folder)).rejects.toMatchObject({ kind: 'integrity' });
  });

  it('refuses a batch that names files outside its folder', async () => {
    const { logs } = nightlyLogs(1, 50);
    const folder = await newCase();
    await add(folder, logs);
    const [own] = (await openCase(folder)).batches;
    for (const file of ['../../secret.arrow', '/etc/hostname', 'batch.json']) {
      const segments = own!.batch.segments.map((segment) => ({ ...segment, file }));
      const text = JSON.stringify({ ...own!.batch, files: [], segments });
      const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
      const dropped = join(folder, 'batches', id);
      mkdirSync(dropped);
      writeFileSync(join(dropped, 'batch.json'), text);
      await expect(openCase(folder)).rejects.toMatchObject({
        kind: 'integrity',
        message: expect.stringContaining(id),
      });
      rmSync(dropped, { recursive: true });
    }
    expect((await openCase(folder)).batches).toHaveLength(1);
  });

  it('refuses to count a log twice that two batches hold', async () => {
    const { logs } = nightlyLogs(1, 50);
    const folder = await newCase();
    const other = await newCase();
    await add(folder, logs);
    await addBatch(other, logs, { ...READING, timezone: 'UTC' }, { workers: 1 }, VERSION);
    cpSync(join(other, 'batches'), join(folder, 'batches'), { recursive: true });
    await expect(openCase(folder)).rejects.toMatchObject({
      kind: 'integrity',
      message: expect.stringContaining('night-00.csv'),
    });
  });

  it('refuses a later format and what is no case, and begins none among other files', async () => {
    const folder = await newCase();
    const path = join(folder, 'case.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('case/1', 'case/2'));
    await expect(openCase(folder)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('stillhunt/case/2'),
    });
    await expect(openCase(tempFolder())).rejects.toMatchObject({ kind: 'input' });
    const notes = tempFolder();
    writeFileSync(join(notes, 'notes.txt'), 'mine');
    await expect(createCase(notes, VERSION)).rejects.toMatchObject({ kind: 'usage' });
    expect(readdirSync(notes)).toEqual(['notes.txt']);
  });

  it('passes over what a writer that was killed left behind, and the next one removes it', async () => {
    const { logs } = nightlyLogs(2, 50);
    const folder = await newCase();
    await add(folder, [logs[0]!]);
    const partial = join(folder, 'batches', '.partial-1');
    mkdirSync(partial);
    writeFileSync(join(partial, 'day-2026-05-01.arrow'), 'half');
    expect((await openCase(folder)).batches).toHaveLength(1);
    await add(folder, [logs[1]!]);
    expect(readdirSync(join(folder, 'batches')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

function pathsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Content of the files of a folder, by path in it. */
function filesOf(folder: string): Map<string, string> {
  return new Map(pathsOf(folder).map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]));
}
