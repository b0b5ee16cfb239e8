import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { StillhuntError } from '../errors.js';
import { parseFindings, parseLabels, score, scoreTable } from '../evaluate/index.js';
import type { CommandIo } from './command-io.js';

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StillhuntError('input', `Cannot read the ${what} ${file}: ${reason}`, 'Check the path.');
  }
}

/** `stillhunt evaluate`: how well findings agree with labels. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('evaluate')
    .description(
      'score findings against labels: accounts, operations recovered, look-alikes flagged, ranking',
    )
    .argument('<findings>', 'findings.json of an investigation')
    .requiredOption('--labels <file>', 'CSV with the header account_id,group,kind')
    .option('--json', 'print the scores as JSON')
    .action(async (findings: string, options: { readonly labels: string; readonly json?: boolean }) => {
      const groups = parseFindings(await read(findings, 'findings'), findings);
      const labels = parseLabels(await read(options.labels, 'labels'), options.labels);
      const scores = score(groups, labels);
      io.stdout(options.json ? `${JSON.stringify(scores, null, 2)}\n` : scoreTable(scores));
    });
}
