import type { DisclosureEntry } from '../evidence/disclosure-entry.js';
import type { FindingsDocument } from '../evidence/findings-document.js';

const SAYS: Readonly<Record<DisclosureEntry['profile'], string>> = {
  partner:
    'Made for another organisation: accounts, organisations, keys, models and other names are pseudonyms under a key, ' +
    'networks are prefixes, and text of the logs is withheld.',
  ci: 'Made for a pipeline: names of every kind are pseudonyms under a key or left out, and text of the logs is withheld.',
  court: 'Made for an expert or a court: nothing is kept back.',
};

/** For whom the document was made and how to read its names; null where all of it is as the logs have it. */
export function disclosureNote({ disclosure, pseudonymised }: FindingsDocument): string | null {
  const notes: string[] = [];
  if (pseudonymised !== undefined)
    notes.push(
      'Made of a case that keeps pseudonyms: accounts, organisations, keys, networks, clients, models and other names ' +
        `were replaced when the logs were read, under ${
          disclosure?.key_id == null ? `the key with the id ${pseudonymised.key_id}` : 'a key of the case'
        }.`,
    );
  if (disclosure !== undefined) {
    const { profile, key_id: key } = disclosure;
    notes.push(SAYS[profile]);
    if (key !== null) notes.push(`The key of the pseudonyms is the one with the id ${key}.`);
    if (key !== null && pseudonymised !== undefined)
      notes.push('Names that were pseudonyms already got new ones.');
  }
  return notes.length === 0 ? null : notes.join(' ');
}

/** Of findings that were made of pseudonyms. */
const LINKABLE: readonly string[] = [
  'Pseudonyms under one key are the same in every case, so that cases can be joined by them.',
  'Times, counts of requests and tokens, numbers of autonomous systems and countries are exact: whoever has another log of the same requests can join both by them.',
  'Hashes and sizes of inputs with 64 accepted rows or more are those of the files: whoever has such a file can recognise it.',
];

/** The same with what can still be linked, in sentences; empty where nothing needs to be said. Holds no log content. */
export function disclosureSentences(document: FindingsDocument): string[] {
  const note = disclosureNote(document);
  if (note === null) return [];
  const { disclosure, pseudonymised } = document;
  const linkable = disclosure?.linkable ?? (pseudonymised === undefined ? [] : LINKABLE);
  return [
    note,
    ...(linkable.length === 0 ? [] : ['What a reader with other knowledge can still link:', ...linkable]),
  ];
}

/** In a few words, for a line of the terminal; null where nothing needs to be said. */
export function disclosureLine({ disclosure, pseudonymised }: FindingsDocument): string | null {
  if (disclosure === undefined)
    return pseudonymised === undefined ? null : `case with pseudonyms under the key ${pseudonymised.key_id}`;
  const { profile, key_id: key } = disclosure;
  return key === null ? `profile ${profile}` : `profile ${profile}: pseudonyms under the key ${key}`;
}
