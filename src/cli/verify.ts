import type { Command } from 'commander';
import { StillhuntError } from '../errors.js';
import { visible } from '../evidence/hidden-characters.js';
import { type CheckOutcome, type PackCheck, type PackProblem, verifyPack } from '../pack/verify.js';
import { counted } from '../report/quantity.js';
import type { CommandIo } from './command-io.js';
import { readTrustedKeys } from './pack-options.js';

interface VerifyCommandOptions {
  readonly key?: string;
}

const EXAMPLES = `
Examples:
  stillhunt verify evidence
  stillhunt verify evidence --key examiner.pub
  stillhunt verify evidence --key allowed_signers

Every file, the sums, the manifest, the signature, the custody log and the proofs of cited records are checked; what does
not hold is named, with exit code 5. --key takes the signer's public key, which has to come from the signer and not from
the pack: a signed pack fails without one. A pack without a signature passes without a key, and shows only that its files
agree with one another; with a key it fails. VERIFY.txt in the pack says how to check it without stillhunt.
`;

/** Adds `verify`, which checks a pack. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('verify')
    .description('check that an evidence folder is whole and unchanged, and who signed it')
    .argument('<pack>', 'evidence folder')
    .option('--key <file>', "the signer's public key, or an allowed_signers file, from outside of the pack")
    .addHelpText('after', EXAMPLES)
    .action((pack: string, options: VerifyCommandOptions) => verify(pack, options, io));
}

async function verify(pack: string, { key }: VerifyCommandOptions, io: CommandIo): Promise<void> {
  const trusted = key === undefined ? null : await readTrustedKeys(key);
  for (const { line, reason } of trusted?.unused ?? []) {
    io.stderr(`warning: line ${line} of ${visible(key!)} is not used: ${visible(reason)}\n`);
  }
  const further: readonly PackCheck[] = [];
  const { outcomes, problems } = await verifyPack(pack, { trusted, further });
  for (const outcome of outcomes) io.stdout(line(outcome));
  if (problems.length === 0) {
    io.stdout(`${visible(pack)} verifies.\n`);
    return;
  }
  throw failure(pack, problems, key !== undefined);
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
