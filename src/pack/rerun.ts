import type { FindingsDocument } from '../evidence/findings-document.js';
import { PROFILE_RULES } from './profile.js';
import { profileOf } from './profiled.js';
import type { Statement } from './statement.js';

/**
 * The arguments that give the same pack again: where the inputs lie in the current folder under their names in the pack;
 * of a table, as long as it holds the same rows, as the user who may read it;
 * of a pack with pseudonyms, which keeps these names back, from the internal pack; of a part of a case, or of one with pseudonyms, from CASE, its folder. BASELINE is
 * the earlier findings. Keys are named KEY and PSEUDONYM_KEY, for their
 * files are nobody's business.
 */
export function rerunArguments(document: FindingsDocument, statement: Statement, signed: boolean): string[] {
  const { configuration, inputs } = document;
  const profile = profileOf(document);
  if (PROFILE_RULES[profile].keyed) {
    return [
      ...['stillhunt', 'report', 'INTERNAL', '--out', 'OUT', '--pack', profile],
      ...['--pseudonym-key', 'PSEUDONYM_KEY'],
      ...statementArguments({ ...statement, acquired: [] }, signed),
    ];
  }
  const { window, readings, baseline, lists } = { ...document, readings: configuration.readings };
  const ofTable = window?.of === 'table';
  const ofCase =
    (window !== undefined && !ofTable) || readings !== undefined || document.pseudonymised !== undefined;
  const files = [...new Set(inputs.map(({ name, archive }) => asOperand(archive?.name ?? name)))];
  return [
    ...(ofCase
      ? ['stillhunt', 'analyze', '--case', 'CASE']
      : ['stillhunt', 'investigate', ...(ofTable ? ['--from'] : []), ...files]),
    ...option('out', 'OUT'),
    ...(profile === 'internal' ? [] : option('pack', profile)),
    ...option('since', window?.since),
    ...option('until', window?.until),
    ...(ofCase ? [] : readingArguments(configuration)),
    ...option('max-quarantine', String(configuration.max_quarantine_percent)),
    ...(document.floor.run ? ['--floor'] : []),
    ...(configuration.citations === false && !ofCase && !ofTable ? ['--no-citations'] : []),
    ...(baseline === undefined ? [] : ['--baseline', 'BASELINE']),
    ...(lists === undefined
      ? []
      : ['--lists', ...lists.files.map(({ name }) => asOperand(name)), '--as-of', lists.as_of]),
    ...(lists === undefined || document.pseudonymised === undefined
      ? []
      : ['--pseudonym-key', 'PSEUDONYM_KEY']),
    ...statementArguments(statement, signed),
    ...(configuration.reference === undefined
      ? []
      : ['--reference', ...new Set(configuration.reference.inputs.map(({ name }) => asOperand(name)))]),
  ];
}

/** The arguments by which logs were read. */
function readingArguments(configuration: FindingsDocument['configuration']): string[] {
  const pairs = (name: string, of: Readonly<Record<string, string>>) =>
    Object.entries(of).flatMap(([key, value]) => [`--${name}`, `${key}=${value}`]);
  return [
    ...option('profile', configuration.profile),
    ...option('map', configuration.map?.file),
    ...pairs('column', configuration.columns),
    ...pairs('const', configuration.constants),
    ...option('timezone', configuration.timezone),
    ...option('epoch', configuration.epoch),
  ];
}

function option(name: string, value: string | null | undefined): string[] {
  return value === null || value === undefined ? [] : [`--${name}`, value];
}

/** The arguments by which a statement and a signature were asked for. */
export function statementArguments(statement: Statement, signed: boolean): string[] {
  const given: readonly (readonly [string, string | null])[] = [
    ['case-id', statement.caseId],
    ['examiner', statement.examiner],
    ['organisation', statement.organisation],
    ['tlp', statement.marking],
    ['at', statement.at],
    ...statement.acquired.map(({ input, sha256 }) => ['acquired', `${input}=${sha256}`] as const),
    ['sign-key', signed ? 'KEY' : null],
  ];
  return given.flatMap(([name, value]) => (value === null ? [] : [`--${name}`, value]));
}

/** A command line for a POSIX shell. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function asOperand(name: string): string {
  return name.startsWith('-') && name !== '-' ? `./${name}` : name;
}
