import { existsSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { StillhuntError } from '../errors.js';
import { visible } from '../evidence/hidden-characters.js';
import type { Analyze } from '../floor/index.js';
import { againstInputs } from '../pack/check-inputs.js';
import { againstFindings } from '../pack/check-views.js';
import { type CheckOutcome, type PackCheck, type PackProblem, verifyPack } from '../pack/verify.js';
import { counted } from '../report/quantity.js';
import type { CommandIo } from './command-io.js';
import { readTrustedKeys } from './pack-options.js';
import { progressSettings } from './progress.js';
import { analysedAgain } from './rerun-check.js';
import { packageVersion } from './version.js';

interface VerifyCommandOptions {
  readonly key?: string;
  readonly inputs?: string;
  readonly rerun: boolean;
  readonly map?: string;
  readonly reference?: string;
  readonly quiet?: true;
}

const EXAMPLES = `
Examples:
  stillhunt verify evidence
  stillhunt verify evidence --key examiner.pub
  stillhunt verify evidence --key allowed_signers
  stillhunt verify evidence --inputs logs/
  stillhunt verify evidence --inputs logs/ --no-rerun

Every file, the sums, the manifest, the signature, the custody log and the proofs of cited records are checked, and reports
and tables are made again from findings.json, which needs the version that wrote the pack; what does not hold is named, with
exit code 5. --key takes the signer's public key, which has to come from the signer and not from
the pack: a signed pack fails without one. A pack without a signature passes without a key, and shows only that its files
agree with one another; with a key it fails. With --inputs the logs are looked up in a folder under the names that the pack
has for them: each must have its size and hash, each cited range of bytes must read again to its hash on its line, and
analysing them again with the settings of the findings must give findings.json byte for byte, which takes as long as the
first run and needs the same version (--no-rerun leaves it out). Findings with a baseline, with lists or of part of a case
rest on more than logs and are not analysed again. VERIFY.txt in the pack says how to check it without stillhunt.
`;

/** Adds `verify`, which checks a pack. */
export function register(program: Command, io: CommandIo, analyze: Analyze): void {
  program
    .command('verify')
    .description('check that an evidence folder is whole and unchanged, and who signed it')
    .argument('<pack>', 'evidence folder')
    .option('--key <file>', "the signer's public key, or an allowed_signers file, from outside of the pack")
    .option('--inputs <folder>', 'check the pack against its inputs, which lie in the folder')
    .option('--no-rerun', 'do not analyse the inputs again')
    .option('--map <file>', 'map that the inputs were read by, where it is not in the folder')
    .option('--reference <folder>', 'folder of the reference log, where it is not that of the inputs')
    .option('--quiet', 'print no progress')
    .addHelpText('after', EXAMPLES)
    .action((pack: string, options: VerifyCommandOptions) => verify(pack, options, io, analyze));
}

async function verify(
  pack: string,
  options: VerifyCommandOptions,
  io: CommandIo,
  analyze: Analyze,
): Promise<void> {
  const { key } = options;
  const trusted = key === undefined ? null : await readTrustedKeys(key);
  if (key !== undefined && liesIn(pack, key))
    throw new StillhuntError(
      'usage',
      `The key ${key} lies in the pack that it is to vouch for, where anyone can put one.`,
      "Get the signer's public key from the signer, and keep it outside of the pack.",
    );
  for (const { line, reason } of trusted?.unused ?? []) {
    io.stderr(`warning: line ${line} of ${visible(key!)} is not used: ${visible(reason)}\n`);
  }
  const further = [againstFindings(packageVersion()), ...(await inputChecks(options, io, analyze))];
  const { outcomes, problems } = await verifyPack(pack, { trusted, further });
  for (const outcome of outcomes) io.stdout(line(outcome));
  if (problems.length === 0) {
    io.stdout(`${visible(pack)} verifies.\n`);
    return;
  }
  throw failure(pack, problems, key !== undefined);
}

function liesIn(folder: string, file: string): boolean {
  if (!existsSync(folder)) return false; // which is told when the pack is read
  const below = relative(realpathSync(folder), realpathSync(file));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** The checks against the inputs, the cheap one first. */
async function inputChecks(
  { inputs, rerun, map, reference, quiet }: VerifyCommandOptions,
  io: CommandIo,
  analyze: Analyze,
): Promise<PackCheck[]> {
  if (inputs === undefined) {
    if (rerun && map === undefined && reference === undefined) return [];
    throw new StillhuntError(
      'usage',
      '--no-rerun, --map and --reference go with --inputs.',
      'Name the folder of the inputs: --inputs FOLDER.',
    );
  }
  const found = await stat(inputs).catch(() => null);
  if (found === null || !found.isDirectory())
    throw new StillhuntError('input', `The folder of the inputs, ${inputs}, is not there or no folder.`);
  const stored = againstInputs(inputs);
  if (!rerun) return [stored];
  const again = analysedAgain(
    {
      inputs,
      ...(map === undefined ? {} : { map }),
      ...(reference === undefined ? {} : { reference }),
    },
    { analyze, progress: progressSettings(quiet === true, io) },
  );
  let whole = true; // inputs that are not those of the findings are not analysed
  return [
    async (pack) => {
      const outcome = await stored(pack);
      whole = outcome.problems.length === 0;
      return outcome;
    },
    async (pack) =>
      whole
        ? again(pack)
        : {
            check: 'again',
            holds: 'not analysed again: the inputs are not those of the findings',
            problems: [],
          },
  ];
}

function line({ check, holds, problems }: CheckOutcome): string {
  const said = problems.length === 0 ? holds : `FAILS: ${counted(problems.length, 'problem')}`;
  return `${check.padEnd(11)} ${visible(said)}\n`;
}

const PROBLEMS_SHOWN = 20;

function failure(pack: string, problems: readonly PackProblem[], keyGiven: boolean): StillhuntError {
  const shown = problems.slice(0, PROBLEMS_SHOWN).map(({ file, problem }) => `${file} ${problem}`);
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`${counted(rest, 'more problem')}`);
  const unknownSigner =
    !keyGiven && problems.length === 1 && problems[0]!.problem.includes('not established');
  return new StillhuntError(
    'integrity',
    `${pack} does not verify. ${shown.join('. ')}.`,
    unknownSigner
      ? "Give the signer's public key with --key; get it from the signer, not from the pack."
      : 'Do not rely on this copy. Take another one from where it came from, and compare.',
  );
}
