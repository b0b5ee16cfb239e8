import type { Profile } from '../ingest/index.js';
import { FIELDS } from '../record/usage-record.js';

/** The known formats as a table for a terminal. */
export function terminalFormats(profiles: readonly Profile[]): string {
  const rows = profiles.map(({ id, written, grain, identity, title }) => [
    id,
    written.join(', '),
    grain,
    identity,
    title,
  ]);
  const head = ['profile', 'written as', 'one row is a', 'identity', 'what it is'];
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows]
    .map((row) => row.map((cell, i) => (i === head.length - 1 ? cell : cell.padEnd(widths[i]!))).join('  '))
    .map((line) => `${line}\n`)
    .join('');
}

/** One format with what its rows mean and where its fields are. */
export function terminalFormat({
  id,
  title,
  written,
  grain,
  time,
  tokens,
  identity,
  notes,
  mapping,
}: Profile): string {
  const lines = [
    `${id}: ${title}`,
    `written as   ${written.join(', ')}`,
    `one row is   a ${grain}`,
    `time         ${time.basis}, to ${time.resolution}; ${time.zone === null ? 'its zone must be there or be named' : `${time.zone} where there is none`}`,
    `tokens       cached: ${tokens.cache}, reasoning: ${tokens.reasoning}`,
    `identity     ${identity}`,
    ...notes.map((note) => `note         ${note}`),
  ];
  if (mapping !== null) {
    lines.push('', 'Fields');
    const width = Math.max(...FIELDS.map((field) => field.length));
    for (const field of FIELDS) {
      const rule = field === 'time' ? mapping.time : mapping.fields[field];
      if (rule === undefined) continue;
      const { from, ...rest } = rule;
      const how = Object.keys(rest).length === 0 ? '' : `  ${JSON.stringify(rest)}`;
      lines.push(`  ${field.padEnd(width)}  ${(from ?? []).join(' | ')}${how}`.trimEnd());
    }
    if (mapping.where !== undefined) lines.push(`  rows where ${JSON.stringify(mapping.where)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
