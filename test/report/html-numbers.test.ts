import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GroupFinding } from '../../src/assess/finding.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { ClaimEntry, RecordEntry } from '../../src/evidence/records-entry.js';
import { htmlReport } from '../../src/report/html/html-report.js';
import { figures } from '../evidence/figures-fixture.js';
import { assessment, document, group, HOSTILE, member } from '../evidence/fixture.js';
import { DOCUMENTS } from './documents.js';
import { numbersIn, numbersOf, pageText } from './written-numbers.js';

async function pageOf(findings: FindingsDocument): Promise<string> {
  let page = '';
  for await (const part of htmlReport(findings)) page += part;
  return page;
}

/** Numbers of sentences that are the same in every report: what words mean, and what the method does. */
const CONSTANTS: readonly string[] = [
  ...['+2.3', '+0.7', '1.0 %', '50 %', '99 %', '10,000', '1,000,000'], // what nats and ratios mean
  ...['95 %', '5 %', '203'], // intervals, false discoveries, ICD 203
  ...['0.8', '80 %', '80'], // when a planted group counts as recovered, and how many accounts planting takes
  ...['100 %', '0 %', '6', '12', '18'], // ends of an axis, hours of the day
];

/** Where lists end on the page. */
const LIMITS = [3, 8, 12, 16, 25, 50];

function unknown(page: string, findings: FindingsDocument): string[] {
  const known = numbersOf(findings, LIMITS);
  return numbersIn(pageText(page)).filter((number) => !known.has(number) && !CONSTANTS.includes(number));
}

describe('numbers of the page', () => {
  test.each(DOCUMENTS)('of %s stand in the document, in words, tables and pictures', async (_, findings) => {
    expect(unknown(await pageOf(findings), findings)).toEqual([]);
  });

  test('that do not stand there are found, whether in words or in a picture', async () => {
    const findings = document();
    const page = await pageOf(findings);
    for (const [right, wrong] of [
      ['1,897,344 requests', '1,897,345 requests'],
      ['>+14.2</text>', '>+14.7</text>'],
      ['>1,300</text>', '>1,310</text>'],
      ['4.6&nbsp;%', '4.7&nbsp;%'],
    ] as const) {
      expect(page.includes(right), right).toBe(true);
      expect(unknown(page.replace(right, wrong), findings)).toHaveLength(1);
    }
  });
});

describe('the page', () => {
  test('is the same bytes each time, in every zone', async () => {
    const zone = process.env['TZ'];
    const first = await pageOf(document());
    process.env['TZ'] = 'Pacific/Kiritimati';
    try {
      expect((await pageOf(document())) === first).toBe(true);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  test('allows nothing but its own style, by hash', async () => {
    const page = await pageOf(document());
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(policy!.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|<object|<use\b| style=| on[a-z]+=|javascript:|https?:/i,
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
  });

  test('every picture has a name, a description and its numbers', async () => {
    const page = await pageOf(document());
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const pictures = page.match(/<svg[^>]*>/g)!;
    expect(pictures.length).toBeGreaterThan(20);
    for (const tag of pictures) {
      const [, title, description] = /role="img" aria-labelledby="(\w+)" aria-describedby="(\w+)"/.exec(tag)!;
      const named = new RegExp(`<title id="${title}">[^<]+</title><desc id="${description}">[^<]+<`);
      expect(named.test(page)).toBe(true);
    }
    for (const figure of page.match(/<figure[\s\S]*?<\/figure>/g)!)
      expect(/<details>.*<td/.test(figure)).toBe(true);
  });

  test('shows records behind claims, with their places, and nothing where none is cited', async () => {
    const findings = document();
    expect((await pageOf(findings)).includes('<h3>Records</h3>')).toBe(false);
    const record: RecordEntry = {
      id: 'R0123456789abcdef',
      input: '/srv/<b>april</b>.csv.gz',
      byte_offset: 40_961,
      byte_length: 118,
      line: 34_567,
      sha256: 'fedcba9876543210'.repeat(4),
      of: 'bytes',
      fields: {},
      salt: null,
      proof: { leaf: 1, size: 2, path: [] },
    };
    const claim: ClaimEntry = {
      id: 'C1',
      family: 'payment',
      about: { facet: 'payment', value: '<i>pay</i>' },
      contributing: 7_654,
      records: [record.id],
    };
    const [first, ...rest] = findings.groups;
    const cited = { ...findings, records: [record], groups: [{ ...first!, claims: [claim] }, ...rest] };
    const page = await pageOf(cited);
    const row =
      '<td>payment <code>&lt;i&gt;pay&lt;/i&gt;</code></td><td class="n">7,654</td><td>R0123456789abcdef</td>' +
      '<td><code>/srv/&lt;b&gt;april&lt;/b&gt;.csv.gz</code></td><td class="n">34,567</td>';
    expect(page.includes(row)).toBe(true);
    expect(unknown(page, cited)).toEqual([]);
  });

  test('of 1,000 groups and 25,000 members stays below 5 MB and counts what it leaves out', async () => {
    const findings = document({ assessment: assessment({ groups: many(1_000, 25, 60), tested: 1_000 }) });
    const page = await pageOf(findings);
    expect(page.length).toBeLessThan(5_000_000);
    expect(page.match(/<section class="group"/g)).toHaveLength(50);
    expect(page.includes('10 more alerts: see ranking.csv.')).toBe(true);
    const told = findings.groups.slice(60).filter(({ id }) => page.includes(`<td>${id}</td>`));
    expect(told).toHaveLength(940);
  });

  test('of the longest and most hostile values stays below 5 MB', async () => {
    const long = HOSTILE.map((value) => value + '\u202e<&"'.repeat(2_000));
    const members = Array.from({ length: 60 }, (_, i) => member(`${long[i % long.length]!}${i}`, 0.9, 10));
    const groups = Array.from({ length: 24 }, (_, i) =>
      group({ id: `G-${(4096 + i).toString(16)}`, rank: i + 1, members, figures: figures(members) }),
    );
    const page = await pageOf(document({ assessment: assessment({ groups }) }));
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
  });
});

/** So many groups of so many members, the first ones alerts; figures as investigate makes them, for 20 of them here. */
function many(groups: number, members: number, alerts: number): GroupFinding[] {
  return Array.from({ length: groups }, (_, i) => {
    const own = Array.from({ length: members }, (_, m) => member(`acc_${i}_${m}`, 0.95, 40 + m));
    const { figures: drawn, ...rest } = group({
      id: `G-${(0x10000 + i).toString(16)}`,
      rank: i + 1,
      alert: i < alerts,
      verdict: i < alerts ? 'operation-hypothesis' : 'undecided',
      score: i < alerts ? 12 : -4,
      members: own,
      ...(i < alerts ? {} : { alternatives: [], strongestAlternative: null }),
    });
    return { ...rest, ...(i < 20 ? { figures: figures(own) } : drawn === undefined ? {} : {}) };
  });
}
