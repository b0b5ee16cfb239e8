/**
 * One screen of ranking, for example
 *
 *     stillhunt 0.1.0   3 files, 41,208,117 rows, 97,412 accounts   2026-04-22..2026-06-05 UTC
 *     coverage 99.7 %   refused 0.02 %   2 gaps (see coverage.json)   peak 612 MB
 *
 *     ! ALERT: 2 groups exceed the threshold
 *        #  group   accts  requests  span  support (LR, 95 %)               fam  conf  looks most like
 *     !  1  G-7f3a    412     1.9 M  38 d  strong 1,300 (1,050-1,360, cap)  4/5  high  reseller or gateway (H4)
 *     !  2  G-19c0     37    88.1 k  12 d  mod. strong 400 (150-1,100)      3/5  mod   shared template or client (H2)
 *     -  3  G-b2e8     96     240 k  45 d  moderate 40 (12-130)             2/5  low   evaluation or class (H5)
 *     - 1,204 more groups without alert (see ranking.csv)
 *
 *     tested 1,212 groups
 *     would miss: not known, the detection floor was not measured in this run
 *     open: out/report.md
 */

import type { ChalkInstance } from 'chalk';
import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { cut, terminalText } from './escape-terminal.js';
import { byteSize, counted, day, duration, narrow, percent, ratio, thousands } from './quantity.js';
import { verbalTerm } from './verbal-term.js';
import { ALTERNATIVE_WORDS, VERDICT_WORDS } from './wording.js';

export interface TerminalView {
  /** Columns of the terminal; held to 80 … 120. */
  readonly width: number;
  readonly chalk: ChalkInstance;
  /** What the last line says to open. */
  readonly open: string;
  /** Peak resident memory of the run in bytes, where it is to be shown. */
  readonly peakBytes?: number | undefined;
}

const MOST_ROWS = 12;
const QUIET_ROWS = 3;
const LAST_COLUMN = 16;

/** One screen of ranking from the findings document: alerts first, then what comes next. */
export function terminalRanking(document: FindingsDocument, view: TerminalView): string {
  const width = Math.max(80, Math.min(120, view.width));
  const alerts = document.groups.filter((group) => group.alert).length;
  const shown = document.groups.slice(0, Math.min(MOST_ROWS, alerts + QUIET_ROWS));
  const lines = [
    ...header(document, view, width),
    '',
    verdictLine(alerts, view.chalk),
    ...(shown.length === 0 ? [] : table(shown, document.tested, width, view.chalk)),
    ...moreLine(document.groups.length - shown.length, alerts - shown.length),
    '',
    `tested ${counted(document.tested, 'group')}`,
    'would miss: not known, the detection floor was not measured in this run',
    `open: ${terminalText(view.open)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function header(document: FindingsDocument, view: TerminalView, width: number): string[] {
  const { coverage, period, rows } = document;
  const first = [
    `stillhunt ${document.tool.version}`,
    [
      counted(document.inputs.length, 'file'),
      counted(rows.read, 'row'),
      counted(document.accounts, 'account'),
    ].join(', '),
    period.from === null ? 'no time covered' : `${day(period.from)}..${day(period.to)} UTC`,
  ];
  const second = [
    `coverage ${percent(coverage.accepted_share)}`,
    `refused ${percent(coverage.quarantined_share)}`,
    coverage.gaps === 0 ? 'no gaps' : `${counted(coverage.gaps, 'gap')} (see coverage.json)`,
    ...(view.peakBytes === undefined ? [] : [`peak ${byteSize(view.peakBytes)}`]),
  ];
  const incomplete = `! INCOMPLETE: ${counted(coverage.incomplete_inputs, 'input')} not read to the end (see coverage.json)`;
  return [
    ...filled(first, width),
    ...filled(second, width),
    ...(coverage.incomplete_inputs === 0 ? [] : [view.chalk.yellow(incomplete)]),
  ];
}

/** Parts side by side, going on to a next line where one would not fit. */
function filled(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 3 + part.length > width) lines.push(part);
    else lines[lines.length - 1] = `${line}   ${part}`;
  }
  return lines;
}

function verdictLine(alerts: number, chalk: ChalkInstance): string {
  if (alerts === 0) return 'No group exceeded the threshold.';
  return chalk.bold.red(
    `! ALERT: ${counted(alerts, 'group')} ${alerts === 1 ? 'exceeds' : 'exceed'} the threshold`,
  );
}

function moreLine(more: number, moreAlerts: number): string[] {
  if (more === 0) return [];
  const which = moreAlerts > 0 ? `, ${counted(moreAlerts, 'alert')} among them` : ' without alert';
  return [`- ${counted(more, 'more group')}${which} (see ranking.csv)`];
}

/** Rows in the first of three forms, each narrower, that leaves room for the last column. */
function table(groups: readonly GroupEntry[], tested: number, width: number, chalk: ChalkInstance): string[] {
  const numeric = new Set([1, 3, 4, 5]);
  for (const form of [0, 1, 2]) {
    const cells = [headCells(form), ...groups.map((group) => rowCells(group, tested, form))];
    const last = cells[0]!.length - 1;
    const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
    const before = widths.slice(0, last).reduce((sum, each) => sum + each + 2, 0);
    const room = width - before;
    if (form < 2 && room < Math.max(LAST_COLUMN, form === 0 ? widths[last]! : 0)) continue;
    return cells.map((row, r) => {
      const padded = row.map((cell, i) =>
        numeric.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
      );
      const line = [...padded.slice(0, last), cut(row[last]!, Math.max(1, room))].join('  ').trimEnd();
      if (r === 0) return chalk.dim(line);
      return groups[r - 1]!.alert ? chalk.bold(line) : line;
    });
  }
  return [];
}

function headCells(form: number): string[] {
  const wide = form === 0;
  return [
    ...[' ', '#', 'group', 'accts', 'requests', 'span'],
    form < 2 ? 'support (LR, 95 %)' : 'support (LR)',
    wide ? 'families' : 'fam',
    wide ? 'confidence' : 'conf',
    wide ? 'looks most like otherwise' : 'looks most like',
  ];
}

function rowCells(group: GroupEntry, tested: number, form: number): string[] {
  return [
    group.alert ? '!' : '-',
    String(group.rank),
    group.id,
    thousands(group.accounts),
    narrow(group.requests),
    duration(group.span_hours),
    support(group, tested, form),
    `${group.families.supporting}/${group.families.available}`,
    form === 0 ? group.confidence : group.confidence.replace('moderate', 'mod'),
    otherwise(group),
  ];
}

/** Without calibration neither a ratio nor a verbal term: only the place in the ranking. */
function support(group: GroupEntry, tested: number, form: number): string {
  const calibrated = group.support.calibrated;
  if (calibrated === null) {
    return form < 2 ? `rank ${group.rank} of ${thousands(tested)}, not calibrated` : 'not calibrated';
  }
  const cap = calibrated.high >= calibrated.cap ? ', cap' : '';
  const interval = form < 2 ? ` (${ratio(calibrated.low)}-${ratio(calibrated.high)}${cap})` : '';
  return `${verbalTerm(calibrated).short} ${ratio(calibrated.ratio)}${interval}`;
}

function otherwise(group: GroupEntry): string {
  const id = group.strongest_alternative;
  if (id === null) return group.alert ? 'no alternative testable' : VERDICT_WORDS[group.verdict];
  return `${ALTERNATIVE_WORDS[id].short} (${id})`;
}
