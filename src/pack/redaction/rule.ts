import type { DisclosedField, Shown } from '../../evidence/disclosure-entry.js';
import type { ShownTo } from '../../pseudonym/shown-value.js';

/** What the rules of one redaction share. */
export interface Redaction extends ShownTo {
  /** `input-1` for the first text of a kind, and so on; the same for the same text. */
  readonly number: (kind: string, text: string) => string;
  /** Ids of groups as the redacted document has them. */
  readonly groupIds: ReadonlyMap<string, string>;
  /** Ids of cited records as the redacted document has them. */
  readonly recordIds: ReadonlyMap<string, string>;
}

/** How values of one type are shown. */
export interface Rule<T> {
  /** What stands for the value; undefined leaves the field out. `within`: the object that holds it. */
  readonly show: (value: T, to: Redaction, within: object) => T | undefined;
  /** Which fields at this place or below it are not shown as they are. */
  readonly fields: (place: string) => readonly DisclosedField[];
}

export const WITHHELD = 'withheld';

/** A rule by what it shows, named for the list of what is kept back. */
export function rule<T>(shown: Shown, show: Rule<T>['show']): Rule<T> {
  return { show, fields: (place) => [{ field: place, shown }] };
}

function clear<T>(holds: (value: T) => boolean): Rule<T> {
  return {
    show: (value) => {
      if (!holds(value))
        throw new Error('a value of the findings document has another type than its schema says');
      return value;
    },
    fields: () => [],
  };
}

/** A number, yes or no, or nothing: as it is. */
export function figure<T extends number | boolean | null>(): Rule<T> {
  return clear((value) => value === null || typeof value === 'number' || typeof value === 'boolean');
}

const TIME = /^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;

/** A time as stillhunt writes it, or nothing: as it is; any other text is withheld. */
export function time<T extends string | null>(): Rule<T> {
  return { ...own<T>((text) => TIME.test(text)), fields: () => [] };
}

/** One of the words that the type has, all of them: as it is. */
export function choice<T extends string>(words: Readonly<Record<T, true>>): Rule<T> {
  return clear((value) => Object.hasOwn(words, value));
}

/** As it is where it is known to be of stillhunt itself, else withheld. */
export function own<T extends string | null>(known: (text: string) => boolean): Rule<T> {
  return rule('own-words-only', (value) => (value === null || known(value) ? value : (WITHHELD as T)));
}

/** Withheld; that there is none may be seen. */
export function withheld<T extends string | null>(): Rule<T> {
  return rule('withheld', (value) => (value === null ? value : (WITHHELD as T)));
}

/** The field is left out. */
export function leftOut<T>(): Rule<T> {
  return rule<T>('left-out', () => undefined);
}

export function keyed(kind: string): Rule<string> {
  return rule('keyed', (value, { pseudonyms }) => pseudonyms.of(kind, value));
}

/** A digest with the key stands in the place of a hash: whoever tries guesses would find what a plain hash is of. */
export function keyedHash(kind: string): Rule<string> {
  return rule('keyed', (value, { pseudonyms }) => pseudonyms.digest(kind, value));
}

export function numbered(kind: string): Rule<string> {
  return rule('numbered', (value, { number }) => number(kind, value));
}

export function orNull<T>(inner: Rule<T>): Rule<T | null> {
  return {
    show: (value, to, within) => (value === null ? null : inner.show(value, to, within)),
    fields: inner.fields,
  };
}

/** Items keep their order; `within` of an item is what holds the list. */
export function list<T>(item: Rule<T>): Rule<readonly T[]> {
  return {
    show: (values, to, within) =>
      values.map((value) => item.show(value, to, within)).filter((value) => value !== undefined),
    fields: (place) => item.fields(`${place}[]`),
  };
}

/** An object by its keys; keys that are not known are left out. `within` of a value is `{ key }`. */
export function byKey<V>(known: (key: string) => boolean, value: Rule<V>): Rule<Readonly<Record<string, V>>> {
  return {
    show: (values, to) => {
      const shown: [string, V][] = [];
      for (const [key, one] of Object.entries(values)) {
        const as = known(key) ? value.show(one, to, { key }) : undefined;
        if (as !== undefined) shown.push([key, as]);
      }
      return Object.fromEntries(shown);
    },
    fields: (place) => value.fields(`${place}{}`),
  };
}

type RulesOf<T> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> };

/**
 * An object field by field. The type demands a rule for each field, so that one that is added to the document does not
 * compile until somebody decided on it; what the rules do not name at run time, such as a field of a later version, is
 * left out.
 */
export function object<T extends object>(rules: RulesOf<T>): Rule<T> {
  const known = Object.entries(rules) as [keyof T & string, Rule<unknown>][];
  return {
    show: (value, to) => {
      const shown: [string, unknown][] = [];
      for (const [key, of] of known) {
        if (!Object.hasOwn(value, key) || value[key] === undefined) continue;
        const as = of.show(value[key], to, value);
        if (as !== undefined) shown.push([key, as]);
      }
      return Object.fromEntries(shown) as T;
    },
    fields: (place) => known.flatMap(([key, of]) => of.fields(place === '' ? key : `${place}.${key}`)),
  };
}
