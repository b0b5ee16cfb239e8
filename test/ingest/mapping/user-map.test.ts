import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../../src/errors.js';
import { draftMap } from '../../../src/ingest/mapping/draft-map.js';
import { parseUserMap } from '../../../src/ingest/mapping/user-map.js';
import { PROFILES } from '../../../src/ingest/profile/catalogue.js';
import { readAll, readError, tempFile } from '../read-all.js';

const LOG = [
  '{"when":"02/Mar/2026:11:04:09 +0100","who":{"mail":"A@x.org"},"n":{"in":3,"cached":4},"took":1.5,"kind":"chat","tags":["team=red","ua: x/1","ua: x/1.2"]}',
  '{"when":"02/Mar/2026:11:04:10 +0100","who":{"mail":"B@x.org"},"n":{"in":3},"took":-1,"kind":"ping","tags":[]}',
  '{"when":"02/Mar/2026:11:04:11 +0100","who":{"mail":"<anon>"},"n":{},"took":2,"kind":"chat"}',
].join('\n');

const MAP = `{
  // a map with everything
  "version": 1,
  "where": [{ "path": "kind", "in": ["chat"] }],
  "nulls": ["<anon>"],
  "fields": {
    "time": { "from": "when", "format": "%d/%b/%Y:%H:%M:%S %z" },
    "account": { "from": ["who.mail"], "otherwise": "nobody" },
    "device": { "from": "who.mail", "hash": true },
    "org": { "from": "tags[0]", "capture": "^team=(.*)$" },
    "country": { "from": "who.mail", "split": { "by": ".", "at": -1 }, "values": { "org": "DE" } },
    "user_agent": { "from": "tags", "prefixed": "ua: " },
    "input_tokens": { "sum": ["n.in", "n.cached"] },
    "latency_ms": { "from": "took", "scale": 1000, "atLeast": 0 },
  }
}`;

