import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { visible } from '../../src/evidence/hidden-characters.js';
import { markdownText } from '../../src/report/escape-markdown.js';
import { terminalText } from '../../src/report/escape-terminal.js';
import { markdownReport } from '../../src/report/markdown.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { HOSTILE } from '../evidence/fixture.js';
import { hostile } from './documents.js';

const findings = hostile();

const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

describe('hostile values', () => {
  test('are inert in the report', () => {
    const report = markdownReport(findings);
    expect(report).not.toMatch(HIDDEN);
    expect(report).not.toMatch(/<(?!0\.01 %| 1\/10)/);
    expect(report).not.toContain('](');
    expect(report).not.toMatch(/^# heading/m);
    for (const line of report.split('\n')) {
      expect(line.split('`').length % 2, line).toBe(1); // every code span is closed on its line
    }
    const outside = report.replace(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/evil|script|onerror|http/);
  });

  test('leave every table row its number of cells', () => {
    const report = markdownReport(findings);
    for (const block of report.split('\n\n').filter((each) => each.startsWith('|'))) {
      const cells = block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split('|').length);
      expect(new Set(cells).size, block).toBe(1);
    }
  });

  test('are inert on the terminal', () => {
    const chalk = new Chalk({ level: 0 });
    const text = terminalRanking(findings, { width: 100, chalk, open: `out\u001b]0;x\u0007/report.md` });
    expect(text).not.toMatch(HIDDEN);
  });

  test.each(HOSTILE)('%j is written without hidden characters in every medium', (text) => {
    for (const shown of [terminalText(text), markdownText(text), visible(text)]) {
      expect(shown).not.toMatch(HIDDEN);
      expect(shown).not.toContain('\n');
    }
  });

  test('two texts never look the same', () => {
    expect(visible('a\u202eb')).toBe('a\\u{202e}b');
    expect(visible('a\\u{202e}b')).toBe('a\\u{5c}u{202e}b');
    expect(visible('CORP\\user')).toBe('CORP\\user');
  });

  test('code points that are no characters are spelled', () => {
    expect(visible('a\uFFFE\uFDD0\u{10FFFF}b')).toBe('a\\u{fffe}\\u{fdd0}\\u{10ffff}b');
    expect(visible('\uFFFD\uE000')).toBe('\uFFFD\uE000');
  });

  test('long values are cut, with a sign that they were', () => {
    expect(markdownText('x'.repeat(500))).toHaveLength(122);
    expect(markdownText('x'.repeat(500))).toContain('…');
  });
});
