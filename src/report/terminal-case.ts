import type { AddedBatch, CaseState, NamedBatch } from '../case/index.js';
import { terminalText } from './escape-terminal.js';
import { byteSize, counted, thousands } from './quantity.js';

const NAMES_SHOWN = 20;

/** What an ingest added to a case, for a terminal. */
export function terminalBatch(folder: string, { id, batch, known }: AddedBatch): string {
  const lines: string[] = [];
  for (const { name, batch: holder } of known.slice(0, NAMES_SHOWN))
    lines.push(
      `passed over ${terminalText(name)}: its content is ${holder === null ? 'that of another log of this call' : `in the case already, in batch ${holder}`}.`,
    );
  if (known.length > NAMES_SHOWN)
    lines.push(`passed over ${counted(known.length - NAMES_SHOWN, 'more log')}.`);
  if (id === null || batch === null) {
    lines.push('Nothing was added: the case has all of this already.');
  } else {
    const { read, accepted, quarantined } = rowsOf(batch);
    const days = batch.segments.map(({ day }) => day);
    lines.push(
      `added batch ${id}: ${counted(batch.files.length, 'log')}, ${counted(read, 'row')}, ` +
        `${thousands(accepted)} accepted, ${thousands(quarantined)} refused, days ${span(days)} (UTC).`,
    );
  }
  lines.push(`Next: stillhunt analyze --case ${terminalText(folder)} --out evidence`);
  return text(lines);
}

/** The batches of a case, for a terminal. */
export function terminalCase({ folder, batches }: CaseState): string {
  const rows = batches
    .map((named) => ({ named, days: named.batch.segments.map(({ day }) => day) }))
    .sort((a, b) => compared(a.days[0] ?? '', b.days[0] ?? '') || compared(a.named.id, b.named.id));
  const lines = [
    `case ${terminalText(folder)}: ${counted(batches.length, 'batch', 'batches')}, ${counted(batches.flatMap(({ batch }) => batch.files).length, 'log')}`,
    '',
    'batch             days (UTC)                     logs        rows    accepted     refused      stored',
  ];
  for (const { named, days } of rows) lines.push(batchLine(named, days));
  if (batches.length > 0)
    lines.push('', `Next: stillhunt analyze --case ${terminalText(folder)} --out evidence`);
  return text(lines);
}

function batchLine({ id, batch }: NamedBatch, days: readonly string[]): string {
  const { read, accepted, quarantined } = rowsOf(batch);
  const stored = batch.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    id,
    span(days).padEnd(26),
    String(batch.files.length).padStart(8),
    thousands(read).padStart(11),
    thousands(accepted).padStart(11),
    thousands(quarantined).padStart(11),
    byteSize(stored).padStart(11),
  ].join(' ');
}

/** What one batch holds, for a terminal. */
export function terminalBatchDetails({ id, batch }: NamedBatch): string {
  const lines = [`batch ${id}, written by stillhunt ${batch.tool.version}`];
  if (batch.dropped_before !== null) lines.push(`days before ${batch.dropped_before} were dropped`);
  lines.push('', 'logs');
  for (const { name, bytes, sha256 } of batch.files)
    lines.push(`  ${sha256}  ${byteSize(bytes).padStart(7)}  ${terminalText(name)}`);
  lines.push('', 'sources          rows    accepted     refused  how read');
  for (const { summary, reading } of batch.sources) {
    const { read, accepted, quarantined } = summary.rows;
    const how = [summary.profile ?? 'nothing', ...readingWords(batch.readings[reading]!)].join(', ');
    lines.push(
      `  ${thousands(read).padStart(19)} ${thousands(accepted).padStart(11)} ${thousands(quarantined).padStart(11)}  ${terminalText(summary.name)}: ${how}`,
    );
  }
  lines.push('', 'day (UTC)     accounts    requests      stored  SHA-256');
  for (const { day, accounts, requests, bytes, sha256 } of batch.segments)
    lines.push(
      `${day}  ${thousands(accounts).padStart(10)} ${thousands(requests).padStart(11)} ${byteSize(bytes).padStart(11)}  ${sha256}`,
    );
  return text(lines);
}

function readingWords({
  columns,
  constants,
  timezone,
  map,
  epoch,
}: NamedBatch['batch']['readings'][number]): string[] {
  return [
    ...Object.entries(columns).map(([field, name]) => `${field} from ${terminalText(name)}`),
    ...Object.entries(constants).map(([field, value]) => `${field} is ${terminalText(value)}`),
    ...(timezone === null ? [] : [`times without zone in ${terminalText(timezone)}`]),
    ...(map === undefined ? [] : [`map ${terminalText(map.file)}`]),
    ...(epoch === undefined ? [] : [`from ${terminalText(epoch)}`]),
  ];
}

function rowsOf({ sources }: NamedBatch['batch']) {
  const sum = { read: 0, accepted: 0, quarantined: 0 };
  for (const { summary } of sources) {
    sum.read += summary.rows.read;
    sum.accepted += summary.rows.accepted;
    sum.quarantined += summary.rows.quarantined;
  }
  return sum;
}

function span(days: readonly string[]): string {
  const [first] = days;
  if (first === undefined) return 'none';
  return first === days.at(-1) ? first : `${first} to ${days.at(-1)}`;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
