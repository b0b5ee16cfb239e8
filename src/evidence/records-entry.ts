import type { EvidenceFamily } from '../assess/finding.js';

/**
 * A number of a finding with the records that it can be walked back to. The records are exemplars: those of the
 * smallest hashes among all that contribute.
 */
export interface ClaimEntry {
  /** `C1`, `C2` and so on within the group. */
  readonly id: string;
  readonly family: EvidenceFamily;
  /** What the records have in common: a facet and its value as shown in `shared`, or a statistic of the group. */
  readonly about: { readonly facet: string; readonly value: string } | { readonly statistic: string };
  /** Records of members that contribute, in all inputs. */
  readonly contributing: number;
  /** Ids of records in the document's `records`. */
  readonly records: readonly string[];
}

/** One record of an input, cited as an exemplar. */
export interface RecordEntry {
  /** `R` and the first 16 digits of its leaf hash, longer where two would agree. */
  readonly id: string;
  /** Name of the input as `inputs` has it. */
  readonly input: string;
  /** Place in the decompressed input, in bytes of UTF-8, line ending left out; null where the format has no lines. */
  readonly byte_offset: number | null;
  readonly byte_length: number | null;
  /** Line on which it starts, from 1; for columnar inputs the row, from 1. */
  readonly line: number;
  /** SHA-256 of exactly these bytes; null for columnar inputs. */
  readonly raw_sha256: string | null;
  /** The canonical fields that were read from it; prompts as hashes only. */
  readonly fields: Readonly<Record<string, string | number>>;
  /** Where it stands among the accepted records of its input. */
  readonly proof: InclusionProofEntry;
}

/** RFC 9162 inclusion of a record in the tree over all accepted records of its input. */
export interface InclusionProofEntry {
  /** Place of the leaf, from 0, and size of the tree. */
  readonly leaf: number;
  readonly size: number;
  /** Sibling hashes from the leaf to the root, hexadecimal. */
  readonly path: readonly string[];
}

/** The tree over all accepted records of one input. */
export interface RecordTreeEntry {
  readonly input: string;
  readonly records: number;
  /** Hexadecimal. */
  readonly root: string;
}
