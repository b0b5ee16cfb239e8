import type { DisclosureEntry } from '../evidence/disclosure-entry.js';
import type { FindingsDocument } from '../evidence/findings-document.js';

const SAYS: Readonly<Record<DisclosureEntry['profile'], string>> = {
  partner:
    'Made for another organisation: accounts, organisations, keys, models and other names are pseudonyms under a key, ' +
    'networks are prefixes, and text of the logs is withheld.',
  ci: 'Made for a pipeline: names of every kind are pseudonyms under a key or left out, and text of the logs is withheld.',
  court: 'Made for an expert or a court: nothing is kept back.',
};

/**
 * What the document keeps back, in sentences; empty where it was made for those who hold the logs. Holds no log content.
 */
export function disclosureSentences({ disclosure }: FindingsDocument): string[] {
  if (disclosure === undefined) return [];
  const { profile, key_id: key, linkable } = disclosure;
  const pseudonyms = key === null ? [] : [`The key of the pseudonyms is the one with the id ${key}.`];
  const still =
    linkable.length === 0 ? [] : ['What a reader with other knowledge can still link:', ...linkable];
  return [SAYS[profile], ...pseudonyms, ...still];
}
