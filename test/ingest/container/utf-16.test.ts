import { describe, expect, it } from 'vitest';
import { readAll, readError, tempFile } from '../read-all.js';
import { fixtureBytes, fixturePath, rowsText } from './known-rows.js';

const LINES = [
  'timestamp,account_id,request_id',
  '2026-03-02T11:04:09Z,zoë,🔎1',
  '2026-03-02T11:04:10Z,b,中',
];

const marked = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('UTF-16', () => {
  it.each(['utf-16le', 'utf-16be'])('reads %s as iconv wrote it, split anywhere', async (encoding) => {
    const utf8 = await readAll([tempFile('log.csv', `${LINES.join('\n')}\n`)]);
    const path = fixturePath(`${encoding}.csv`);
    for (let blockBytes = 1; blockBytes <= fixtureBytes(`${encoding}.csv`).length; blockBytes++) {
      const { rows, summary } = await readAll([path], { blockBytes });
      expect(rows).toEqual(utf8.rows); // offsets are those in the re-coded text
      expect(summary.sources[0]).toMatchObject({ status: 'complete', encoding });
    }
    expect(utf8.rows.map(({ account }) => account)).toEqual(['zoë', 'b']);
    expect(utf8.summary.sources[0]).toMatchObject({ encoding: 'utf-8' });
  });

  it('splits pairs across large blocks', async () => {
    const text = `timestamp,account_id,request_id\n${'2026-03-02T11:04:09Z,🔎🔎,r\n'.repeat(20_000)}`;
    const { rows } = await readAll([tempFile('log.csv', marked(text))], { blockBytes: 64 * 1024 + 1 });
    expect(rows).toHaveLength(20_000);
    expect(rows.every(({ account }) => account === '🔎🔎')).toBe(true);
  });

  it.each(['\ud83d', '\udd0e', '\udd0e\ud83d', '\ud83d\ud83d'])(
    'refuses the one row that holds half a pair, %j, and changes none',
    async (half) => {
      const text = rowsText(4, 'utf').replace(',a1,', `,a${half}1,`);
      for (const bytes of [marked(text), swapped(marked(text))]) {
        for (const blockBytes of [1, 3, 4096]) {
          const { rows, summary } = await readAll([tempFile('log.csv', bytes)], { blockBytes });
          expect(rows.map(({ account }) => account)).toEqual(['a0', 'a2', 'a3']);
          expect(summary.quarantine.reasons).toEqual({ 'bad-encoding': 1 });
        }
      }
    },
  );

  it('tells a character that is cut in two from a row that is cut short', async () => {
    const bytes = marked(rowsText(4, 'utf').trimEnd());
    const odd = await readAll([tempFile('odd.csv', bytes.subarray(0, -1))]);
    expect(odd.summary.sources[0]).toMatchObject({
      status: 'damaged',
      statusDetail: 'the UTF-16 text ends inside a character',
    });
    expect(odd.summary.rows).toMatchObject({ read: 4, accepted: 3 });
    const even = await readAll([tempFile('even.csv', bytes.subarray(0, -40))]);
    expect(even.summary.sources[0]).toMatchObject({ status: 'truncated', rows: { read: 4, accepted: 3 } });
  });

  it('refuses UTF-32', async () => {
    const error = await readError([tempFile('log.csv', Buffer.from('fffe0000740000006900000', 'hex'))]);
    expect(error.message).toContain('UTF-32');
  });
});
