import type { Unwrap } from '../json/envelope.js';
import type { Mapping } from '../mapping/mapping.js';

/** A known export: how it is told, what its rows mean, and how they become canonical records. */
export interface Profile {
  /** Kebab-case; what `--profile` takes. */
  readonly id: string;
  /** Whose export it is, in a few words. */
  readonly title: string;
  /** How it is written. */
  readonly written: readonly ('delimited' | 'json' | 'text')[];
  /** What one row stands for; only requests are read. */
  readonly grain: 'request' | 'bucket' | 'event';
  /** What the time tells, and how fine it is. */
  readonly time: {
    readonly basis: 'start' | 'end' | 'emission';
    readonly resolution: string;
    /** Zone of times that carry none, as the format's documents say; null where they do not. */
    readonly zone: string | null;
  };
  /** Whether cached tokens are counted in the input, and reasoning tokens in the output, as the log has them. */
  readonly tokens: {
    readonly cache: 'included' | 'excluded' | 'none';
    readonly reasoning: 'included' | 'excluded' | 'none';
  };
  /** How well an account of the log stands for one customer. */
  readonly identity: 'strong' | 'weak' | 'none';
  /** How records of it are told from others. */
  readonly detect: Detection;
  /** What analysts should know: one sentence each. */
  readonly notes: readonly string[];
  /** Null where rows are no requests, or lack what cannot be done without; `notes` then say why and what to export instead. */
  readonly mapping: Mapping | null;
  /** Records inside of one that was read, each a row; null for one that holds none; by default the record itself. */
  readonly explode?: Unwrap;
  /** Of a log of text lines: what a line must match, with a named group for each key of the record. */
  readonly line?: RegExp;
}

/** All conditions must hold, for nine in ten of the records that are looked at. */
export interface Detection {
  /** Paths that must lead to something, if only to null. */
  readonly has: readonly string[];
  /** Of each list at least one path must. */
  readonly hasOneOf?: readonly (readonly string[])[];
  /** Paths that must lead nowhere. */
  readonly hasNot?: readonly string[];
  /** What the value at a path must look like, where it is there. */
  readonly looksLike?: Readonly<Record<string, RegExp>>;
}
