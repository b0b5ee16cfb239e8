import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { encodeFacetTable } from '../../src/fingerprint/index.js';
import { type FingerprintOptions, fingerprints } from '../../src/tabulate/index.js';
import { tempFile } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';
import { randomLines } from './random-lines.js';

async function resultOf(files: readonly string[], options: FingerprintOptions) {
  try {
    const { table, ingest } = await fingerprints(files, options);
    return { table: Buffer.from(encodeFacetTable(table)).toString('base64'), ingest };
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
    return { table: '', ingest: `${error.kind}: ${error.message} ${error.next}` };
  }
}

async function same(files: readonly string[], options: FingerprintOptions, hint: string) {
  const { workers: _, ...reading } = options;
  const reference = await resultOf(files, { ...reading, workers: 0 });
  const lanes = await resultOf(files, { workers: 1, ...options });
  expect(lanes.ingest, hint).toEqual(reference.ingest);
  expect(lanes.table === reference.table, `${hint}: the tables differ`).toBe(true);
  return reference;
}

describe('counting lines in blocks gives what the reference gives', () => {
  it('on JSON lines with faults, in blocks of any size', async () => {
    let accepted = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Seeded(seed);
      const text = randomLines(random, random.int(50, 900));
      const mark = random.chance(0.2) ? '\ufeff' : '';
      const bytes = Buffer.from(mark + text);
      const file = tempFile('log.jsonl', random.chance(0.3) ? gzipSync(bytes) : bytes);
      const blockBytes = random.pick([300, 5000, 70_000]);
      const timezone = random.chance(0.5) ? { timezone: 'Europe/Berlin' } : {};
      const { ingest } = await same([file], { blockBytes, ...timezone }, `seed ${seed}`);
      if (typeof ingest !== 'string') accepted += ingest.rows.accepted;
    }
    expect(accepted).toBeGreaterThan(5000);
  });

  it('on several sources of different kinds', async () => {
    const random = new Seeded(77);
    const quick = new URL('../../fixtures/quickstart/log.csv.gz', import.meta.url).pathname;
    const files = [
      tempFile('a.jsonl', randomLines(random, 3000)),
      tempFile(
        'b.json',
        `[${randomLines(random, 10)
          .split('\n')
          .filter((line) => line.startsWith('{') && line.endsWith('}'))
          .join(',')}]`,
      ),
      quick,
      tempFile('c.jsonl', randomLines(random, 3000)),
    ];
    const { ingest } = await same(files, { blockBytes: 20_000, timezone: 'UTC' }, 'several');
    expect(typeof ingest !== 'string' && ingest.rows.accepted).toBeGreaterThan(20_000);
  });

  it('by profiles and maps, also where what is filtered and what times mean depend on them', async () => {
    const folder = new URL('../../fixtures/ingest/profiles/', import.meta.url);
    const text = (name: string, times: number) =>
      readFileSync(new URL(name, folder), 'utf8').trimEnd().concat('\n').repeat(times);
    const constants = { account: 'one' };
    for (const name of [
      'litellm-spendlogs.jsonl',
      'langfuse.jsonl',
      'kong-ai.jsonl',
      'bedrock-invocation.jsonl',
      'otlp-genai.jsonl',
    ]) {
      const file = tempFile(name, text(name, 60));
      await same([file], { blockBytes: 3000, constants }, name);
    }
    const nginx = tempFile('access.log', text('nginx-combined.log', 80));
    const { ingest } = await same([nginx], { blockBytes: 3000, constants }, 'nginx');
    expect(typeof ingest).not.toBe('string');
  });
});
