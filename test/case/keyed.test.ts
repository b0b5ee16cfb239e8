import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addBatch,
  type CaseKeys,
  caseKeys,
  compactCase,
  createCase,
  openCase,
  type Reading,
  readCase,
} from '../../src/case/index.js';
import { CATALOGUE } from '../../src/facet/catalogue.js';
import { encodeFacetTable, type FacetTable } from '../../src/fingerprint/index.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { fingerprints } from '../../src/tabulate/index.js';
import { tempFolder } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';

const VERSION = '0.0.0';
const READING: Reading = { columns: {}, constants: {}, timezone: null };
const KEYS = caseKeys(pseudonyms(Buffer.alloc(32, 1)));
const OTHER = caseKeys(pseudonyms(Buffer.alloc(32, 2)));

async function newCase(keys: CaseKeys | null = KEYS): Promise<string> {
  const folder = join(tempFolder(), 'case');
  await createCase(folder, VERSION, keys?.keyId ?? null);
  return folder;
}

const add = (folder: string, inputs: readonly string[], keys: CaseKeys | null = KEYS) =>
  addBatch(folder, inputs, READING, { workers: 1 }, VERSION, keys);

const bytesOf = (table: FacetTable) => Buffer.from(encodeFacetTable(table)).toString('base64');
const tableOf = async (folder: string) => (await readCase(await openCase(folder), {})).table;

/** Logs of which some accounts have more values of a facet than are kept, in delimited text and JSON lines. */
function busyLogs(nights: number, seed: number): string[] {
  const random = new Seeded(seed);
  const folder = tempFolder();
  return Array.from({ length: nights }, (_, night) => {
    const rows = Array.from({ length: 700 }, () => {
      const who = random.int(0, 6);
      const many = who < 3 ? 400 : 9;
      return {
        timestamp: new Date(Date.UTC(2026, 4, 1 + night, random.int(0, 30), random.int(0, 59))).toISOString(),
        account_id: `acct-${who}`,
        org_id: `org-${random.int(0, who < 3 ? 40 : 1)}`,
        model: `m-${random.int(0, 3)}`,
        ip: `10.${random.int(0, 2)}.${random.int(0, many)}.7`,
        asn: random.chance(0.5)
          ? `AS${random.int(1, 9)}`
          : random.chance(0.5)
            ? String(random.int(1, 9))
            : 'Net of X',
        prompt_hash: `deadbeef${random.int(0, many)}`,
        session_id: `s-${random.int(0, many)}`,
        input_tokens: random.int(1, 4000),
      };
    });
    const json = night % 2 === 1;
    const path = join(folder, `night-${night}.${json ? 'jsonl' : 'csv'}`);
    const lines = json
      ? rows.map((row) => JSON.stringify(row))
      : [Object.keys(rows[0]!).join(), ...rows.map((row) => Object.values(row).join())];
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  });
}

describe('a case that keeps pseudonyms', () => {
  it('fed night by night, in any order and compacted, is one run under the key, to the byte', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const nights = busyLogs(4, seed);
      const whole = await fingerprints(nights, { workers: 1, key: KEYS.values });
      const most = whole.table.facets.map(({ starts, lo }, f) => {
        const keep = CATALOGUE[f]!.keep ?? Number.POSITIVE_INFINITY;
        return lo.length > 0 && [...starts].some((from, a) => starts[a + 1]! - from === keep);
      });
      expect(most.filter(Boolean).length).toBeGreaterThan(3); // values were left out
      const random = new Seeded(seed);
      const folder = await newCase();
      const left = random.shuffled([...nights]);
      while (left.length > 0) {
        await add(folder, left.splice(0, random.int(1, 2)));
        if (random.chance(0.4)) await compactCase(await openCase(folder), VERSION);
      }
      expect(bytesOf(await tableOf(folder))).toBe(bytesOf(KEYS.table(whole.table)));
    }
  });

  it('says of repeated rows what a plain case says', async () => {
    const [log] = busyLogs(1, 9);
    const again = join(tempFolder(), 'again.csv');
    writeFileSync(
      again,
      `${readFileSync(log!, 'utf8')}2026-05-01T01:00:00Z,late,o,m,10.0.0.1,1,deadbeef,s,4\n`,
    );
    const told = [];
    for (const keys of [null, KEYS]) {
      const folder = await newCase(keys);
      await add(folder, [log!], keys);
      const { ingest } = await add(folder, [again], keys);
      told.push(ingest!.warnings.map((text) => /about \d+ % of its rows stand in/.exec(text)?.[0]));
    }
    expect(told[0]).toHaveLength(1);
    expect(told[1]).toEqual(told[0]);
  });

  it('is fed with its key alone, knows its logs again and never holds the key', async () => {
    const nights = busyLogs(2, 5);
    const tiny = join(tempFolder(), 'tiny.csv');
    writeFileSync(tiny, 'timestamp,account_id\n2026-05-01T03:00:00Z,someone\n');
    const folder = await newCase();
    await add(folder, [nights[0]!, tiny]);
    const before = filesOf(folder);
    expect((await add(folder, [nights[0]!, tiny])).known.map(({ batch }) => batch)).not.toContain(null);
    for (const keys of [null, OTHER])
      await expect(add(folder, [nights[1]!], keys)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(KEYS.keyId),
      });
    const plain = await newCase(null);
    await add(plain, [nights[0]!], null);
    await expect(add(plain, [nights[1]!], KEYS)).rejects.toMatchObject({ kind: 'usage' });
    expect(filesOf(folder)).toEqual(before);
    for (const bytes of before.values()) {
      expect(bytes.includes(Buffer.alloc(32, 1))).toBe(false);
      expect(bytes.includes('01'.repeat(32))).toBe(false);
    }
  });
});

