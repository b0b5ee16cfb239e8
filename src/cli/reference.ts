import { type Calibration, calibrate, FEWEST_REFERENCES } from '../assess/calibration.js';
import { descending, referenceGroups } from '../assess/reference-groups.js';
import { measuresAside } from '../assess/residual.js';
import { columnsKey, shippedScores } from '../assess/shipped-reference.js';
import { ALERT_MIN_ACCOUNTS, FALSE_DISCOVERY_RATE } from '../assess/thresholds.js';
import { WEIGHTS } from '../assess/weights.js';
import { StillhuntError } from '../errors.js';
import type { ReferenceEntry } from '../evidence/findings-document.js';
import { sourceNames } from '../evidence/source-name.js';
import type { FacetTable } from '../fingerprint/index.js';
import { withoutFields } from '../fingerprint/without-fields.js';
import type { Analyze } from '../floor/index.js';
import type { IngestSummary } from '../ingest/index.js';
import { FIELDS, type Field } from '../record/usage-record.js';
import { counted } from '../report/quantity.js';

/** What a log that the user vouches for says of scores in another log. */
export interface Reference {
  /** Null where there is too little to calibrate with. */
  readonly calibration: Calibration | null;
  readonly entry: ReferenceEntry;
  /** Why nothing is calibrated, or only part of the reference was used; null where all is well. */
  readonly problem: StillhuntError | null;
}

/**
 * Analyses a reference log as if it had the columns of the log in question and no more. Its groups take the place of the
 * shipped groups that are no operation; operations stay those that ship.
 * @param fields What the log in question has.
 * @throws StillhuntError `input`, naming the columns, when scores would rest on less than in that log.
 */
export async function referenceOf(
  table: FacetTable,
  ingest: IngestSummary,
  fields: ReadonlySet<Field>,
  analyze: Analyze,
): Promise<Reference> {
  const alike = withoutFields(table, new Set(FIELDS.filter((field) => !fields.has(field))));
  const lacking = lackingColumns(alike.fields, fields);
  if (lacking.length > 0) {
    throw new StillhuntError(
      'input',
      `The reference has no column for ${lacking.join(', ')}, expected those of the log: scores would not compare.`,
      'Give a reference with the same columns, name them with --column, or leave --reference out.',
    );
  }
  const { groups, accounts, requests } = await analyze(alike, null);
  const others = descending(referenceGroups(groups).map(({ score }) => score));
  const operations = shippedScores(fields)?.operations ?? [];
  const calibration = calibrate({ others, operations });
  return {
    calibration,
    entry: {
      inputs: entryInputs(ingest),
      accounts,
      requests,
      groups: others.length,
      used: calibration !== null,
    },
    problem: calibration === null ? tooFew(others, operations, columnsKey(fields)) : incomplete(ingest),
  };
}

/**
 * What to say of a reference that is too small for a single alert: the least chance that it can show, that of a score
 * above every reference group, is then too large for control of false discoveries, which drops the alert unseen. Null
 * where the reference is large enough, or was not used. `tested`: groups that could raise an alert.
 */
export function coarseReference({ calibration, entry }: Reference, tested: number): string | null {
  if (calibration === null || tested === 0) return null;
  const least = calibration.exceeded(Number.POSITIVE_INFINITY);
  const limit = FALSE_DISCOVERY_RATE / tested;
  if (least <= limit) return null;
  const needed = Math.ceil((entry.groups + 1) * (least / limit)) - 1; // the least chance falls as 1 / (groups + 1)
  return (
    `the reference has ${counted(entry.groups, 'group')}; a single alert among ${counted(tested, 'tested group')} ` +
    `needs about ${counted(needed, 'group')}, so alerts may be missing`
  );
}

/** Fields that measures with a weight take from the log and cannot take from the reference, in canonical order. */
function lackingColumns(reference: ReadonlySet<Field>, log: ReadonlySet<Field>): Field[] {
  const asideInLog = new Set(measuresAside(log).map(({ name }) => name));
  const missing = new Set(
    measuresAside(reference)
      .filter(({ name }) => Object.hasOwn(WEIGHTS, name) && !asideInLog.has(name))
      .flatMap((measure) => measure.missing),
  );
  return FIELDS.filter((field) => missing.has(field) && log.has(field));
}

function entryInputs({ sources }: IngestSummary): ReferenceEntry['inputs'] {
  const names = sourceNames(sources);
  return sources.map(({ sha256 }, n) => ({ name: names[n]!, sha256 }));
}

function tooFew(others: readonly number[], operations: readonly number[], key: string): StillhuntError {
  const received =
    others.length < FEWEST_REFERENCES
      ? `The reference has ${others.length} groups of at least ${ALERT_MIN_ACCOUNTS} accounts`
      : `${operations.length} operations ship for logs with such columns (${key || 'times, models and tokens alone'})`;
  return new StillhuntError(
    'partial',
    `${received}, expected at least ${FEWEST_REFERENCES}; support is not calibrated.`,
    others.length < FEWEST_REFERENCES
      ? 'Give more of the log that you vouch for, or leave --reference out for the reference that ships.'
      : 'Leave --reference out, or give logs with the columns of another reference.',
  );
}

function incomplete({ sources }: IngestSummary): StillhuntError | null {
  const broken = sources.filter(({ status }) => status !== 'complete');
  const [first] = broken;
  if (first === undefined) return null;
  return new StillhuntError(
    'partial',
    `The reference rests on part of its input: ${broken.length} of ${sources.length} inputs were not read to the end, ` +
      `the first is ${first.name}, ${first.status}: ${first.statusDetail}.`,
    'Give the reference again in whole files; what could be read was used.',
  );
}
