import { describe, expect, test } from 'vitest';
import { profiled } from '../../../src/pack/profiled.js';
import { pseudonyms } from '../../../src/pseudonym/pseudonym.js';
import { stepSummary } from '../../../src/report/gate/step-summary.js';
import { document, HOSTILE } from '../../evidence/fixture.js';
import { alertsOf, compared, damaged, gateRun, listed } from './documents.js';

describe('the summary of a step', () => {
  test('says the outcome first, then what it means and does not mean', () => {
    const [title, outcome, ...rest] = stepSummary(gateRun(document(), ['P1']))!.split('\n\n');
    expect([title, outcome]).toEqual([
      '## stillhunt',
      '**Gate tripped: 1 group of 1,212 tested groups (P1).**',
    ]);
    const text = rest.join('\n');
    expect(text).toMatch(
      /An alert is an operation hypothesis.*\nThe logs say what accounts did\. They do not say who/,
    );
    expect(text).toMatch(
      /### Groups that trip the gate\n.*\n.*\n\| 1 \| G-7f3a \| P1 .*\| P1 \|\n### Alerts that trip no gate/,
    );
    expect(text).toContain('open `evidence/report.html` first');
  });

  test('of a passed gate says that this is no all-clear', () => {
    const quiet = stepSummary(gateRun({ ...document(), groups: [] }, ['alert']))!;
    expect(quiet).toContain('**Gate passed: none of 1,212 tested groups trips it (alert).**');
    expect(quiet).toMatch(/No group exceeded the threshold\..*does not mean that nothing happened\./);
    const known = stepSummary(gateRun(alertsOf(2), ['watched']))!;
    expect(known).toContain('A passed gate does not mean that nothing was found');
  });

  test('says what the input lacks, in the first paragraph', () => {
    const text = stepSummary(gateRun(damaged(), ['alert'], true))!;
    expect(text.split('\n\n')[1]).toMatch(
      /Gate tripped.*\*\* \*\*The result rests on part of the input\. 1 input of 1 input not read/,
    );
    expect(stepSummary(gateRun(document(), ['alert'], true))!.split('\n\n')[1]).toContain(
      'The log of the job says',
    );
  });

  test('tells changes, lists and their reasons', () => {
    expect(stepSummary(gateRun(compared(), ['new-alert']))!).toMatch(
      /### Changes and lists\n\nCompared with an earlier run .*New as an alert: G-19c0\. No longer found, which does not mean that they stopped: G-901e/,
    );
    const text = stepSummary(gateRun(listed(), ['watched']))!;
    expect(text).toContain('1 group suppressed as known good, an alert otherwise.');
    expect(text).toMatch(/- G-b2e8: On the watch list \(`seen before: own evaluation`, by `r\.lin`/);
    expect(text).toContain('1 group without alert: watched accounts are among the members.');
  });

  test('counts the rows that it leaves out, and stays within what it may take', () => {
    const run = gateRun(alertsOf(400), ['P1']);
    expect(stepSummary(run)).toMatch(
      /150 more groups not shown here; see ranking\.csv\.[\s\S]*150 more alerts not shown/,
    );
    const whole = Buffer.byteLength(stepSummary(run)!);
    expect(whole).toBeLessThan(64 * 1024);
    const shorter = stepSummary(run, whole - 1)!;
    expect(Buffer.byteLength(shorter)).toBeLessThan(whole);
    expect(shorter).toContain('175 more groups not shown here');
    let least = '';
    for (let bytes = whole; bytes > 0; bytes -= 100) {
      const text = stepSummary(run, bytes);
      if (text === null) break;
      least = text;
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
    }
    expect(least).toContain('200 more groups not shown here');
    expect(least).toContain('**Gate tripped: 200 groups');
    expect(stepSummary(run, 200)).toBeNull();
  });

  test('nothing of the user or the log acts in it', () => {
    for (const text of HOSTILE) {
      const summary = stepSummary(gateRun(listed(text), ['watched', 'alert']))!;
      expect(summary.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
      expect(summary.replace(/`[^`\n]*`/g, '')).not.toMatch(/evil|<script|javascript|<img/);
      expect(summary).not.toMatch(/\n# heading/);
    }
    const shown = profiled(listed('R-secret'), 'ci', pseudonyms(Buffer.alloc(32, 1)));
    const redacted = stepSummary(gateRun(shown, ['watched', 'alert']))!;
    expect(redacted).not.toMatch(/R-secret|r\.lin|acc_|G-19c0/);
    expect(redacted).toContain('Made for a pipeline');
  });
});
