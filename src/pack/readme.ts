import { plainParagraph } from '../report/plain-text.js';
import { FILE_TABLE, type FileRow, fileRow } from './file-table.js';

const ABOUT = [
  'The result of one run of stillhunt over exported API usage logs: which accounts behave as one source, which of these ' +
    'groups also look like output harvesting, and what speaks against that.',
];

const VALUES = [
  'Times are UTC. Evidence is in nats (natural logarithm of a likelihood ratio): above 0 speaks for one source, below 0 ' +
    'against. In CSV files and in reports, characters that cannot be seen or that could act are written as \\u{...}, and ' +
    'a leading apostrophe keeps a cell from being taken for a formula. findings.json holds every value exactly.',
];

const NOT_SHOWN = [
  'Who runs a group, why, or whether a contract allows it. A group is accounts that behave as one source; an alert says ' +
    'that coordination and harvesting both hold after the innocent alternatives were tested on these logs, and that a ' +
    'person should look first there.',
  'A group without alert, or no group at all, does not mean that nothing happened: coverage.json and the reports say ' +
    'what could not be seen.',
  'The sums show that files agree with one another. Who wrote them is shown only by a signature, where there is one, and ' +
    'a key that you have from elsewhere.',
];

/**
 * README.txt of a pack that holds these files: what it is, what each kind of file is for, what its profile keeps back (in
 * sentences; empty for nothing), how values are written and what the pack does not show. Plain ASCII without values of the log. Files that the table does not know are listed without
 * words. O(files).
 */
export function packReadme(paths: readonly string[], keptBack: readonly string[] = []): string {
  return [
    'STILLHUNT EVIDENCE FOLDER',
    ...section('What this is', ABOUT.flatMap(indented)),
    ...section('Which file to open', fileLines(paths)),
    ...(keptBack.length === 0 ? [] : section('What this pack keeps back', keptBack.flatMap(indented))),
    ...section('How values are written', VALUES.flatMap(indented)),
    ...section('What it does not show', NOT_SHOWN.flatMap(indented)),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines];
}

function indented(text: string): string[] {
  return plainParagraph(text, '  ');
}

function fileLines(paths: readonly string[]): string[] {
  const held = new Set<FileRow>();
  const unknown: string[] = [];
  for (const path of paths) {
    const known = fileRow(path);
    if (known === undefined) unknown.push(path);
    else held.add(known);
  }
  const rows = [
    ...FILE_TABLE.filter((known) => held.has(known)).map(({ name, about }) => ({ name, about })),
    ...unknown.map((name) => ({ name, about: '' })),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.flatMap(({ name, about }) =>
    plainParagraph(about, `  ${name.padEnd(width)}  `).map((line) => line.trimEnd()),
  );
}
