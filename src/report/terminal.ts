/**
 * One screen of ranking, for example
 *
 *     stillhunt 0.1.0   3 files, 41,208,117 rows, 97,412 accounts   2026-04-22..2026-06-05 UTC
 *     rows accepted 99.7 %, refused 0.02 %   files cut short 0   hours without records 4   peak 612 MB
 *
 *     ! ALERT: 2 groups exceed the threshold
 *        #  group   accts  requests  span  left over  families  confidence  closest alternative
 *     !  1  G-7f3a    412     1.9 M  38 d       +7.3  4/5       high        reseller or gateway (H4)
 *     !  2  G-19c0     37    88.1 k  12 d       +2    3/5       moderate    shared template or client (H2)
 *     -  3  G-b2e8     96     240 k  45 d       -3.5  2/5       low         evaluation or class (H5)
 *     - 1,204 more groups without alert (see ranking.csv)
 *     left over: log-odds in nats after the closest alternative   support: not calibrated
 *
 *     tested 1,212 groups
 *     would miss: groups < 15 accounts, < 2,000 requests, or extraction share < 50 %
 *        careful: all that was planted (0 of 72 planted groups recovered)
 *     open: out/report.html
 */

import type { ChalkInstance } from 'chalk';
import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { disclosureLine } from './disclosure-words.js';
import { cut, terminalText } from './escape-terminal.js';
import { floorLines } from './floor-words.js';
import { baselineLine, listsLine, trend } from './history-words.js';
import { closestWords, leftOver, tooWeak, untestable, unusedColumns } from './outcome.js';
import { byteSize, counted, day, duration, narrow, percent, ratio, thousands } from './quantity.js';
import { shortInterval } from './support-words.js';
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
/** The last form of the table; the first has every word written out. */
const NARROWEST = 3;

/** One screen of ranking from the findings document: alerts first, then what comes next. */
export function terminalRanking(document: FindingsDocument, view: TerminalView): string {
  const width = Math.max(80, Math.min(120, view.width));
  const alerts = document.groups.filter((group) => group.alert).length;
  const shown = document.groups.slice(0, Math.min(MOST_ROWS, alerts + QUIET_ROWS));
  const profile = disclosureLine(document);
  const lines = [
    ...header(document, view, width),
    ...(profile === null ? [] : [profile]),
    '',
    ...verdictLines(document, alerts, view.chalk),
    ...(shown.length === 0 ? [] : table(shown, width, view.chalk)),
    ...moreLine(document.groups.length - shown.length, alerts - shown.length),
    ...(shown.length === 0 ? [] : legend(width, calibrated(shown))),
    '',
    `tested ${counted(document.tested, 'group')}`,
    ...[baselineLine(document), listsLine(document)]
      .filter((line) => line !== null)
      .map((line) => terminalText(line, 200)),
    ...floorLines(document),
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
    `rows accepted ${percent(coverage.accepted_share)}, refused ${percent(coverage.quarantined_share)}` +
      (rows.filtered === 0 ? '' : `, no requests ${thousands(rows.filtered)}`),
    `files cut short ${thousands(coverage.incomplete_inputs)}`,
    `hours without records ${thousands(coverage.gap_hours)}`,
    ...(view.peakBytes === undefined ? [] : [`peak ${byteSize(view.peakBytes)}`]),
  ];
  const incomplete = `! INCOMPLETE: ${counted(coverage.incomplete_inputs, 'input')} not read to the end (see coverage.json)`;
  return [
    ...filled(first, width),
    ...filled(second, width),
    ...(coverage.incomplete_inputs === 0 ? [] : [view.chalk.yellow(incomplete)]),
    ...unusedLine(document, width),
  ];
}

