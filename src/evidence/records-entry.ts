import type { EvidenceFamily } from '../assess/finding.js';

/**
 * A number of a finding with the records that it can be walked back to. The records are exemplars: those of the
 * smallest hashes among all that contribute and, where cited in full, the first and the last in time (`Citations`).
 */
export interface ClaimEntry {
  /** `C1`, `C2` and so on within the group. */
  readonly id: string;
  readonly family: EvidenceFamily;
  /** What the records have in common: a facet and its value as shown in `shared`, or a statistic of the group. */
  readonly about: { readonly facet: string; readonly value: string } | { readonly statistic: string };
  /** Records of members that contribute, in all inputs. */
  readonly contributing: number;
  /** Ids of records in the document's `records`, in order of time. */
  readonly records: readonly string[];
}

/** One record of an input, cited as an exemplar. */
export interface RecordEntry {
  /**
   * `R` and the first 16 digits of its leaf hash, longer where two would agree; in a redacted record of its disclosure
   * hash, which cannot be guessed. Of records of the same bytes, `-`, the number of the input and that of the
   * record in it follow, from 1.
   */
  readonly id: string;
  /** Name of the input as `inputs` has it. */
  readonly input: string;
  /**
   * Place in the decompressed input, in bytes of UTF-8, line ending left out; null where the format has no lines, and in
   * a redacted record.
   */
  readonly byte_offset: number | null;
  readonly byte_length: number | null;
  /** Line on which it starts, from 1; for columnar inputs the row, from 1. */
  readonly line: number;
  /**
   * SHA-256, hexadecimal: of exactly these bytes, or of the canonical JSON of all fields where there are none. Null in a
   * redacted record: whoever knows most of a short record could try the rest against its hash.
   */
  readonly sha256: string | null;
  readonly of: 'bytes' | 'fields';
  /** The canonical fields that were read from it, prompts as hashes only; of a redacted record those disclosed. */
  readonly fields: Readonly<Record<string, string | number>>;
  /**
   * 32 hexadecimal digits that whoever lacks the record cannot guess; commitments to its fields are made with it. Null in
   * a redacted record, which has the salts of disclosed fields and the commitments of the others.
   */
  readonly salt: string | null;
  readonly redacted?: {
    readonly salts: Readonly<Record<string, string>>;
    readonly commitments: Readonly<Record<string, string>>;
    /** What stands for withheld fields, such as pseudonyms and prefixes; bound to no hash. */
    readonly shown: Readonly<Record<string, string>>;
  };
  /** Where it stands among the accepted records of its input. */
  readonly proof: InclusionProofEntry;
}

/** RFC 9162 inclusion of a record in the tree over all accepted records of its input. */
export interface InclusionProofEntry {
  /** Place of the leaf, from 0, and size of the tree. */
  readonly leaf: number;
  readonly size: number;
  /** Sibling hashes from the leaf to the root, hexadecimal; empty in a redacted record, for neighbours' hashes can be tried too. */
  readonly path: readonly string[];
}

/**
 * The tree over all accepted records of one input, in their order. The hash of a leaf is SHA-256 of a zero byte and the 32 bytes of the
 * record's `sha256`, that of a node of a byte 1 and both children (RFC 9162, section 2.1).
 */
export interface RecordTreeEntry {
  readonly input: string;
  readonly records: number;
  /** Hexadecimal. */
  readonly root: string;
}