const TEXTS = [
  ...[
    'account_id',
    'org_id',
    'api_key_id',
    'session_id',
    'request_id',
    'model',
    'endpoint',
    'ip',
    'asn',
    'country',
  ],
  ...['user_agent', 'payment_id', 'device_id', 'stop_reason', 'system_prompt_hash', 'prompt_hash'],
];
const canary = (column: string) => `canary.${column}.of-Jane`;

describe('what a case with pseudonyms holds of the logs', () => {
  it('is no text of any column, name or refused row, in no form, and no unkeyed hash of one', async () => {
    const base = join(tempFolder(), 'canary.folder');
    mkdirSync(base);
    const log = join(base, 'canary.file.csv');
    const head = ['timestamp', ...TEXTS, 'canary.column'].join();
    const rows = Array.from({ length: 3 }, () => ['2026-05-01T03:00:00Z', ...TEXTS.map(canary), 'x'].join());
    const address = [
      '2026-05-01T03:00:00Z',
      ...TEXTS.map((name) => (name === 'ip' ? '203.0.113.77' : canary(name))),
      'x',
    ];
    const refused = ['canary.refused', ...TEXTS.map(canary), 'x'].join();
    writeFileSync(log, `${[head, ...rows, address.join(), refused].join('\n')}\n`);
    const jsonl = join(base, 'canary.file.jsonl');
    writeFileSync(
      jsonl,
      `${JSON.stringify({ timestamp: '2026-05-01T03:00:00Z', account_id: 'canary.json', 'canary.key': 1 })}\n`,
    );
    const reading: Reading = {
      columns: { request_id: 'canary.given' },
      constants: { org: 'canary.constant', ip: '198.51.100.200' },
      timezone: null,
      map: { file: 'canary.map', sha256: 'ab'.repeat(32), text: 'canary.map.text' },
    };
    const put = async (keys: CaseKeys | null) => {
      const folder = await newCase(keys);
      await addBatch(folder, [log, jsonl], reading, { workers: 1 }, VERSION, keys);
      return filesOf(folder);
    };
    const { table } = await fingerprints([log, jsonl], { workers: 1 });
    const numbers = identifyingNumbers(table);
    expect(numbers.length).toBeGreaterThan(14);
    const texts = ['canary', 'of-Jane', '203.0.113', '198.51.100'];
    expect(leaks(await put(KEYS), texts, numbers)).toEqual([]);
    // The same search finds them in a plain case.
    expect(leaks(await put(null), texts, numbers).length).toBeGreaterThan(15);
  });
});

/** The low words of unkeyed values that come from text, as they would stand in a file. */
function identifyingNumbers({ facets }: FacetTable): Buffer[] {
  return facets.flatMap(({ lo }, f) =>
    CATALOGUE[f]!.text === undefined
      ? []
      : [...lo].map((low) => {
          const bytes = Buffer.alloc(4);
          bytes.writeUInt32LE(low, 0);
          return bytes;
        }),
  );
}

function leaks(
  files: ReadonlyMap<string, Buffer>,
  texts: readonly string[],
  numbers: readonly Buffer[],
): string[] {
  const found: string[] = [];
  for (const [path, bytes] of files) {
    const views = [
      bytes,
      ...[...bytes.toString('latin1').matchAll(/[A-Za-z0-9+/]{8,}={0,2}/g)].map(([text]) =>
        Buffer.from(text, 'base64'),
      ),
    ];
    for (const text of texts) {
      const plain = Buffer.from(text);
      const wide = Buffer.from(text, 'utf16le');
      const forms = [
        plain,
        wide,
        wide.swap16(),
        ...[0, 1, 2].map((at) => base64Inside(plain, at)),
        plain.toString('hex'),
      ];
      for (const [n, form] of forms.entries())
        if (views.some((view) => view.includes(form))) found.push(`${path}: ${text} (form ${n})`);
    }
    for (const number of numbers)
      if (views.some((view) => view.includes(number))) found.push(`${path}: ${number.toString('hex')}`);
  }
  return found;
}

/** The characters of a text inside longer base64, whatever stands `before` bytes before it. */
function base64Inside(text: Buffer, before: number): string {
  const coded = Buffer.concat([Buffer.alloc(before), text]).toString('base64');
  return coded.slice(before === 0 ? 0 : before + 1, Math.floor((before + text.length) / 3) * 4);
}

function filesOf(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path)]),
  );
}