/** Columns that were not used, where a facet lacks one: it may stand there under another name. */
function unusedLine(document: FindingsDocument, width: number): string[] {
  const columns = unusedColumns(document);
  if (columns.length === 0) return [];
  const lead = '! columns not used: ';
  const more = (left: number) => (left === 0 ? '' : `, ${thousands(left)} more`);
  let named = '';
  let count = 0;
  for (const column of columns) {
    const next = `${named}${count === 0 ? '' : ', '}${terminalText(column, 24)}`;
    if (count > 0 && lead.length + next.length + more(columns.length - count - 1).length > width) break;
    named = next;
    count++;
  }
  return [lead + named + more(columns.length - count)];
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

function verdictLines(document: FindingsDocument, alerts: number, chalk: ChalkInstance): string[] {
  if (alerts > 0) {
    const which = `${counted(alerts, 'group')} ${alerts === 1 ? 'exceeds' : 'exceed'} the threshold`;
    return [chalk.bold.red(`! ALERT: ${which}`)];
  }
  const nothing = untestable(document);
  return ['No group exceeded the threshold.', ...(nothing === null ? [] : [nothing])];
}

function moreLine(more: number, moreAlerts: number): string[] {
  if (more === 0) return [];
  const which = moreAlerts > 0 ? `, ${counted(moreAlerts, 'alert')} among them` : ' without alert';
  return [`- ${counted(more, 'more group')}${which} (see ranking.csv)`];
}

function calibrated(groups: readonly GroupEntry[]): boolean {
  return groups.some(({ support: each }) => each.calibrated !== null);
}

function legend(width: number, ratios: boolean): string[] {
  if (ratios) {
    return filled(
      ['support: likelihood ratio (LR), no probability', 'how rare operations are is not in it'],
      width,
    );
  }
  const meaning = 'left over: log-odds in nats after the closest alternative';
  return filled([meaning, 'support: not calibrated'], width);
}

/** Rows in the first of four forms, each narrower, that leaves room for the last column. */
function table(groups: readonly GroupEntry[], width: number, chalk: ChalkInstance): string[] {
  const numeric = new Set([1, 3, 4, 5, ...(calibrated(groups) ? [] : [6])]);
  for (let form = 0; form <= NARROWEST; form++) {
    const cells = [headCells(groups, form), ...groups.map((group) => rowCells(group, groups, form))];
    const last = cells[0]!.length - 1;
    const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
    const before = widths.slice(0, last).reduce((sum, each) => sum + each + 2, 0);
    const room = width - before;
    if (form < NARROWEST && room < widths[last]!) continue;
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

/** `!` an alert, `w` with watched members, `s` suppressed as known good, `-` neither. */
function mark({ alert, lists }: GroupEntry): string {
  if (alert) return '!';
  if (lists?.suppressed != null) return 's';
  return (lists?.watched_members ?? 0) > 0 ? 'w' : '-';
}

function compared(groups: readonly GroupEntry[]): boolean {
  return groups.some((group) => group.since_baseline !== undefined);
}

function headCells(groups: readonly GroupEntry[], form: number): string[] {
  const wide = form === 0;
  const support = form < NARROWEST ? 'support (LR, 95 %)' : 'support (LR)';
  return [
    ...[' ', '#', 'group', compared(groups) ? 'accts (since)' : 'accts', 'requests', 'span'],
    calibrated(groups) ? support : 'left over',
    wide ? 'families' : 'fam',
    wide ? 'confidence' : 'conf',
    form < 2 ? 'closest alternative' : 'closest',
  ];
}

function rowCells(group: GroupEntry, groups: readonly GroupEntry[], form: number): string[] {
  return [
    mark(group),
    String(group.rank),
    group.id,
    compared(groups) ? `${thousands(group.accounts)} (${trend(group)})` : thousands(group.accounts),
    narrow(group.requests),
    duration(group.span_hours),
    calibrated(groups) ? support(group, form) : leftOver(group),
    `${group.families.supporting}/${group.families.available}`,
    form === 0 ? group.confidence : group.confidence.replace('moderate', 'mod'),
    otherwise(group, form),
  ];
}

function support({ support: { calibrated: each } }: GroupEntry, form: number): string {
  if (each === null) return 'not calibrated';
  const interval = form < NARROWEST ? ` (${shortInterval(each)})` : '';
  return `${verbalTerm(each).short} ${ratio(each.ratio)}${interval}`;
}

/** The closest alternative, in two words where the line is narrow. */
function otherwise(group: GroupEntry, form: number): string {
  if (tooWeak(group)) return 'too weak';
  const id = group.strongest_alternative;
  if (id !== null && form >= 2) return `${id} ${ALTERNATIVE_WORDS[id].brief}`;
  return closestWords(group, group.alert ? 'none testable' : VERDICT_WORDS[group.verdict]);
}
