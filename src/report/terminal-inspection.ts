import { CATALOGUE } from '../facet/catalogue.js';
import { supported } from '../facet/facet.js';
import type { Inspection, OpenedSource, Profile } from '../ingest/index.js';
import { FIELDS, type Field } from '../record/usage-record.js';
import { terminalText } from './escape-terminal.js';
import { byteSize, counted, percent, thousands } from './quantity.js';

const TRIED_SHOWN = 3;
const WIDEST_CELL = 60;

/** What a source is taken for, for a terminal: format, mapping, facets, records and refusals. Log text is escaped. */
export function terminalInspection(inspection: Inspection): string {
  const { name, bytes, compression, opened, problem, lookedAt } = inspection;
  const size = bytes === null ? '' : `, ${byteSize(bytes)}`;
  const lines = [`${terminalText(name)}${size}${compression === 'none' ? '' : `, ${compression}`}`];
  if (opened === null) {
    lines.push('', `Not read: ${terminalText(problem?.message ?? '', 2000)}`);
    if (problem?.next !== undefined) lines.push(terminalText(problem.next, 2000));
    return text(lines);
  }
  lines.push(
    `written as   ${opened.format}${opened.delimiter === null ? '' : `, cells apart by ${shownDelimiter(opened.delimiter)}`}`,
  );
  lines.push(`records      ${opened.unwrapped}`);
  lines.push(`profile      ${opened.profileId}${opened.profile === null ? '' : `: ${opened.profile.title}`}`);
  lines.push(...whyLines(opened), ...meaningLines(opened));
  lines.push('', 'Fields and where they are read from', ...mappingLines(opened));
  if (opened.ignored.length > 0) lines.push(`not read     ${names(opened.ignored)}`);
  lines.push('', ...facetLines(opened));
  lines.push('', ...rowLines(opened, lookedAt));
  lines.push(...recordLines(opened));
  return text(lines);
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function shownDelimiter(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
}

function whyLines({ tried, profile, profileId }: OpenedSource): string[] {
  if (profileId === 'map') return ['because      the map says so'];
  if (profile === null) {
    const [near] = tried;
    const nearest =
      near === undefined || near.failed === null
        ? ''
        : `; ${near.profile.id} comes nearest and needs: ${terminalText(near.failed, WIDEST_CELL)}`;
    return [`because      no known format fits${nearest}`];
  }
  const best = tried.filter(({ share }) => share > 0).slice(0, TRIED_SHOWN);
  return best.map(({ profile: one, share, failed }, i) => {
    const miss = failed === null ? '' : `; one that does not fit needs: ${terminalText(failed, WIDEST_CELL)}`;
    return `${i === 0 ? 'because      ' : '             '}${one.id} fits ${percent(share)} of the first records${miss}`;
  });
}

function meaningLines({ profile, zone }: OpenedSource): string[] {
  if (profile === null) return zone === null ? [] : [`zone         ${zone} where a time carries none`];
  const { grain, time, tokens, identity, notes } = profile;
  return [
    `one row is   a ${grain}`,
    `time         ${time.basis} of the request, to ${time.resolution}; ${zone === null ? 'times carry their zone' : `${zone} where a time carries none`}`,
    `tokens       cached ${counting(tokens.cache)} in the input, reasoning ${counting(tokens.reasoning)} in the output, as the log has them`,
    `identity     ${identity}`,
    ...notes.map((note) => `note         ${note}`),
  ];
}

function counting(how: Profile['tokens']['cache']): string {
  return how === 'included' ? 'counted' : how === 'excluded' ? 'not counted' : 'not told';
}

function mappingLines({ columns, records, fields }: OpenedSource): string[] {
  const there = FIELDS.filter((field) => columns[field] !== undefined);
  const width = Math.max(...there.map((field) => field.length));
  return there.map((field) => {
    const value = records.find((record) => record[field] !== undefined)?.[field];
    const shown =
      value === undefined ? (fields.has(field) ? '' : '(no value seen)') : terminalText(value, WIDEST_CELL);
    return `  ${field.padEnd(width)}  ${terminalText(columns[field]!, WIDEST_CELL)}  ${shown}`;
  });
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, 20).map((name) => terminalText(name, 40));
  return `${shown.join(', ')}${list.length > 20 ? ` and ${list.length - 20} more` : ''}`;
}

function facetLines({ fields }: OpenedSource): string[] {
  const has = (field: Field) => fields.has(field);
  const works = CATALOGUE.filter((facet) => supported(facet, has)).map(({ name }) => name);
  const aside = CATALOGUE.filter((facet) => !supported(facet, has));
  const without = aside.map(({ name, needs }) => {
    const missing = needs.filter((anyOf) => !anyOf.some(has)).map((anyOf) => anyOf.join(' or '));
    return `${name} (no ${missing.join(', no ')})`;
  });
  return [
    `Facets that work: ${works.join(', ')}`,
    ...(without.length === 0 ? [] : [`Facets that stand aside: ${without.join(', ')}`]),
  ];
}

function rowLines({ rows, quarantine }: OpenedSource, lookedAt: string): string[] {
  const reasons = Object.entries(quarantine.reasons).map(([reason, n]) => `${reason} ${thousands(n)}`);
  const refused = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return [
    `Of ${lookedAt}: ${counted(rows.read, 'row')}, ${thousands(rows.accepted)} accepted, ` +
      `${thousands(rows.quarantined)} refused${refused}, ${thousands(rows.filtered)} that are no requests`,
    ...quarantine.examples
      .slice(0, 5)
      .map(
        ({ line, offset, reason, detail }) =>
          `  line ${line}, byte ${offset}: ${reason}, ${terminalText(detail)}`,
      ),
  ];
}

function recordLines({ records }: OpenedSource): string[] {
  if (records.length === 0) return [];
  const lines = records.flatMap((record, i) => [
    `${String(i + 1).padStart(3)}  ${FIELDS.filter((field) => record[field] !== undefined)
      .map((field) => `${field}=${terminalText(record[field]!, 40)}`)
      .join('  ')}`,
  ]);
  return ['', `First ${counted(records.length, 'record')} as read`, ...lines];
}
