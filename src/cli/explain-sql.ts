import type { Command } from 'commander';
import { StillhuntError } from '../errors.js';
import { pushedStatements } from '../warehouse/index.js';
import type { CommandIo } from './command-io.js';
import { plainLines } from './error-text.js';
import { addLogOptions, ingestOptions, type LogOptions } from './log-options.js';
import { progressSettings } from './progress.js';
import { addWarehouseOptions, type WarehouseOptions, windowOf, withTable } from './warehouse-options.js';

interface ExplainSqlOptions extends LogOptions, WarehouseOptions {
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  stillhunt explain-sql --from clickhouse://reader@logs.example:8123/prod.usage
  stillhunt explain-sql --from clickhouses://reader@logs.example/prod.usage --since 2026-05-01 --slices 8 --json

Prints the statements that investigate --from would run, to the letter, for people who must review them. The server is asked
for the columns and a few rows alone. All statements are SELECT: the user needs to read the table, and nothing else.
`;

/** \`stillhunt explain-sql\`: the statements that a table is asked with. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('explain-sql')
    .description('print the statements that investigate --from would run on a server');
  addWarehouseOptions(addLogOptions(command))
    .option('--json', 'print them as JSON, with settings')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ExplainSqlOptions) => {
      const { from, slices, json } = options;
      if (from === undefined)
        throw new StillhuntError(
          'usage',
          'No table is named.',
          'Example: --from clickhouse://USER@HOST:8123/DATABASE.TABLE',
        );
      const reading = await ingestOptions(options);
      const statements = await withTable(
        from,
        options,
        { io, progress: progressSettings(true, io) },
        ({ warehouse, ...use }) =>
          pushedStatements(warehouse, {
            ...reading,
            ...windowOf(options),
            ...(slices === undefined ? {} : { slices }),
            ...use,
          }),
      );
      if (json) io.stdout(`${JSON.stringify(statements, null, 1)}\n`);
      else
        io.stdout(statements.map(({ purpose, text }) => plainLines(`-- ${purpose}\n${text};\n`)).join('\n'));
    });
}
