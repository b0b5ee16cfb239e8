import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { StillhuntError } from '../errors.js';
import { PROFILE_RULES, PROFILES, type Profile } from '../pack/profile.js';
import { keyNeeded } from '../pack/profiled.js';
import { type Pseudonyms, pseudonyms } from '../pack/pseudonym.js';

/** For whom a pack is made, as the command line says it. */
export interface PackOptions {
  readonly pack?: Profile;
  readonly pseudonymKey?: string;
}

/** Adds --pack and --pseudonym-key. */
export function addPackOptions(command: Command, otherwise: string): Command {
  return command
    .addOption(
      new Option('--pack <profile>', `for whom the pack is (default: ${otherwise})`).choices(PROFILES),
    )
    .option('--pseudonym-key <file>', 'key of the pseudonyms in partner and ci packs, 32 bytes or more');
}

/**
 * The pseudonyms of a pack; null where the profile has none. Cheap, so call it before the work.
 * @throws StillhuntError `usage` for a key that is missing or plays no part, `input` for one that cannot be used.
 */
export async function packPseudonyms(
  profile: Profile,
  { pseudonymKey: file }: PackOptions,
): Promise<Pseudonyms | null> {
  const { keyed } = PROFILE_RULES[profile];
  if (file === undefined) {
    if (keyed) throw keyNeeded(profile);
    return null;
  }
  if (!keyed) {
    throw new StillhuntError(
      'usage',
      `--pseudonym-key plays no part in a pack with the profile ${profile}, which shows names as they are.`,
      'Leave it out, or add --pack partner or --pack ci.',
    );
  }
  return pseudonyms(await bytesOf(file));
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const reason = error.code === 'ENOENT' ? 'there is no such file' : String(error.code);
    throw new StillhuntError('input', `The pseudonym key ${file} cannot be read: ${reason}.`);
  }
}
