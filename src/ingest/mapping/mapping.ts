import type { TextField } from '../../record/usage-record.js';

/** Paths that are tried in order; the first that holds a value is taken. */
export type Paths = readonly string[];

/** How the cell of one field is made from a record. Steps apply in the order in which they stand here. */
export interface FieldRule {
  readonly from?: Paths;
  /** Numbers at these paths are added in place of `from`; missing ones count 0, unless all are missing. */
  readonly sum?: Paths;
  /** Milliseconds between two times, where `from` finds nothing; an end before its start is missing. */
  readonly elapsed?: ElapsedRule;
  /** Value where nothing is found. */
  readonly otherwise?: string;
  /** Texts that stand for a missing value, beside those of the mapping. */
  readonly nulls?: readonly string[];
  /** Of a list: the first item that starts with this text, without it. */
  readonly prefixed?: string;
  /** Text between separators; negative places count from the end. */
  readonly split?: { readonly by: string; readonly at: number };
  /** What the first group of this regular expression matches; a text that it does not match is missing. */
  readonly capture?: string;
  /** Texts in place of others; those not named stay as they are. */
  readonly values?: Readonly<Record<string, string>>;
  /** Factor for a number, as from seconds to milliseconds. */
  readonly scale?: number;
  /** What a negative number is taken for. */
  readonly atLeast?: number;
  /** Which part of a conversation to take: list of messages, request body, or text. */
  readonly turn?: 'system' | 'last-user';
  /** Replace the value by the first half of its SHA-256 in hex before anything sees it. */
  readonly hash?: boolean;
}

/** Units in which a time may be written as a number. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'dotnet-ticks', 'relative-s', 'relative-ms'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** How the time is read. */
export interface TimeRule {
  readonly from: Paths;
  /** Unit of a number; without it the size of the first one tells. Relative ones count from the epoch that the user gives. */
  readonly unit?: TimeUnit;
  /** Pattern of a written time, of %Y %m %d %b %H %M %S %z; the year may be missing and then comes from the epoch given. */
  readonly format?: string;
  /** Milliseconds at this path are taken off: for logs that note the end. */
  readonly less?: Paths;
  /** Zone of times that carry none, where the format says so; the user's own choice goes before. */
  readonly zone?: string;
}

/** A span between two times of a record. */
export interface ElapsedRule {
  readonly from: Paths;
  readonly to: Paths;
  /** Unit of both, as of the time. */
  readonly unit?: TimeUnit;
}

/** A condition on records; those that fail it are no requests and are counted as filtered. */
export interface Condition {
  readonly path: string;
  /** The value as text is one of these. */
  readonly in?: readonly string[];
  /** The value as text is none of these. */
  readonly notIn?: readonly string[];
}

/** How records of a source become rows of canonical fields: what profiles and the user's own maps are made of. */
export interface Mapping {
  readonly time: TimeRule;
  readonly fields: Readonly<Partial<Record<Exclude<TextField, never> | NumberName, FieldRule>>>;
  readonly where?: readonly Condition[];
  /** Texts that stand for a missing value in every field. */
  readonly nulls?: readonly string[];
}

type NumberName = import('../../record/usage-record.js').NumberField;
