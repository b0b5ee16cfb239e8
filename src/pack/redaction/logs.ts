import type { Configuration, FindingsDocument, InputEntry } from '../../evidence/findings-document.js';
import { PROFILES, QUARANTINE_REASONS } from '../../ingest/index.js';
import { shownValue } from '../../pseudonym/shown-value.js';
import { hashOfRows, input, isField } from './entry-parts.js';
import {
  byKey,
  choice,
  figure,
  keyedHash,
  list,
  numbered,
  object,
  orNull,
  own,
  rule,
  time,
  withheld,
} from './rule.js';

/** Counts of rows: as they are. */
export const rows = object<FindingsDocument['rows']>({
  read: figure(),
  accepted: figure(),
  quarantined: figure(),
  filtered: figure(),
});

const LOG_PROFILE_IDS: ReadonlySet<string> = new Set([
  ...PROFILES.map(({ id }) => id),
  ...['generic', 'map'],
]);
const logProfile = own<string>((id) => LOG_PROFILE_IDS.has(id));
/** Words of the program for formats, delimiters and compression: short, and of no log. */
const FORMATS: ReadonlySet<string> = new Set([
  ...['csv', 'json-lines', 'json', 'text', 'parquet', 'arrow', 'clickhouse'],
  ...['none', 'gzip', 'zstd'],
  ...[',', ';', '\t', '|'],
]);
const format = own<string>((word) => FORMATS.has(word));

/** How logs were read. */
const reading = {
  columns: byKey<string>(isField, withheld()),
  constants: byKey<string>(
    isField,
    rule('code-or-keyed', (value, to, within) =>
      shownValue('key' in within ? String(within.key) : '', value, to),
    ),
  ),
  timezone: withheld<string | null>(),
  profile: logProfile,
  map: object<NonNullable<Configuration['map']>>({ file: withheld(), sha256: keyedHash('map') }),
  epoch: time<string>(),
};

/** The settings of the run. */
export const configuration = object<Configuration>({
  ...reading,
  max_quarantine_percent: figure(),
  reference: object({
    inputs: list(object({ name: numbered('reference'), sha256: keyedHash('reference') })),
    accounts: figure(),
    requests: figure(),
    groups: figure(),
    used: figure(),
  }),
  citations: figure(),
  readings: list(object<NonNullable<Configuration['readings']>[number]>({ inputs: list(input), ...reading })),
});

/** A log and what became of its rows. */
export const inputEntry = object<InputEntry>({
  name: input,
  bytes: figure(),
  sha256: hashOfRows<InputEntry>('input', (entry) => entry.rows.accepted),
  format,
  profile: orNull(logProfile),
  delimiter: orNull(format),
  compression: format,
  encoding: own((word) => ['utf-8', 'utf-16le', 'utf-16be'].includes(word)),
  archive: orNull(object({ name: numbered('archive'), bytes: figure(), sha256: keyedHash('archive') })),
  status: choice<InputEntry['status']>({ complete: true, truncated: true, damaged: true }),
  detail: withheld(),
  duplicate_of: orNull(input),
  repeated_share: figure(),
  overlaps: list(object({ input, share: figure() })),
  rows,
  first_time: time(),
  last_time: time(),
  columns: byKey(isField, withheld()),
  ignored: list(withheld()),
});

export const isReason = (key: string) => (QUARANTINE_REASONS as readonly string[]).includes(key);
