import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { StillhuntError } from '../errors.js';
import type { Configuration, FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { isTable } from '../evidence/source-name.js';
import { encodeFacetTable, type FacetTable } from '../fingerprint/index.js';
import type { Analyze } from '../floor/index.js';
import { type IngestOptions, parseUserMap, TimeColumn } from '../ingest/index.js';
import { storedInputs } from '../pack/input-files.js';
import { hasFile } from '../pack/profile.js';
import { profiled, profileOf } from '../pack/profiled.js';
import type { PackCheck, PackProblem } from '../pack/verify.js';
import { investigateLogs } from './investigation.js';
import type { ProgressSettings } from './progress.js';
import { packageVersion } from './version.js';

/** Where what findings were made of lies. */
export interface RerunSources {
  /** Folder of the inputs. */
  readonly inputs: string;
  /** The user's map; absent: looked for in that folder. */
  readonly map?: string;
  /** Folder of the reference; absent: the same folder. */
  readonly reference?: string;
}

export interface RerunSettings {
  readonly analyze: Analyze;
  readonly progress: ProgressSettings;
}

const FINDINGS = 'findings.json';
const FACETS = 'facets.arrow';

/**
 * A check of a pack that analyses its inputs again, with the settings that its findings state, and compares the findings,
 * and the fingerprints where the pack has them, byte for byte. Findings that rest on more than the inputs (an earlier run, lists, part of a case) are not made again, which
 * the outcome says. Costs what the first run cost.
 */
export function analysedAgain(sources: RerunSources, settings: RerunSettings): PackCheck {
  return async ({ folder, document }) => {
    const beyond = beyondInputs(document);
    const outcome = (problems: readonly PackProblem[]) => ({
      check: 'again',
      holds:
        beyond.length === 0
          ? 'the inputs, analysed again with the settings of the findings, give the same findings byte for byte'
          : `not analysed again: these findings rest on more than inputs and settings (${beyond.join(', ')})`,
      problems,
    });
    if (beyond.length > 0) return outcome([]);
    const wrong = (problem: string) => outcome([{ file: FINDINGS, problem }]);
    const { version } = document.tool;
    if (version !== packageVersion())
      return wrong(
        `was made by version ${version}; only that version makes it again, this is ${packageVersion()}`,
      );
    try {
      const { again, table } = await rerun(document, sources, settings);
      const given = await readFile(join(folder, FINDINGS));
      if (!sameText(given, jsonLines(again)))
        return wrong(`comes out different when made again${differing(document, again)}`);
      if (!hasFile(profileOf(document), FACETS)) return outcome([]);
      const facets = await readFile(join(folder, FACETS));
      if (facets.equals(encodeFacetTable(table))) return outcome([]);
      return outcome([{ file: FACETS, problem: 'comes out different when made again' }]);
    } catch (error) {
      if (!(error instanceof StillhuntError) || error.kind === 'usage' || error.kind === 'internal')
        throw error;
      return wrong(`cannot be made again: ${error.message}`);
    }
  };
}

/** What findings rest on that a pack has no copy of. */
function beyondInputs({ baseline, lists, window, configuration, inputs }: FindingsDocument): string[] {
  return [
    ...(inputs.some(isTable) ? ['a table of a warehouse'] : []),
    ...(baseline === undefined ? [] : ['an earlier run']),
    ...(lists === undefined ? [] : ["the user's lists"]),
    ...(window === undefined || window.of === 'table' ? [] : ['part of a case']),
    ...(configuration.readings === undefined ? [] : ['logs that were read in several ways']),
  ];
}

async function rerun(
  document: FindingsDocument,
  sources: RerunSources,
  { analyze, progress }: RerunSettings,
): Promise<{ readonly again: FindingsDocument; readonly table: FacetTable }> {
  const { configuration, floor } = document;
  const stored = storedInputs(document, sources.inputs);
  const stream = stored.find(({ name, path }) => name === '-' && path !== null);
  const reading = {
    ...(await readingOf(configuration, sources)),
    cwd: resolve(sources.inputs),
    ...(stream === undefined ? {} : { stdin: createReadStream(stream.path!) }),
  };
  const { document: full, table } = await investigateLogs(
    stored.map(({ name }) => name),
    {
      reading,
      map: configuration.map ?? null,
      maxQuarantine: configuration.max_quarantine_percent,
      ...(configuration.reference === undefined
        ? {}
        : { reference: referencePaths(configuration.reference, sources) }),
      floor: floor.run,
      citations: configuration.citations !== false,
    },
    { analyze, progress, warn: () => {} },
  );
  const again = profiled(full, profileOf(document), null);
  // What the user states of a pack is no finding, and cannot be found again.
  return { again: document.tlp === undefined ? again : { ...again, tlp: document.tlp }, table };
}

async function readingOf(configuration: Configuration, sources: RerunSources): Promise<IngestOptions> {
  const { columns, constants, timezone, profile, map, epoch } = configuration;
  return {
    columns,
    constants,
    ...(profile === undefined ? {} : { profile }),
    ...(map === undefined ? {} : { map: await mapOf(map, sources) }),
    ...(timezone === null ? {} : { timezone }),
    ...(epoch === undefined ? {} : { epoch: new TimeColumn('epoch', null).read(epoch) }),
  };
}

async function mapOf(
  { file, sha256 }: NonNullable<Configuration['map']>,
  { map, inputs }: RerunSources,
): Promise<NonNullable<IngestOptions['map']>> {
  const path = map ?? join(inputs, file.replace(/^.*[\\/]/, ''));
  if (!(await isFile(path)))
    throw new StillhuntError('input', `The map ${file} is not there.`, 'Name it with --map FILE.');
  const text = await readFile(path, 'utf8');
  const found = createHash('sha256').update(text).digest('hex');
  if (found !== sha256)
    throw new StillhuntError('integrity', `The map ${path} has SHA-256 ${found}, expected ${sha256}.`);
  return parseUserMap(text, file);
}

function referencePaths(
  { inputs }: NonNullable<Configuration['reference']>,
  { reference, inputs: folder }: RerunSources,
): string[] {
  const root = resolve(reference ?? folder);
  return [...new Set(inputs.map(({ name }) => name.replace(/!.*$/, '')))].map((name) => {
    if (isAbsolute(name) || name.split(/[\\/]/).includes('..'))
      throw new StillhuntError('input', `The reference ${name} leads out of ${root}.`);
    return join(root, name);
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function sameText(given: Buffer, chunks: Iterable<string>): boolean {
  let at = 0;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    if (!bytes.equals(given.subarray(at, at + bytes.length))) return false;
    at += bytes.length;
  }
  return at === given.length;
}

/** The parts in which two documents differ, groups by their rank. */
function differing(before: FindingsDocument, after: FindingsDocument): string {
  const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof FindingsDocument)[];
  const parts = keys.filter((key) => differ(before[key], after[key]));
  const group = before.groups.findIndex((one, at) => differ(one, after.groups[at]));
  const first = group === -1 ? '' : `, first in that of rank ${group + 1}`;
  return parts.length === 0
    ? ''
    : ` in ${parts.map((part) => (part === 'groups' ? `groups${first}` : part)).join(', ')}`;
}
