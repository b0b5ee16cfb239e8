import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { Citations, type Cited } from '../../src/evidence/citations.js';
import type { CitedGroup, Claim } from '../../src/evidence/claims.js';
import { includes, leafHash } from '../../src/evidence/record-tree.js';
import { type IngestOptions, readBatchesWithBytes } from '../../src/ingest/index.js';
import { FIXTURES, tempFolder } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

const HEAD = 'timestamp,account_id,model,payment_id,prompt,api_key_id,input_tokens';
/** Rows of ten accounts; hostile text in some; every seventh is the same row again. */
function rows(random: Seeded, count: number): string[] {
  const found: string[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 7 === 6) {
      found.push(found[i - 1]!);
      continue;
    }
    const time = new Date(Date.UTC(2026, 4, 1) + random.int(0, 1_000_000) * 1000).toISOString();
    const model = random.pick([
      'm',
      '<script>alert(1)</script>',
      '=cmd()',
      '"a ""quoted""\nname"',
      '\u202egpj.x',
      '',
    ]);
    const card = random.pick(['', 'card_1', 'card_2']);
    found.push(
      `${time},acc_${random.int(0, 9)},${model},${card},${random.pick(['', 'tell me'])} ${i},key_${i},${i}`,
    );
  }
  return found;
}

const CLAIMS: readonly Claim[] = [
  { id: 'C1', family: 'timing', about: { statistic: 'hour-cover' }, needs: [['time']] },
  { id: 'C2', family: 'volume', about: { statistic: 'least-day' }, needs: [['time']] },
  { id: 'C3', family: 'settings', about: { statistic: 'x' }, needs: [['model'], ['payment', 'device']] },
  { id: 'C4', family: 'payment', about: { facet: 'payment', value: 'card_2' }, needs: [] },
  { id: 'C5', family: 'payment', about: { facet: 'payment', value: 'card_9' }, needs: [] },
];
const GROUPS: readonly CitedGroup[] = [
  { id: 'G-1', members: ['acc_1', 'acc_2', 'acc_3'], depth: 'full', claims: CLAIMS },
  { id: 'G-2', members: ['acc_3', 'acc_7'], depth: 'brief', claims: CLAIMS.slice(0, 4) },
];

async function cite(
  files: readonly string[],
  names: readonly string[],
  options: IngestOptions = {},
  groups = GROUPS,
): Promise<Cited> {
  const citations = new Citations(groups, names);
  for await (const { batch, bytes } of readBatchesWithBytes(files, options)) citations.add(batch, bytes);
  return citations.finish();
}

/** Two logs in a fresh folder, one of them compressed, with the decompressed content of each. */
function logs(seed: number, count = 400) {
  const random = new Seeded(seed);
  const folder = tempFolder();
  const contents = ['a.csv', 'b.csv.gz'].map((name) => {
    const content = Buffer.from(`${[HEAD, ...rows(random, count)].join('\n')}\n`);
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(content) : content);
    return [name, content] as const;
  });
  return {
    files: contents.map(([name]) => join(folder, name)),
    names: contents.map(([name]) => name),
    contents: new Map(contents),
  };
}

/** A group of all accounts of a log. */
async function everybody(path: string, options: IngestOptions = {}): Promise<CitedGroup> {
  const accounts = new Set<string>();
  for await (const { batch } of readBatchesWithBytes([path], options))
    for (const account of batch.account.dictionary) accounts.add(account);
  return { id: 'G-1', members: [...accounts], depth: 'full', claims: CLAIMS.slice(0, 1) };
}

