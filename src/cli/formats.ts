import type { Command } from 'commander';
import { PROFILES, profileNamed } from '../ingest/index.js';
import { terminalFormat, terminalFormats } from '../report/terminal-formats.js';
import type { CommandIo } from './command-io.js';

const EXAMPLES = `
Examples:
  stillhunt formats
  stillhunt formats litellm-spendlogs
  stillhunt formats --json | jq -r '.[].id'
`;

/** `stillhunt formats`: the exports that are known, or one of them in full. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('formats')
    .description(
      'list the log formats that are known, or tell of one what its rows mean and where its fields are',
    )
    .argument('[id]', 'profile to tell of')
    .option('--json', 'print as JSON')
    .addHelpText('after', EXAMPLES)
    .action((id: string | undefined, { json }: { readonly json?: true }) => {
      const chosen = id === undefined ? PROFILES : [profileNamed(id)];
      if (json) {
        const plain = chosen.map(({ explode: _, line, ...profile }) => ({
          ...profile,
          ...(line && { line: line.source }),
        }));
        io.stdout(
          `${JSON.stringify(id === undefined ? plain : plain[0], (_, value) => (value instanceof RegExp ? value.source : value), 2)}\n`,
        );
      } else io.stdout(id === undefined ? terminalFormats(chosen) : terminalFormat(chosen[0]!));
    });
}
