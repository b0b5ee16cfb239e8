import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { markdownReport } from '../../src/report/markdown.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { assessment, detectionFloor, document, ingest, source, uncalibrated } from '../evidence/fixture.js';
import { outcomes } from './assessed.js';

const REFRESH =
  'A rendering changed. If the new text is right, run `npx vitest run test/report -u`, read the diff of ' +
  'test/report/golden, and commit it. Do not refresh to silence a number that moved without a reason.';

const noColour = new Chalk({ level: 0 });
const view = { width: 120, chalk: noColour, open: 'out/report.md', peakBytes: 612_345_678 };
const empty = document({ assessment: assessment({ groups: [], tested: 37 }) });

const measured = document({ floor: detectionFloor() });
const emptyMeasured = document({
  assessment: assessment({ groups: [], tested: 37 }),
  floor: detectionFloor(),
});

test.each([
  ['report.txt', markdownReport(document())],
  ['report-uncalibrated.txt', markdownReport(uncalibrated())],
  ['report-outcomes.txt', markdownReport(outcomes())],
  ['report-no-alert.txt', markdownReport(empty)],
  ['report-floor.txt', markdownReport(emptyMeasured)],
  ['terminal-120.txt', terminalRanking(document(), view)],
  ['terminal-100.txt', terminalRanking(document(), { ...view, width: 100 })],
  ['terminal-80.txt', terminalRanking(document(), { ...view, width: 80 })],
  ['terminal-uncalibrated.txt', terminalRanking(uncalibrated(), view)],
  ['terminal-no-alert.txt', terminalRanking(empty, view)],
  ['terminal-floor.txt', terminalRanking(measured, { ...view, width: 80 })],
])('%s is as kept', async (name, text) => {
  await expect(text, REFRESH).toMatchFileSnapshot(`golden/${name}`);
});

test('the terminal keeps to the width and ends with what to open', () => {
  const far = { size: 100, perDay: 40, share: 0.25, requests: 360_000 };
  const floor = detectionFloor({
    disguises: detectionFloor().disguises.map((each) => ({ ...each, recovered: 1, reach: far })),
  });
  for (const width of [80, 90, 100, 110, 120, 300]) {
    const lines = terminalRanking(document({ floor }), { ...view, width })
      .trimEnd()
      .split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
      Math.max(80, Math.min(120, width)),
    );
    expect(lines.at(-1)).toBe('open: out/report.md');
  }
});

test('colour adds nothing but colour', () => {
  const coloured = terminalRanking(document(), { ...view, chalk: new Chalk({ level: 1 }) });
  const stripped = coloured.split('\u001b').map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, '')));
  expect(coloured).not.toBe(terminalRanking(document(), view));
  expect(stripped.join('')).toBe(terminalRanking(document(), view));
});

test('a damaged input is named on the screen and in the report', () => {
  const damaged = document({
    ingest: ingest({
      sources: [
        source('/srv/a.csv.gz', { status: 'damaged', statusDetail: 'gzip stream ends at byte 4096' }),
      ],
    }),
  });
  expect(terminalRanking(damaged, view)).toContain('! INCOMPLETE: 1 input not read to the end');
  expect(markdownReport(damaged)).toContain('gzip stream ends at byte 4096');
});

test('rows that are no requests are counted beside the others, where there are any', () => {
  const rows = { read: 1200, accepted: 1000, quarantined: 100, filtered: 100 };
  expect(terminalRanking(document({ ingest: ingest({ rows }) }), view)).toContain(
    'refused 8.3 %, no requests 100',
  );
  expect(terminalRanking(document(), view)).not.toContain('no requests');
});
