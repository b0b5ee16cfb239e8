import { StillhuntError } from '../errors.js';
import { type Field, REQUIRED_FIELDS } from '../record/usage-record.js';
import { type ColumnMap, type ColumnOptions, mapColumns, refuseMissing } from './columns.js';
import { CsvReader } from './csv.js';
import { DelimitedReader, type RowMapping, rowRecord } from './delimited-reader.js';
import { findHeader, type HeaderRecord } from './dialect.js';
import type { FormatReader } from './format-reader.js';
import { all, isEmptyPage, UNWRAPS, type Unwrap, unwrapPath } from './json/envelope.js';
import { JsonDocument } from './json/json-document.js';
import { JsonLines } from './json/json-lines.js';
import { JsonReader } from './json/json-reader.js';
import type { JsonScanner } from './json/json-records.js';
import type { FieldRule, Mapping } from './mapping/mapping.js';
import { parsedText, parsePath } from './mapping/path.js';
import { type MapperSettings, recordMapper, topKey } from './mapping/record-mapper.js';
import type { UserMap } from './mapping/user-map.js';
import { parseJson } from './parse-json.js';
import { PROFILES } from './profile/catalogue.js';
import { detect, type Fit, fits, profileNamed } from './profile/detect.js';
import { genericMapping, keysOf } from './profile/generic.js';
import type { Profile } from './profile/profile.js';
import { refuseRows } from './profile/refuse-rows.js';
import { type BrokenRecord, RecordScanner } from './record-scanner.js';
import { TextLines } from './text-lines.js';
import { TimeZone } from './time-zone.js';

/** What the user says of the sources of a run. */
export interface FormatOptions extends ColumnOptions {
  /** Id of the profile to read by; by default it is told from the content. */
  readonly profile?: string;
  /** How records become rows, in place of a profile. */
  readonly map?: UserMap;
  /** Start of relative times and year of times without one, µs since the epoch. */
  readonly epoch?: number;
}

/** A source that is ready to be read. */
export interface OpenedFormat {
  readonly reader: FormatReader;
  /** Zone of times that carry none; null where neither the user nor the format names one. */
  readonly zone: TimeZone | null;
  readonly profile: Profile | null;
  /** How the records are inside of what the source holds. */
  readonly unwrapped: string;
  /** Path by which a map unwraps like that; null where the record is what the source holds, or no path says it. */
  readonly unwrapPath: string | null;
  /** How records become rows; null where columns are read by their usual names. */
  readonly mapping: Mapping | null;
  /** Profiles that were tried on the first records, best first. */
  readonly tried: readonly Fit[];
}

