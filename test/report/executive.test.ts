import { describe, expect, test } from 'vitest';
import { executiveSummary } from '../../src/report/executive.js';
import { plainParagraph } from '../../src/report/plain-text.js';
import { assessment, document, group, HOSTILE } from '../evidence/fixture.js';
import { capped, DOCUMENTS, hostile } from './documents.js';

describe('the summary', () => {
  test.each(DOCUMENTS)('is one page of text for %s, in four parts', (_, findings) => {
    const page = executiveSummary(findings);
    const lines = page.split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => /^[A-Z]/.test(line))).toEqual([
      ...['STILLHUNT SUMMARY', 'What was looked at', 'What was found', 'What it does not mean', 'What next'],
    ]);
  });

  test('names alerts with their ratios, and the errors of the method from its data file', () => {
    const page = flat(executiveSummary(document()));
    expect(page).toContain('2 of 1,212 tested groups exceed the threshold');
    expect(page).toContain('likelihood ratio 1,300, 95 % interval 1,050–1,360');
    const [missed] = document().error_rates!.rates;
    expect(page).toContain(
      `operations missed ${missed!.errors} of ${missed!.of} (careless or merely proxied)`,
    );
    const { error_rates: _, ...unmeasured } = document();
    expect(flat(executiveSummary(unmeasured))).toContain('How often this method errs is not known.');
  });

  test('says of a ratio at the cap that it is the most that the reference allows', () => {
    expect(flat(executiveSummary(capped()))).toContain(
      'Moderately strong support: likelihood ratio 321, the most that the reference allows.',
    );
  });

  test('names three alerts and counts the rest', () => {
    const groups = Array.from({ length: 5 }, (_, i) => group({ id: `G-${i}a`, rank: i + 1 }));
    const page = flat(executiveSummary(document({ assessment: assessment({ groups }) })));
    expect(page).toMatch(/G-2a, priority P1/);
    expect(page).not.toContain('G-3a');
    expect(page).toContain('2 more alerts: see report.md.');
  });

  test('holds no value of the log', () => {
    const page = executiveSummary(hostile());
    for (const value of HOSTILE) expect(page).not.toContain(value);
    expect(page).toMatch(/^[\x20-\x7e\n–]*$/);
  });
});

test('paragraphs break between words and keep all of them', () => {
  const text = 'a '.repeat(60).trim();
  const lines = plainParagraph(text, '  - ');
  expect(lines[0]).toBe(`  - ${'a '.repeat(38).trim()}`);
  expect(lines.slice(1).every((line) => line.startsWith('    a'))).toBe(true);
  expect(flat(lines.join('\n')).trim()).toBe(`- ${text}`);
  expect(plainParagraph('x'.repeat(200), '  ')).toEqual([`  ${'x'.repeat(200)}`]);
});

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
