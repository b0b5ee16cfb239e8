import { StillhuntError } from '../../errors.js';
import { cellText } from '../mapping/cell-text.js';
import { parsePath } from '../mapping/path.js';
import { showText } from '../show-text.js';
import { PROFILES } from './catalogue.js';
import type { Detection, Profile } from './profile.js';

/** Share of the records of a sample that a profile must fit. */
const ENOUGH = 0.9;

/** Records of a sample that profiles are tried on. */
const TRIED = 200;

/** How well a profile fits a sample. */
export interface Fit {
  readonly profile: Profile;
  /** Share of the records that fulfil every condition, in [0, 1]. */
  readonly share: number;
  /** Conditions, which tell how much a fit says. */
  readonly conditions: number;
  /** The first condition that a record failed; null where none did. */
  readonly failed: string | null;
}

/** All profiles written in such a way, best first: by share, then by the number of conditions, then by id. O(records · conditions). */
export function fits(records: readonly object[], written: Profile['written'][number]): Fit[] {
  const first = records.slice(0, TRIED);
  return PROFILES.filter((profile) => profile.written.includes(written) && profile.line === undefined)
    .map((profile) => fitOf(profile, first))
    .sort(
      (x, y) => y.share - x.share || y.conditions - x.conditions || (x.profile.id < y.profile.id ? -1 : 1),
    );
}

/** The profile that a sample is of; null where none fits nine records in ten. */
export function detect(records: readonly object[], written: Profile['written'][number]): Profile | null {
  const best = fits(records, written)[0];
  return best !== undefined && records.length > 0 && best.share >= ENOUGH ? best.profile : null;
}

/** @throws StillhuntError `usage` for an id that is no profile's. */
export function profileNamed(id: string): Profile {
  const profile = PROFILES.find((known) => known.id === id);
  if (profile !== undefined) return profile;
  throw new StillhuntError(
    'usage',
    `There is no profile ${showText(id)}.`,
    'stillhunt formats lists them; generic reads columns by their usual names.',
  );
}

function fitOf(profile: Profile, records: readonly object[]): Fit {
  const conditions = conditionsOf(profile.detect);
  let fitting = 0;
  let failed: string | null = null;
  for (const record of records) {
    const miss = conditions.find(({ holds }) => !holds(record));
    if (miss === undefined) fitting++;
    else failed ??= miss.name;
  }
  return {
    profile,
    share: records.length === 0 ? 0 : fitting / records.length,
    conditions: conditions.length,
    failed,
  };
}

interface NamedCondition {
  readonly name: string;
  holds(record: object): boolean;
}

function conditionsOf({ has, hasOneOf = [], hasNot = [], looksLike = {} }: Detection): NamedCondition[] {
  const there = (path: string) => {
    const at = parsePath(path);
    return (record: object) => at.of(record) !== undefined || Object.hasOwn(record, path);
  };
  return [
    ...has.map((path) => ({ name: `has ${path}`, holds: there(path) })),
    ...hasOneOf.map((paths) => {
      const any = paths.map(there);
      return {
        name: `has one of ${paths.join(', ')}`,
        holds: (record: object) => any.some((is) => is(record)),
      };
    }),
    ...hasNot.map((path) => {
      const is = there(path);
      return { name: `has no ${path}`, holds: (record: object) => !is(record) };
    }),
    ...Object.entries(looksLike).map(([path, pattern]) => {
      const at = parsePath(path);
      return {
        name: `${path} looks like ${pattern.source}`,
        holds: (record: object) => {
          const value = at.of(record);
          return value === undefined || value === null || pattern.test(cellText(value));
        },
      };
    }),
  ];
}
