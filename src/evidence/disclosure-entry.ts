/** How a value that is not shown as it is stands in the document. */
export type Shown =
  /** As a pseudonym: HMAC-SHA-256 with the key of the pack, apart for each kind of value. */
  | 'keyed'
  /** As it is, or as its network prefix, where it has the form of a public code, number or network; else as a pseudonym. */
  | 'code-or-keyed'
  /** As a number in the order of the document, such as `input-1`. */
  | 'numbered'
  /** As the word `withheld`, or as it is where it is one of the words of stillhunt itself. */
  | 'own-words-only'
  /** As the word `withheld`, whatever it is. */
  | 'withheld'
  /** Not at all: the field is missing or empty. */
  | 'left-out';

export interface DisclosedField {
  /** Place in the document: `[]` is any item of a list, `{}` any key. */
  readonly field: string;
  readonly shown: Shown;
}

/** What the logs were that findings rest on, where these held pseudonyms of stillhunt in place of names. */
export interface PseudonymisedEntry {
  /** Tells which key made the pseudonyms, and nothing of the key. */
  readonly key_id: string;
}

/** What a document that was made for a profile other than `internal` keeps back, and how. */
export interface DisclosureEntry {
  readonly profile: 'partner' | 'court' | 'ci';
  /** Tells which key made the pseudonyms, and nothing of the key; null where there are none. */
  readonly key_id: string | null;
  /** Fields that are not shown as they are; empty where all are. */
  readonly fields: readonly DisclosedField[];
  /** What a reader with other knowledge can still link, one sentence each. */
  readonly linkable: readonly string[];
}