describe('a map', () => {
  it('reads a format that nobody knows', async () => {
    const map = parseUserMap(MAP, 'map.json');
    const { rows, summary } = await readAll([tempFile('a.log', LOG)], { map });
    expect(summary.rows).toEqual({ read: 3, accepted: 2, quarantined: 0, filtered: 1 });
    expect(rows[0]).toMatchObject({
      time: Date.parse('2026-03-02T10:04:09Z') * 1000,
      account: 'A@x.org',
      org: 'red',
      country: 'DE',
      user_agent: 'x/1.2',
      input_tokens: 7,
      latency_ms: 1500,
    });
    expect(rows[0]!['device']).toMatch(/^[0-9a-f]{32}$/);
    expect(rows[1]).toMatchObject({ account: 'nobody', input_tokens: null, latency_ms: 2000, device: null });
    expect(summary.sources[0]).toMatchObject({ profile: 'map', format: 'json-lines' });
  });

  it('finds records inside of others, with what stands around them', async () => {
    const log =
      '{"run":{"zone":"r1"},"calls":[{"t":"2026-03-02T10:04:09Z","u":"a"},{"t":"2026-03-02T10:04:10Z","u":"b"}]}';
    const map = parseUserMap(
      '{"version":1,"unwrap":"calls","fields":{"time":"t","account":"u"}}',
      'map.json',
    );
    const { rows } = await readAll([tempFile('a.log', `${log}\n`)], { map });
    expect(rows.map(({ account, line }) => [account, line])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it.each([
    ['{"version":1,\n"fields":{"time":"t"\n"account":"a"}}', 3, 'no JSON'],
    ['{"version":2,"fields":{"time":"t"}}', 1, '"version": 1'],
    ['{"version":1,\n"field":{}}', 2, 'unknown'],
    ['{"version":1,\n"fields":{\n"account":"a"}}', 2, 'time'],
    ['{"version":1,\n"fields":{"time":"t",\n"acount":"a"}}', 3, '"acount" is unknown'],
    ['{"version":1,\n"fields":{"time":{"from":"t",\n"unit":"hours"}}}', 3, 'one of s, ms'],
    ['{"version":1,\n"fields":{"time":{"from":"t",\n"format":"%Q"}}}', 3, 'time format'],
    ['{"version":1,\n"fields":{"time":"t",\n"ip":{"from":"a..b"}}}', 3, 'no path'],
    ['{"version":1,\n"fields":{"time":"t",\n"ip":{"from":"a",\n"capture":"("}}}', 4, 'regular expression'],
    ['{"version":1,\n"fields":{"time":"t",\n"ip":{"from":"a",\n"capture":"a"}}}', 4, 'group'],
    ['{"version":1,\n"where":[\n{"path":"a"}],"fields":{"time":"t"}}', 3, '"in" or "notIn"'],
    ['{"version":1,\n"fields":{"time":"t",\n"latency_ms":{"elapsed":{"from":"t"}}}}', 3, 'a text'],
    [
      '{"version":1,\n"fields":{"time":"t",\n"latency_ms":{"elapsed":{"from":"t","to":"u","unit":"h"}}}}',
      3,
      'one of s, ms',
    ],
    ['{"version":1,\n"fields":{"time":"t",\n"ip":{}}}', 3, '"from", "sum", "elapsed" or "otherwise"'],
  ])('that cannot hold is refused with its line: %s', (text, line, what) => {
    let found: unknown;
    try {
      parseUserMap(text, 'map.json');
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(StillhuntError);
    expect((found as StillhuntError).message).toContain(`map.json line ${line}:`);
    expect((found as StillhuntError).message).toContain(what);
  });

  it('can say all that profiles say', () => {
    for (const { id, mapping } of PROFILES) {
      if (mapping === null) continue;
      const { mapping: again } = parseUserMap(draftMap(mapping, []), 'map.json');
      expect(again, id).toEqual(mapping);
    }
  });

  it('takes the span between two times where there is no latency', async () => {
    const map = parseUserMap(
      '{"version":1,"fields":{"time":"t","account":"a","latency_ms":{"from":"took","elapsed":{"from":"t","to":"end"}}}}',
      'map.json',
    );
    const spans = [
      '"end":"2026-03-02T10:04:10.250Z"',
      '"end":"2026-03-02T10:04:10.250Z","took":7',
      '"end":"2026-03-02T10:04:08Z"',
      '"end":null',
      '"end":"soon"',
    ];
    const log = spans.map((end) => `{"t":"2026-03-02T10:04:09Z","a":"x",${end}}\n`).join('');
    const { rows } = await readAll([tempFile('a.log', log)], { map });
    expect(rows.map(({ latency_ms }) => latency_ms)).toEqual([1250, 7, null, null, null]);
  });

  it('reads columns by rules, and records in the text of a column', async () => {
    const csv = 'when,who,fresh,cached\n2026-03-02T10:00:00Z,a,3,4\n2026-03-02T10:00:01Z,b,5,\n';
    const sums = parseUserMap(
      '{"version":1,"fields":{"time":"when","account":"who","input_tokens":{"sum":["fresh","cached"]},"model":{"otherwise":"m"}}}',
      'map.json',
    );
    const { rows } = await readAll([tempFile('a.csv', csv)], { map: sums });
    expect(rows.map(({ input_tokens, model }) => [input_tokens, model])).toEqual([
      [7, 'm'],
      [5, 'm'],
    ]);
    const one = '{""t"":""2026-03-02T10:00:00Z"",""u"":""a""}';
    const map = parseUserMap(
      '{"version":1,"unwrap":"message","fields":{"time":"t","account":"u"}}',
      'map.json',
    );
    const text = `at,message\n1,"${one}"\n2,"[${one},${one}]"\n3,plain\n`;
    const found = await readAll([tempFile('b.csv', text)], { map });
    expect(found.summary.rows).toEqual({ read: 4, accepted: 3, quarantined: 1, filtered: 0 });
  });

  it('needs a start for relative times', async () => {
    const map = parseUserMap(
      '{"version":1,"fields":{"time":{"from":"t","unit":"relative-s"},"account":"a"}}',
      'map.json',
    );
    const file = tempFile('a.log', '{"t":1.25,"a":"x"}\n');
    expect((await readError([file], { map })).next).toContain('--epoch');
    const { rows } = await readAll([file], { map, epoch: Date.parse('2026-01-01T00:00:00Z') * 1000 });
    expect(rows[0]!['time']).toBe(Date.parse('2026-01-01T00:00:01.250Z') * 1000);
  });
});
