import type { DisclosureEntry } from '../evidence/disclosure-entry.js';
import type { FindingsDocument } from '../evidence/findings-document.js';

const SAYS: Readonly<Record<DisclosureEntry['profile'], string>> = {
  partner:
    'Made for another organisation: accounts, organisations, keys, models and other names are pseudonyms under a key, ' +
    'networks are prefixes, and text of the logs is withheld.',
  ci: 'Made for a pipeline: names of every kind are pseudonyms under a key or left out, and text of the logs is withheld.',
  court: 'Made for an expert or a court: nothing is kept back.',
};

/** For whom the document was made and how to read its names; null where it was made for those who hold the logs. */
export function disclosureNote({ disclosure }: FindingsDocument): string | null {
  if (disclosure === undefined) return null;
  const { profile, key_id: key } = disclosure;
  return key === null
    ? SAYS[profile]
    : `${SAYS[profile]} The key of the pseudonyms is the one with the id ${key}.`;
}

/** The same with what can still be linked, in sentences; empty where nothing needs to be said. Holds no log content. */
export function disclosureSentences(document: FindingsDocument): string[] {
  const note = disclosureNote(document);
  if (note === null) return [];
  const linkable = document.disclosure?.linkable ?? [];
  return [
    note,
    ...(linkable.length === 0 ? [] : ['What a reader with other knowledge can still link:', ...linkable]),
  ];
}

/** In a few words, for a line of the terminal; null where nothing needs to be said. */
export function disclosureLine({ disclosure }: FindingsDocument): string | null {
  if (disclosure === undefined) return null;
  const { profile, key_id: key } = disclosure;
  return key === null ? `profile ${profile}` : `profile ${profile}: pseudonyms under the key ${key}`;
}
