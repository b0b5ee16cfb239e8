import { Chalk } from 'chalk';
import { afterEach, describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { packFiles } from '../../src/pack/layout.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { viewText } from '../../src/report/view.js';
import { document } from '../evidence/fixture.js';
import { explained } from '../explain/pages.js';
import { DOCUMENTS } from './documents.js';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

async function texts(findings: FindingsDocument): Promise<[path: string, text: string][]> {
  const files = packFiles({ document: findings, facets: null });
  return [
    ...(await Promise.all(files.map(async (file) => [file.path, await viewText(file)] as [string, string]))),
    ['terminal', terminalRanking(findings, { width: 80, chalk: new Chalk({ level: 0 }), open: 'x' })],
    ...explained(findings),
  ];
}

/** Times in a text that neither end in Z nor stand in a line, table or section that says UTC. */
function unlabelled(path: string, text: string): string[] {
  const isos = text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?!\d)\S{0,6}/g) ?? [];
  const bad = isos.filter((time) => !/^[\d:.T-]*\d(Z|\+00:00)/.test(time));
  if (/\.(json|jsonl|csv|sarif|xml|graphml)$/.test(path)) return bad;
  const blocks = text.replace(/\n {2,}(?=\S)/g, ' ').split(/\n\s*\n/);
  for (const block of blocks) {
    const isTable = block.startsWith('|');
    for (const part of isTable ? [block] : block.split('\n')) {
      const [time] = /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(part) ?? [];
      if (time !== undefined && !part.includes('UTC')) bad.push(time);
    }
  }
  return bad;
}

describe('time', () => {
  test.each(DOCUMENTS)('is UTC and says so in every view of %s', async (_, findings) => {
    for (const [path, text] of await texts(findings)) expect(unlabelled(path, text), path).toEqual([]);
  });

  test('is seen where it is not labelled', () => {
    expect(unlabelled('a.md', 'from 2026-04-22 07:00 on')).toEqual(['2026-04-22 07:00']);
    expect(unlabelled('a.md', 'from 2026-04-22 07:00 UTC on')).toEqual([]);
    expect(unlabelled('a.md', '| First (UTC) |\n|---|\n| 2026-04-22 07:00 |')).toEqual([]);
    expect(unlabelled('a.json', '"2026-04-22T07:00:00.000000+02:00"')).toHaveLength(1);
    expect(unlabelled('a.json', '"2026-04-22T07:00:00"')).toHaveLength(1);
    expect(unlabelled('a.json', '"2026-04-22T07:00:00.123456Z"')).toEqual([]);
  });

  test('does not depend on the zone of the machine', async () => {
    process.env['TZ'] = 'UTC';
    const here = await texts(document());
    for (const other of ['Asia/Kathmandu', 'America/St_Johns']) {
      process.env['TZ'] = other;
      expect(new Date(Date.UTC(2026, 3, 22)).getTimezoneOffset()).not.toBe(0);
      expect(await texts(document())).toEqual(here);
    }
  });
});
