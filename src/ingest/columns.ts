import { StillhuntError } from '../errors.js';
import { FIELDS, type Field, REQUIRED_FIELDS } from '../record/usage-record.js';
import { refuseBucketedExport } from './bucketed-export.js';
import { normalName } from './normal-name.js';
import { showNames, showText } from './show-text.js';
import { SYNONYMS } from './synonyms.js';

/** Which column of a source holds which field. */
export interface ColumnMap {
  /** Position of the column by field. */
  readonly positions: ReadonlyMap<Field, number>;
  /** Header name by field, in the order of FIELDS. */
  readonly names: Readonly<Partial<Record<Field, string>>>;
  /** Header names of columns that are not read, in order. */
  readonly ignored: readonly string[];
  /** Number of columns in the header. */
  readonly width: number;
}

export interface ColumnOptions {
  /** Header name to read a field from, in place of the usual names. */
  readonly columns?: Readonly<Partial<Record<Field, string>>>;
  /** Fields that have one given value in every row; a column of theirs is not read. */
  readonly constants?: Readonly<Partial<Record<Field, string>>>;
}

/**
 * Maps header names to fields: names given by the user first, then the names of stillhunt's own header, then
 * the usual synonyms in their order. Each column serves one field at most; of two columns with one name the
 * first is read.
 *
 * @throws StillhuntError `input` for a summary export, a header without time or account, a line that is no
 * header, or a named column that is not there.
 */
export function mapColumns(
  header: readonly string[],
  source: string,
  options: ColumnOptions = {},
): ColumnMap {
  refuseBucketedExport(header, source);
  const positions = new Map<Field, number>();
  const taken = new Set<number>(); // positions that serve a field
  const assign = (field: Field, position: number) => {
    if (position === -1 || taken.has(position) || positions.has(field)) return;
    positions.set(field, position);
    taken.add(position);
  };
  for (const field of FIELDS) {
    const given = options.columns?.[field];
    if (given !== undefined) assign(field, givenColumn(header, given, field, source));
  }
  const wanted = FIELDS.filter((field) => options.constants?.[field] === undefined && !positions.has(field));
  const trimmed = header.map((name) => name.trim());
  for (const field of wanted) assign(field, trimmed.indexOf(SYNONYMS[field][0]!));
  const normal = header.map(normalName);
  for (const field of wanted) {
    for (const synonym of SYNONYMS[field]) {
      const name = normalName(synonym);
      assign(
        field,
        normal.findIndex((found, at) => found === name && !taken.has(at)),
      );
    }
  }
  for (const field of REQUIRED_FIELDS) {
    if (!positions.has(field) && options.constants?.[field] === undefined)
      refuseMissing(field, header, positions, source);
  }
  const names: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const position = positions.get(field);
    if (position !== undefined) names[field] = trimmed[position]!;
  }
  return { positions, names, ignored: trimmed.filter((_, at) => !taken.has(at)), width: header.length };
}

function givenColumn(header: readonly string[], given: string, field: Field, source: string): number {
  const exact = header.findIndex((name) => name.trim() === given.trim());
  const position = exact !== -1 ? exact : header.findIndex((name) => normalName(name) === normalName(given));
  if (position !== -1) return position;
  throw new StillhuntError(
    'input',
    `${source} has no column ${showText(given)} to read ${field} from. It has: ${showNames(header)}.`,
    `Name one of these: --column ${field}=NAME.`,
  );
}

/** @throws StillhuntError `input` that names what the source has and how to say where the field is. */
export function refuseMissing(
  field: Field,
  header: readonly string[],
  positions: ReadonlyMap<Field, number>,
  source: string,
): never {
  refuseDataAsHeader(header, source);
  const has = `It has: ${showNames(header)}.`;
  if (field === 'time') {
    throw new StillhuntError(
      'input',
      `${source} has no column that is known as the time of the request. ${has}`,
      'Say which one it is: --column time=NAME.',
    );
  }
  const key = positions.get('api_key');
  // One customer may own many keys: taking keys for accounts would show every such customer as a group.
  const advice =
    key === undefined
      ? ''
      : ` If one key is one account here, --column account=${header[key]!.trim()} takes the key column.`;
  throw new StillhuntError(
    'input',
    `${source} has no column that is known as the account. ${has}`,
    `Say which one it is: --column account=NAME, or give all rows one account: --const account=NAME.${advice}`,
  );
}

/** A first line with a time or a number in it is data; its cells are not cited, they may hold prompts. */
function refuseDataAsHeader(header: readonly string[], source: string): void {
  const data = header.findIndex((name) => /^(?:[+-]?\d+(?:\.\d+)?$|\d{4}-\d\d-\d\d[T ])/.test(name.trim()));
  if (data === -1) return;
  throw new StillhuntError(
    'input',
    `${source} starts without a header: cell ${data + 1} of its first line is a number or a time.`,
    'Put a line with column names before the first row.',
  );
}