describe('citations', () => {
  test('each cited range reads again to its hash, on its line, and its proof leads to the root', async () => {
    for (const seed of [1, 2, 3]) {
      const { files, names, contents } = logs(seed);
      const { records, trees } = await cite(files, names);
      expect(records.length).toBeGreaterThan(5);
      expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
      for (const record of records) {
        const content = contents.get(record.input)!;
        const bytes = content.subarray(record.byte_offset!, record.byte_offset! + record.byte_length!);
        expect(sha256(bytes)).toBe(record.sha256);
        expect(content[record.byte_offset! + record.byte_length!]).toBe(0x0a);
        const line = 1 + content.subarray(0, record.byte_offset!).filter((byte) => byte === 0x0a).length;
        expect(record.line).toBe(line);
        expect(bytes.toString()).toContain(String(record.fields['account']));
        expect(record.id.startsWith(`R${leafHash(record.sha256!).slice(0, 16)}`)).toBe(true);
        const tree = trees.find(({ input }) => input === record.input)!;
        expect(record.proof.size).toBe(tree.records);
        expect(includes(tree.root, leafHash(record.sha256!), record.proof)).toBe(true);
        expect(includes(tree.root, leafHash(sha256('another')), record.proof)).toBe(false);
      }
    }
  });

  test('choose the smallest hashes and both ends in time among all that contribute, and count these', async () => {
    const { files, names, contents } = logs(4, 300);
    const { records, claims } = await cite(files, names);
    const all: { account: string; time: string; card: string; model: string; hash: string; order: number }[] =
      [];
    for (const name of names) {
      const text = contents
        .get(name)!
        .toString()
        .slice(HEAD.length + 1);
      for (const [line] of text.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])+(?=\n)/g)) {
        const [time, account] = line.split(',') as [string, string];
        const card = /card_\d/.exec(line)?.[0] ?? '';
        const model = /^[^,]*,[^,]*,,/.test(line) ? '' : 'some';
        all.push({ account, time, card, model, hash: sha256(line), order: all.length });
      }
    }
    const byId = new Map(records.map((record) => [record.id, record]));
    const expected: Record<string, (row: (typeof all)[number]) => boolean> = {
      C1: () => true,
      C2: () => true,
      C3: ({ card, model }) => card !== '' && model !== '',
      C4: ({ card }) => card === 'card_2',
      C5: () => false,
    };
    for (const { id, members, depth } of GROUPS) {
      for (const claim of claims.get(id)!) {
        const own = all.filter((row) => members.includes(row.account) && expected[claim.id]!(row));
        expect(claim.contributing).toBe(own.length);
        const least = [...new Set(own.map(({ hash }) => hash))].sort().slice(0, depth === 'full' ? 2 : 1);
        const inTime = [...own].sort((a, b) =>
          a.time < b.time ? -1 : a.time > b.time ? 1 : a.order - b.order,
        );
        const ends = depth === 'full' ? [inTime[0], inTime.at(-1)].filter((row) => row !== undefined) : [];
        const hashes = claim.records.map((record) => byId.get(record)!.sha256);
        expect(new Set(hashes)).toEqual(new Set([...least, ...ends.map(({ hash }) => hash)]));
      }
    }
  });

  test('do not depend on how records are batched', async () => {
    const { files, names } = logs(5, 200);
    const whole = await cite(files, names);
    for (const batchRows of [1, 3, 50])
      expect(await cite(files, names, { batchRows, blockBytes: 97 })).toEqual(whole);
  });

  test('show no prompt and no key, and give each record a salt of its own that needs the log', async () => {
    const { files, names } = logs(6, 200);
    const { records, trees } = await cite(files, names);
    const text = JSON.stringify(records);
    expect(text).not.toContain('tell me');
    expect(text).not.toContain('key_');
    expect(new Set(records.map(({ salt }) => salt)).size).toBe(records.length);
    const prompt = records.map(({ fields }) => fields['prompt']).find((value) => value !== undefined);
    expect(prompt).toMatch(/^sha256:[0-9a-f]{64}$/);
    // Another last record gives other salts everywhere: nobody can tell them who lacks a record.
    const [first] = files;
    writeFileSync(first!, `${readFileSync(first!)}2026-06-01T00:00:00Z,stranger,m,,x,k,1\n`);
    const other = await cite(files, names);
    expect(other.trees[0]!.root).not.toBe(trees[0]!.root);
    expect(other.trees[1]).toEqual(trees[1]);
    const saltOf = new Map(other.records.map(({ id, salt }) => [id, salt]));
    for (const { id, salt } of records) expect(saltOf.get(id)).not.toBe(salt);
  });

  test('tell apart rows of one record and records of the same bytes', async () => {
    const path = join(FIXTURES, 'profiles', 'otlp-genai.jsonl');
    const all = await everybody(path);
    const spans = await cite([path], ['l'], {}, [{ ...all, claims: CLAIMS.slice(0, 1) }]);
    const places = spans.records.map(({ byte_offset }) => byte_offset);
    expect(new Set(places).size).toBeLessThan(places.length);
    expect(new Set(spans.records.map(({ id }) => id)).size).toBe(places.length);
    const folder = tempFolder();
    const line = '2026-05-01T00:00:00Z,acc_1,m,,p,k,1';
    for (const name of ['a.csv', 'b.csv']) writeFileSync(join(folder, name), `${HEAD}\n${line}\n${line}\n`);
    const files = ['a.csv', 'b.csv'].map((name) => join(folder, name));
    const { records, claims } = await cite(files, ['a.csv', 'b.csv']);
    expect(records.map(({ id }) => id.slice(17))).toEqual(['-1-1', '-2-2']);
    expect(claims.get('G-1')![0]).toMatchObject({ contributing: 4, records: records.map(({ id }) => id) });
  });

  test('cite rows of columnar files by number and by the canonical JSON of their fields', async () => {
    const path = join(FIXTURES, 'columnar', 'small.parquet');
    const options = { columns: { time: 'zoned', account: 'longs' } } as const;
    const groups = [await everybody(path, options)];
    const { records, trees } = await cite([path], ['small.parquet'], options, groups);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      expect(record).toMatchObject({ of: 'fields', byte_offset: null, byte_length: null });
      expect(record.line).toBe(record.proof.leaf + 1);
      expect(sha256(canonicalize(record.fields)!)).toBe(record.sha256);
      expect(includes(trees[0]!.root, leafHash(record.sha256!), record.proof)).toBe(true);
    }
  });
});
