import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { isoMicroseconds } from '../evidence/instant.js';
import { TimeColumn } from '../ingest/index.js';
import { checkAcquired, type GivenHash } from '../pack/acquisition.js';
import { PROFILE_RULES, PROFILES, type Profile } from '../pack/profile.js';
import { keyNeeded } from '../pack/profiled.js';
import { readSigningKey, type SigningKey } from '../pack/signing-key.js';
import { type Acquired, type Statement, TLP } from '../pack/statement.js';
import { type TrustedKeys, trustedKeys } from '../pack/trusted-keys.js';
import { type Pseudonyms, pseudonyms } from '../pseudonym/pseudonym.js';

/** For whom a pack is made, what the user states about it, and the key that seals it; the same for all that write packs. */
export interface PackOptions {
  readonly pack?: Profile;
  readonly pseudonymKey?: string;
  readonly signKey?: string;
  readonly caseId?: string;
  readonly examiner?: string;
  readonly organisation?: string;
  readonly tlp?: (typeof TLP)[number];
  /** ISO 8601 UTC. */
  readonly at?: string;
  readonly acquired?: readonly GivenHash[];
}

/** Adds the options of packs. `otherwise`: the profile without --pack. */
export function addPackOptions(command: Command, otherwise: string): Command {
  return command
    .addOption(
      new Option('--pack <profile>', `for whom the pack is (default: ${otherwise})`).choices(PROFILES),
    )
    .option('--pseudonym-key <file>', 'key of the pseudonyms in partner and ci packs, 32 bytes or more')
    .option('--sign-key <file>', 'sign the pack with this ed25519 key (OpenSSH or PKCS#8, not encrypted)')
    .option('--case-id <text>', 'case that the pack belongs to, as it is to stand in it', textOption)
    .option('--examiner <text>', 'person who examines, likewise', textOption)
    .option('--organisation <text>', 'organisation of that person, likewise', textOption)
    .addOption(
      new Option('--tlp <marking>', 'who may see it, by the Traffic Light Protocol 2.0').choices(TLP),
    )
    .option('--at <time>', 'time of the examination, with its zone; no clock is read', atOption)
    .addOption(
      new Option(
        '--acquired <FILE=SHA256>',
        'hash that an input had when it was acquired (repeatable)',
      ).argParser(acquiredOption),
    );
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
  return readPseudonyms(file);
}

/** The pseudonyms under the key in a file. @throws StillhuntError `input` for one that cannot be used. */
export async function readPseudonyms(file: string): Promise<Pseudonyms> {
  try {
    return pseudonyms(await readFile(file));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const reason = error.code === 'ENOENT' ? 'there is no such file' : String(error.code);
    throw new StillhuntError('input', `The pseudonym key ${file} cannot be read: ${reason}.`);
  }
}

/** The key to sign with; null where none was asked for. Read it before the work. Throws as `readSigningKey`. */
export async function packKey({ signKey }: PackOptions, out: string): Promise<SigningKey | null> {
  return signKey === undefined ? null : readSigningKey(signKey, out);
}

/**
 * What was stated, its acquisition hashes compared with those of the inputs in the full document, and named as `shown` has
 * these inputs, which a profile may number and whose hashes it may keep back.
 * @throws StillhuntError as `checkAcquired`.
 */
export function packStatement(
  options: PackOptions,
  full: FindingsDocument,
  shown: FindingsDocument = full,
): Statement {
  return {
    caseId: options.caseId ?? null,
    examiner: options.examiner ?? null,
    organisation: options.organisation ?? null,
    // Findings that were marked stay so, whoever renders them again.
    marking: options.tlp ?? full.tlp ?? null,
    at: options.at ?? null,
    acquired: checkAcquired(options.acquired ?? [], full.inputs).map(({ input }) =>
      asShown(input, full, shown),
    ),
  };
}

function asShown(input: string, full: FindingsDocument, shown: FindingsDocument): Acquired {
  const at = full.inputs.findIndex(({ name, archive }) => name === input || archive?.name === input);
  const { name, sha256, archive } = shown.inputs[at]!;
  const isArchive = full.inputs[at]!.name !== input && archive !== null;
  return isArchive ? { input: archive.name, sha256: archive.sha256 } : { input: name, sha256 };
}

/**
 * Keys in a file `.pub` or `allowed_signers`.
 * @throws StillhuntError `input` for a file that cannot be read or holds no key that can be used.
 */
export async function readTrustedKeys(file: string): Promise<TrustedKeys> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The key ${file} cannot be read: ${reason}.`, 'Check the path.');
  }
  const trusted = trustedKeys(text);
  if (trusted.keys.length > 0) return trusted;
  const [first] = trusted.unused;
  throw new StillhuntError(
    'input',
    `${file} holds no key that can be used: ${first === undefined ? 'it is empty' : `line ${first.line}: ${first.reason}`}.`,
    'Give the signer\'s public key (a .pub file with "ssh-ed25519 AAAA...") or an allowed_signers file.',
  );
}

const MOST_CHARACTERS = 200;

function textOption(text: string): string {
  if (text.trim() === '' || text.length > MOST_CHARACTERS) {
    throw new InvalidArgumentError(`Expected 1 to ${MOST_CHARACTERS} characters.`);
  }
  return text;
}

function atOption(text: string): string {
  try {
    const at = isoMicroseconds(new TimeColumn('--at', null).read(text));
    if (at !== null) return at;
  } catch (error) {
    if (!(error instanceof StillhuntError)) throw error;
  }
  throw new InvalidArgumentError('Expected a time with its zone, such as 2026-03-01T00:00:00Z.');
}

function acquiredOption(pair: string, before: readonly GivenHash[] = []): GivenHash[] {
  const [, file, sha256] = /^(.+)=([0-9a-fA-F]{64})$/s.exec(pair) ?? [];
  if (file === undefined || sha256 === undefined) {
    throw new InvalidArgumentError('Expected FILE=SHA256 with 64 hexadecimal digits.');
  }
  return [...before, { file, sha256: sha256.toLowerCase() }];
}
