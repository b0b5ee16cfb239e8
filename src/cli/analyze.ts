import type { Command } from 'commander';
import { openCase } from '../case/index.js';
import type { Analyze } from '../floor/index.js';
import { PROFILE_RULES } from '../pack/profile.js';
import type { CommandIo } from './command-io.js';
import { prepareDelivery } from './delivery.js';
import { dayOption } from './field-option.js';
import {
  addFindingsOptions,
  addOutOptions,
  type FindingsOptions,
  findingsSettings,
} from './findings-options.js';
import { investigateCase } from './investigation.js';
import { readPseudonyms } from './pack-options.js';
import { progressSettings } from './progress.js';

interface AnalyzeOptions extends FindingsOptions {
  readonly case: string;
  readonly since?: string;
  readonly until?: string;
}

const EXAMPLES = `
Examples:
  stillhunt analyze --case hunt --out evidence
  stillhunt analyze --case hunt --out evidence --force --since 2026-05-01 --until 2026-05-31
  stillhunt analyze --case hunt --out tonight --baseline yesterday --fail-on new-alert
  stillhunt analyze --case hunt --out evidence --lists known.json --fail-on P2 watched
  stillhunt analyze --case hunt --out evidence --force --fail-on alert --annotations github --summary "$GITHUB_STEP_SUMMARY"

The findings are those of investigate --no-citations over all logs of the case: a case keeps counts, so that no records are
cited. A case with pseudonyms gives findings with these; --lists may then name accounts as they are logged where
--pseudonym-key gives the key of the case. Days are whole (UTC) and inclusive. With --baseline a group that goes on keeps the id that it has there.
--annotations github prints workflow commands, gitlab plain lines: at most 10 and 50 of a level, and a last one that counts what
was cut. --next-baseline keeps the full findings where nothing was partial, whatever the gate says, and beside a pack of any profile.
Lists are JSON: {"schema": "stillhunt/lists/1", "known_good": [ENTRY, ...], "watch": [ENTRY, ...]}, an ENTRY being
{"accounts": ["id", ...], "reason": "...", "author": "...", "added": "2026-05-01", "expires": "2026-12-31"}; a known-good one may
name "groups" instead.
`;

/** \`stillhunt analyze\`: a case in, evidence folder and ranking out. */
export function register(
  program: Command,
  io: CommandIo,
  finish: (code: number) => void,
  analyze: Analyze,
): void {
  const command = program
    .command('analyze')
    .description('find and test groups as investigate does, in all logs of a case or some of its days')
    .requiredOption('--case <folder>', 'case, see: stillhunt help ingest');
  addOutOptions(command)
    .option('--since <day>', 'first day (UTC)', dayOption)
    .option('--until <day>', 'last day (UTC)', dayOption);
  addFindingsOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (options: AnalyzeOptions) => {
      const { since, until, quiet = false, workers } = options;
      const { pseudonymKey, ...others } = options;
      const keyed = PROFILE_RULES[options.pack ?? 'internal'].keyed;
      const findings = await findingsSettings(options);
      const { settings } = await openCase(options.case);
      const ofCase = settings.pseudonyms !== undefined && options.lists !== undefined;
      // Of a case with pseudonyms the key also finds the accounts of lists, whatever the pack.
      const delivery = await prepareDelivery(ofCase && !keyed ? others : options, io);
      const pseudonyms =
        ofCase && pseudonymKey !== undefined ? await readPseudonyms(pseudonymKey) : undefined;
      const investigation = await investigateCase(
        options.case,
        { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) },
        {
          ...findings,
          ...(pseudonyms === undefined ? {} : { pseudonyms }),
          reading: {},
          citations: false,
        },
        {
          analyze,
          progress: progressSettings(quiet, io),
          warn: quiet ? () => {} : io.stderr,
          ...(workers === undefined ? {} : { workers }),
        },
      );
      finish(await delivery.deliver(investigation));
    });
}