/** Bytes of the head from which the format is told, unless the source is shorter. */
export const HEAD_BYTES = 256 * 1024;
/** Bytes without a line end from which one JSON object is taken for a document rather than a line. */
const LONGEST_FIRST_LINE = 1 << 20;
const SAMPLE = 1000; // records, of which the keys are taken
/** How log services write entries to files: a time, and then the JSON of the entry. */
const ENTRY_START = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)[ \t]\{/;
const LONGEST_ENTRY_START = 64; // characters
const ENTRY = /^\S{20,40}[ \t](?<message>\{.*)$/s;
const GENERIC = 'generic';
const MAP = 'map';

/**
 * Tells from the first bytes of a source how it is written, by which profile it is read and where its fields are. Null
 * when more bytes are needed, or, at `end`, when there is nothing.
 * @throws StillhuntError `input` for a format or columns that cannot be understood, or rows that are no requests; `usage`
 * for an unknown profile or a missing epoch.
 */
export function openFormat(
  head: Buffer,
  end: boolean,
  source: string,
  options: FormatOptions,
  zone: TimeZone | null,
): OpenedFormat | null {
  if (head.length < HEAD_BYTES && !end) return null;
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = firstByte(head, mark);
  const run: Run = { source, options, zone, end };
  if (first === 0x5b)
    return openJson('json', new JsonDocument(mark), new JsonDocument(mark), head, mark, run);
  if (first === 0x7b) {
    const lines = holdsJsonLines(head, mark, end);
    if (lines === null) return null;
    const scanner = () => (lines ? new JsonLines(mark) : new JsonDocument(mark, !severalObjects(head, mark)));
    return openJson(lines ? 'json-lines' : 'json', scanner(), scanner(), head, mark, run);
  }
  if (ENTRY_START.test(head.toString('latin1', mark, mark + LONGEST_ENTRY_START))) {
    const entries = () => new TextLines(ENTRY, mark);
    return openJson('json-lines', entries(), entries(), head, mark, run);
  }
  const text = textProfile(head, mark, options);
  if (text !== null) return openText(text, mark, run);
  const header = findHeader(head, end, source);
  return header === null ? null : openDelimited(head, header, run);
}

/**
 * Names of the columns or keys that a source has, where no time or account is found in it and `openFormat` fails; none for
 * a source without any.
 */
export function sampleKeys(head: Buffer, source: string): string[] {
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = firstByte(head, mark);
  if (first === 0x5b || first === 0x7b) {
    const lines = first === 0x7b && holdsJsonLines(head, mark, true) === true;
    return keysOf(sampleRecords(lines ? new JsonLines(mark) : new JsonDocument(mark), head, mark).records);
  }
  const header = findHeader(head, true, source);
  return header === null
    ? []
    : new CsvReader(header.dialect).header(header, source).map((name) => name.trim());
}

interface Run {
  readonly source: string;
  readonly options: FormatOptions;
  readonly zone: TimeZone | null;
  /** Whether the source ends with its head. */
  readonly end: boolean;
}

function firstByte(head: Buffer, from: number): number | undefined {
  for (let at = from; at < head.length; at++) if (head[at]! > 0x20) return head[at];
  return undefined;
}

/** Whether a source over many lines is one object after the other, which are then the records, and not one around them. */
function severalObjects(head: Buffer, mark: number): boolean {
  let objects = 0;
  for (const piece of new JsonDocument(mark, false).scan(head.subarray(mark)))
    if (piece.kind === 'records') objects += piece.values.length;
  return objects > 1;
}

const LINES_TRIED = 40;

/** Whether a source that starts with an object has one on each line; null when more bytes are needed to tell. */
function holdsJsonLines(head: Buffer, mark: number, end: boolean): boolean | null {
  const start = head.indexOf(0x7b, mark);
  const lineEnd = head.indexOf(0x0a, start);
  if (lineEnd === -1 && !end) return head.length > LONGEST_FIRST_LINE ? false : null;
  const lines = head.toString('utf8', start).split('\n', LINES_TRIED);
  if (lines.length < LINES_TRIED && !end) lines.pop(); // its end is not in sight
  const [first, ...others] = lines.filter((line) => line.trim() !== '');
  if (first === undefined || others.length === 0 || standsAlone(first)) return true;
  // A first line that is broken, or the start of a document over many lines.
  return others.filter(standsAlone).length * 2 > others.length;
}

function standsAlone(line: string): boolean {
  try {
    return isObject(parseJson(line));
  } catch {
    return false;
  }
}

function openJson(
  format: 'json-lines' | 'json',
  scanner: JsonScanner,
  sampler: JsonScanner,
  head: Buffer,
  mark: number,
  run: Run,
): OpenedFormat | null {
  const sample = sampleRecords(sampler, head, mark);
  if (sample.records.every(isEmptyPage)) {
    if (sample.broken === null || !run.end) return null;
    const { line, detail } = sample.broken;
    throw new StillhuntError(
      'input',
      `${run.source}: no record could be read in it; line ${line}: ${detail}.`,
      'One JSON object on each line, one list of them, or pages with lists of them are read.',
    );
  }
  const { profile, mapping, unwrap, unwrapped, keys, id } = understand(sample.records, 'json', run);
  const { mapper, zone } = compiled(mapping, keys, profile, run);
  const tried = fits(inside(sample.records, unwrap), 'json');
  const reader = new JsonReader(format, id, mark, scanner, unwrap, mapper);
  const path = sample.records[0] === undefined ? null : unwrapPath(unwrapped, sample.records[0]);
  return { reader, zone, profile, unwrapped, unwrapPath: path, mapping, tried };
}

interface Sample {
  readonly records: object[];
  /** The first thing that was no record; null where all were. */
  readonly broken: BrokenRecord | null;
}

function sampleRecords(sampler: JsonScanner, head: Buffer, mark: number): Sample {
  const records: object[] = [];
  let broken: BrokenRecord | null = null;
  for (const pieces of [() => sampler.scan(head.subarray(mark)), () => sampler.finish(false)]) {
    for (const piece of pieces()) {
      if (piece.kind === 'broken') {
        broken ??= piece;
        continue;
      }
      for (const value of piece.values) {
        if (records.push(value) === SAMPLE) return { records, broken };
      }
    }
  }
  return { records, broken };
}

function openText(profile: Profile, mark: number, run: Run): OpenedFormat {
  refuseRows(profile, run.source);
  const keys = [...(profile.line!.source.matchAll(/\(\?<([A-Za-z]\w*)>/g) ?? [])].map((match) => match[1]!);
  const { mapper, zone } = compiled(profile.mapping!, keys, profile, run);
  const scanner = new TextLines(profile.line!, mark);
  const reader = new JsonReader('text', profile.id, mark, scanner, (record) => [record], mapper);
  const unwrapped = UNWRAPS[0]!.name;
  return { reader, zone, profile, unwrapped, unwrapPath: null, mapping: profile.mapping, tried: [] };
}

/** The profile of a log of text lines that most of the first lines match, or that the user names. */
function textProfile(head: Buffer, mark: number, { profile: id, map }: FormatOptions): Profile | null {
  if (map !== undefined) return null;
  const candidates = PROFILES.filter(
    (profile) => profile.line !== undefined && (id ?? profile.id) === profile.id,
  );
  if (id !== undefined) return candidates[0] ?? null;
  const lines = head.subarray(mark, LONGEST_FIRST_LINE).toString('utf8').split('\n').slice(0, -1);
  const full = lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(0, SAMPLE);
  const matching = (profile: Profile) => full.filter((line) => profile.line!.test(line)).length;
  return candidates.find((profile) => full.length > 0 && matching(profile) * 2 > full.length) ?? null;
}

function openDelimited(head: Buffer, header: HeaderRecord, run: Run): OpenedFormat {
  const csv = new CsvReader(header.dialect);
  const names = csv.header(header, run.source).map((name) => name.trim());
  const rows = understandRows(sampleRows(head, header, csv, names), names, 'delimited', run);
  const { id, columns, rowMapping } = rows;
  return { ...rows, reader: new DelimitedReader(header, id, columns, names.length, rowMapping) };
}

/** How rows with named columns become records. */
export interface OpenedRows extends Omit<OpenedFormat, 'reader'> {
  readonly id: string;
  readonly columns: ColumnMap;
  /** Null where columns are fields as they are. */
  readonly rowMapping: RowMapping | null;
}

/** The same for rows of a columnar file, whose nested values are JSON in text. Errors as in `openFormat`. */
export function openColumns(
  sample: readonly object[],
  names: readonly string[],
  source: string,
  options: FormatOptions,
  zone: TimeZone | null,
): OpenedRows {
  const written = options.profile === undefined && detect(sample, 'json') === null ? 'delimited' : 'json';
  return understandRows(sample, names, written, { source, options, zone, end: true });
}

function understandRows(
  sample: readonly object[],
  names: readonly string[],
  written: 'delimited' | 'json',
  run: Run,
): OpenedRows {
  const { source, options, zone } = run;
  const asked = options.profile === GENERIC || options.map !== undefined;
  const known = asked ? null : understood(sample, written, run);
  if (options.map === undefined && known === null) {
    const unwrapped = UNWRAPS[0]!.name;
    const columns = mapColumns(names, source, options);
    const tried = fits(sample, written);
    return {
      id: GENERIC,
      columns,
      rowMapping: null,
      zone,
      profile: null,
      unwrapped,
      unwrapPath: null,
      mapping: null,
      tried,
    };
  }
  const { profile, mapping, unwrap, unwrapped, id } = known ?? understand(sample, written, run);
  const tried = fits(inside(sample, unwrap), written);
  const direct = unwrap === UNWRAPS[0]!.unwrap && profile?.explode === undefined;
  const path = sample[0] === undefined ? null : unwrapPath(unwrapped, sample[0]);
  const about = {
    id,
    profile,
    mapping,
    unwrapped,
    unwrapPath: path,
    tried,
    zone: zone ?? zoneOf(profile, mapping),
  };
  const straight = direct ? straightColumns(mapping, names, options) : null;
  if (straight !== null) {
    requireFields(straight.positions, names, source, options);
    return { ...about, columns: straight, rowMapping: null };
  }
  const keys = direct ? names : keysOf(inside(sample, unwrap));
  const { mapper } = compiled(mapping, keys, profile, run);
  const rowMapping = { mapper, names, unwrap: direct ? null : unwrap };
  return { ...about, columns: mapper.columns, rowMapping };
}

function sampleRows(head: Buffer, header: HeaderRecord, csv: CsvReader, names: readonly string[]): object[] {
  const scanner = new RecordScanner(header.dialect, names.length, header.end, header.nextLine);
  const rows: object[] = [];
  for (const piece of scanner.scan(head.subarray(header.end))) {
    if (piece.kind === 'broken') continue;
    for (const cells of csv.cells(piece))
      if (cells.length === names.length) rows.push(rowRecord(names, cells));
    if (rows.length >= SAMPLE) break;
  }
  // A header without rows still tells whose export it is.
  return rows.length === 0
    ? [
        rowRecord(
          names,
          names.map(() => ''),
        ),
      ]
    : rows.slice(0, SAMPLE);
}

/** The records inside of some. */
function inside(records: readonly object[], unwrap: Unwrap): object[] {
  return records.flatMap((record) => (unwrap(record) ?? []).filter((one) => one !== null));
}

/** What is known of the records of a source. */
interface Understood {
  readonly id: string;
  readonly profile: Profile | null;
  readonly mapping: Mapping;
  readonly unwrap: Unwrap;
  readonly unwrapped: string;
  /** Names in the records. */
  readonly keys: readonly string[];
}

function understand(sample: readonly object[], written: 'delimited' | 'json', run: Run): Understood {
  const { source, options } = run;
  if (options.map !== undefined) {
    const { mapping, unwrap } = options.map;
    const way = unwrap === undefined ? UNWRAPS[0]!.unwrap : at(unwrap);
    const keys = keysOf(inside(sample, way));
    return { id: MAP, profile: null, mapping, unwrap: way, unwrapped: unwrap ?? UNWRAPS[0]!.name, keys };
  }
  const known = options.profile === GENERIC ? null : understood(sample, written, run);
  if (known !== null) return known;
  let first: unknown = null;
  for (const { name, unwrap } of UNWRAPS) {
    const keys = keysOf(inside(sample, unwrap));
    if (keys.length === 0 && first !== null) continue;
    try {
      const mapping = genericMapping(keys, source, options);
      return { id: GENERIC, profile: null, mapping, unwrap, unwrapped: name, keys };
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** By a profile: the one that the user names, or the one that fits; null where none does. */
function understood(
  sample: readonly object[],
  written: 'delimited' | 'json',
  { source, options }: Run,
): Understood | null {
  const named = options.profile === undefined ? null : profileNamed(options.profile);
  for (const { name, unwrap } of UNWRAPS) {
    const records = inside(sample, unwrap);
    const profile = named === null ? detect(records, written) : named;
    if (profile === null || records.length === 0) continue;
    if (named !== null && !fits(records, written).some((fit) => fit.profile === named && fit.share > 0))
      continue;
    return byProfile(profile, unwrap, name, records, source);
  }
  if (named === null) return null;
  return byProfile(named, UNWRAPS[0]!.unwrap, UNWRAPS[0]!.name, sample, source);
}

function byProfile(
  profile: Profile,
  unwrap: Unwrap,
  unwrapped: string,
  records: readonly object[],
  source: string,
): Understood {
  refuseRows(profile, source);
  const { explode } = profile;
  const way: Unwrap = explode === undefined ? unwrap : (record) => all(unwrap(record), explode);
  const keys = keysOf(explode === undefined ? records : inside(records, explode));
  return { id: profile.id, profile, mapping: profile.mapping!, unwrap: way, unwrapped, keys };
}

/** Records at a path, which leads to one or to a list. */
function at(path: string): Unwrap {
  const { of } = parsePath(path);
  return (record) => {
    const found = of(record);
    const value = typeof found === 'string' ? parsedText(found) : found;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const records = list.map((item) => (typeof item === 'string' ? parsedText(item) : item));
    return records.map((one) => (isObject(one) ? one : null));
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function compiled(mapping: Mapping, keys: readonly string[], profile: Profile | null, run: Run) {
  const { source, options } = run;
  const zone = run.zone ?? zoneOf(profile, mapping);
  const settings: MapperSettings = { ...options, source, zone, epoch: options.epoch ?? null };
  const mapper = recordMapper(mapping, keys, settings);
  requireFields(mapper.columns.positions, keys, source, options);
  return { mapper, zone };
}

function zoneOf(profile: Profile | null, mapping: Mapping): TimeZone | null {
  const name = mapping.time.zone ?? profile?.time.zone ?? null;
  return name === null ? null : TimeZone.named(name);
}

function requireFields(
  positions: ReadonlyMap<Field, number>,
  names: readonly string[],
  source: string,
  { constants = {} }: FormatOptions,
): void {
  for (const field of REQUIRED_FIELDS) {
    if (!positions.has(field) && constants[field] === undefined)
      refuseMissing(field, names, positions, source);
  }
}

/** The columns themselves, where the mapping does nothing but name them; null where it does more. */
function straightColumns(
  mapping: Mapping,
  names: readonly string[],
  { columns = {}, constants = {} }: FormatOptions,
): ColumnMap | null {
  if (mapping.where !== undefined || mapping.nulls !== undefined) return null;
  const { time, fields } = mapping;
  if (time.unit !== undefined || time.format !== undefined || time.less !== undefined) return null;
  const positions = new Map<Field, number>();
  const found: Partial<Record<Field, string>> = {};
  const rules: [Field, FieldRule][] = [
    ['time', { from: time.from }],
    ...(Object.entries(fields) as [Field, FieldRule][]),
  ];
  for (const [field, rule] of rules) {
    if (constants[field] !== undefined) continue;
    const paths = columns[field] === undefined ? rule.from : [columns[field]];
    if (columns[field] === undefined && (rule.from === undefined || Object.keys(rule).length > 1))
      return null;
    const usable = (paths ?? []).filter((path) => names.includes(topKey(path, names)));
    if (usable.length === 0) continue;
    const position = names.indexOf(usable[0]!);
    if (usable.length > 1 || position === -1) return null;
    positions.set(field, position);
    found[field] = usable[0]!;
  }
  const taken = new Set(positions.values());
  return { positions, names: found, ignored: names.filter((_, i) => !taken.has(i)), width: names.length };
}
