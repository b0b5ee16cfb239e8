import { StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';
import { committed } from './disclosure.js';
import { PROFILE_RULES, type Profile } from './profile.js';
import { redacted } from './redaction.js';

/** The profile that a document was made for. */
export function profileOf({ disclosure }: FindingsDocument): Profile {
  return disclosure?.profile ?? 'internal';
}

/**
 * The document as the profile has it; itself where it was made for that profile. Pure. O(size of the document).
 * @throws StillhuntError `usage` where the document keeps back what the profile shows, or the profile needs a key.
 */
export function profiled(
  document: FindingsDocument,
  profile: Profile,
  pseudonyms: Pseudonyms | null,
): FindingsDocument {
  const from = profileOf(document);
  if (from === profile) return from === 'internal' ? committed(document) : document;
  if (PROFILE_RULES[from].keyed) {
    throw new StillhuntError(
      'usage',
      `These findings were made for the profile ${from} and do not hold what the profile ${profile} is made of.`,
      'Give the findings of an internal or court pack.',
    );
  }
  const { disclosure: _, ...whole } = document;
  const full = committed(whole);
  if (profile === 'internal') return full;
  if (profile === 'court') {
    const { schema, tool, ...rest } = full;
    return { schema, tool, disclosure: { profile, key_id: null, fields: [], linkable: [] }, ...rest };
  }
  if (pseudonyms === null) throw keyNeeded(profile);
  return redacted(full, profile, pseudonyms);
}

/** What to say where a profile with pseudonyms comes without a key. */
export function keyNeeded(profile: Profile): StillhuntError {
  return new StillhuntError(
    'usage',
    `The profile ${profile} shows pseudonyms, and they need a key: --pseudonym-key FILE.`,
    'Make one with: openssl rand -hex 32 > pseudonym.key. Keep it apart from the pack: who has it can try names.',
  );
}
