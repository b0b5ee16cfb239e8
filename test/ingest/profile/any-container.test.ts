import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { IngestOptions } from '../../../src/ingest/index.js';
import { PROFILES } from '../../../src/ingest/profile/catalogue.js';
import { readAll, tempFile } from '../read-all.js';
import { path, plain } from './golden.js';
import { recordsOf } from './records.js';

const READ = readdirSync(path('')).filter((name) => {
  const id = name.slice(0, name.indexOf('.'));
  return PROFILES.some((profile) => profile.id === id && profile.mapping !== null);
});
/** Their records lie in the text of log entries, so that they are written in one way alone. */
const WRAPPED = /events|insights|export-task/;
const JSON_FIXTURES = READ.filter((name) => /\.jsonl?$/.test(name) && !WRAPPED.test(name));

function optionsFor(fixture: string): IngestOptions {
  const account = /^(?:azure-trace|burstgpt|mooncake|vertex)/.test(fixture) ? { account: 'lab' } : {};
  const columns = fixture.startsWith('envoy') ? { account: 'x-tenant' } : {};
  return { timezone: 'UTC', epoch: 1_767_225_600_000_000, constants: account, columns };
}

async function outcome(content: string | Uint8Array, options: IngestOptions) {
  const { rows, summary } = await readAll([tempFile('a.log', content)], options);
  const { reasons } = summary.quarantine;
  return { rows: plain(rows), reasons, counts: summary.rows, profile: summary.sources[0]!.profile };
}

const MARK = '\ufeff';
/** Bytes beyond which the head, from which the format is told, is over and blocks are read one by one. */
const LONG = 72 * 1024;
const BLOCKS = [331, 4093];

/** Reads in blocks of some sizes: places and all must be the same. */
async function checkBlocks(content: string, options: IngestOptions, hint: string): Promise<void> {
  const file = tempFile('a.log', content);
  const whole = await readAll([file], options);
  expect(whole.rows.length, hint).toBeGreaterThan(1);
  for (const blockBytes of BLOCKS) {
    const read = await readAll([file], { ...options, blockBytes, batchRows: 50 });
    expect(read.rows, `${hint}, ${blockBytes}`).toEqual(whole.rows);
    expect(read.summary, `${hint}, ${blockBytes}`).toEqual(whole.summary);
  }
}

describe('the same rows, in whatever a profile’s records are packed', () => {
  it.each(JSON_FIXTURES)('%s', async (fixture) => {
    const options = optionsFor(fixture);
    const expected = await outcome(readFileSync(path(fixture)), options);
    expect(expected.rows.length).toBeGreaterThan(0);
    const records = recordsOf(fixture);
    const lines = records.map((one) => JSON.stringify(one));
    const writings = {
      lines: `${lines.join('\n')}\n`,
      'lines without an end': lines.join('\n'),
      'lines of Windows': `${lines.join('\r\n')}\r\n`,
      'lines with empty ones': `\n${lines.join('\n\n')}\n\n`,
      list: `[${lines.join(',')}]`,
      'list over lines': `${JSON.stringify(records, null, 2)}\n`,
      'a line of records': `{"records":[${lines.join(',')}]}\n`,
      'records over lines': JSON.stringify({ total: records.length, records }, null, 1),
      'lines of records': lines.map((line) => `{"records":[${line}]}\n`).join(''),
    };
    for (const [name, text] of Object.entries(writings)) {
      expect(await outcome(text, options), name).toEqual(expected);
      const packed = gzipSync(MARK + text);
      expect(await outcome(packed, { ...options, blockBytes: 97 }), `${name}, packed`).toEqual(expected);
    }
    const times = Math.ceil(LONG / writings.lines.length);
    await checkBlocks(writings.lines.repeat(times), options, 'lines');
    const many = Array.from({ length: times }, () => records).flat();
    await checkBlocks(JSON.stringify({ total: 1, records: many }, null, 1), options, 'records over lines');
  });

  it.each(READ.filter((name) => !JSON_FIXTURES.includes(name)))('%s', async (fixture) => {
    const options = optionsFor(fixture);
    const bytes = readFileSync(path(fixture));
    const expected = await outcome(bytes, options);
    expect(expected.rows.length).toBeGreaterThan(0);
    const text = bytes.toString('utf8').replace(MARK, '');
    expect(await outcome(text, options)).toEqual(expected);
    expect(await outcome(gzipSync(MARK + text), options)).toEqual(expected);
    const body = fixture.endsWith('.csv') ? text.indexOf('\n') + 1 : 0;
    const rest = text.slice(body);
    if (fixture.endsWith('.json')) return; // one document, which does not repeat
    await checkBlocks(text.slice(0, body) + rest.repeat(Math.ceil(LONG / rest.length)), options, 'text');
  });
});
