import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { StillhuntError } from '../errors.js';
import {
  parseFindings,
  parseLabels,
  type Reliability,
  reliability,
  reliabilitySvg,
  reliabilityTable,
  score,
  scoreTable,
  shown,
} from '../evaluate/index.js';
import type { CommandIo } from './command-io.js';

interface EvaluateOptions {
  readonly labels: readonly string[];
  readonly json?: true;
  readonly diagram?: string;
}

const EXAMPLES = `
Examples:
  stillhunt evaluate case/findings.json --labels labels.csv
  stillhunt evaluate a/findings.json b/findings.json --labels a.csv --labels b.csv --diagram reliability.svg

Several findings need as many --labels, in the same order. Each is scored alone; reliability is that of all their groups
together: of groups with a calibrated likelihood ratio, those are operations in which at least 60 % of the labelled
accounts belong to operations.
`;

/** `stillhunt evaluate`: how well findings agree with labels, and likelihood ratios with what groups are. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('evaluate')
    .description(
      'score findings against labels: accounts, operations recovered, look-alikes flagged, ranking, reliability',
    )
    .argument('<findings...>', 'findings.json of one investigation or more')
    .requiredOption(
      '--labels <file>',
      'CSV with the header account_id,group,kind; repeat it for each findings',
      (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
    )
    .option('--json', 'print the scores as JSON')
    .option('--diagram <file>', 'write the reliability diagram as SVG')
    .addHelpText('after', EXAMPLES)
    .action((findings: string[], options: EvaluateOptions) => evaluate(findings, options, io));
}

async function evaluate(
  findings: readonly string[],
  { labels: files, json, diagram }: EvaluateOptions,
  io: CommandIo,
): Promise<void> {
  if (files.length !== findings.length) {
    throw new StillhuntError(
      'usage',
      `Received ${findings.length} findings and ${files.length} --labels, expected as many of both.`,
      'Repeat --labels for each findings file, in the same order.',
    );
  }
  const logs = [];
  for (const [n, file] of findings.entries()) {
    const groups = parseFindings(await read(file, 'findings'), file);
    const labels = parseLabels(await read(files[n]!, 'labels'), files[n]!);
    logs.push({ findings: file, labelled: files[n]!, groups, labels, scores: score(groups, labels) });
  }
  const found = reliability(logs);
  if (diagram !== undefined) await write(diagram, diagramOf(found));

  const single = logs.length === 1;
  if (json) {
    const each = logs.map(({ findings, labelled, scores }) => ({ findings, labels: labelled, ...scores }));
    const document = single ? { ...logs[0]!.scores, reliability: found } : { logs: each, reliability: found };
    io.stdout(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const tables = logs.map(({ findings, scores }) =>
    single ? scoreTable(scores) : `${shown(findings)}\n\n${scoreTable(scores)}`,
  );
  io.stdout([...tables, reliabilityTable(found)].join('\n'));
}

/** @throws StillhuntError `input`, naming what is missing, where there is nothing to draw. */
function diagramOf(found: Reliability): string {
  const missing = (message: string, next: string) =>
    new StillhuntError('input', `No reliability diagram: ${message}`, next);
  if (found.groups === 0) {
    throw missing(
      `none of the ${found.leftOut} groups has a calibrated likelihood ratio and a labelled account.`,
      'Give findings with calibrated support, and the labels of the same log; or leave --diagram out.',
    );
  }
  if (found.baseOdds === null) {
    const kind = found.operations === 0 ? 'an operation' : 'anything but an operation';
    throw missing(
      `none of the ${found.groups} groups is ${kind}, and odds need both.`,
      'Give findings of more logs, with operations and without; or leave --diagram out.',
    );
  }
  return reliabilitySvg(found, found.baseOdds);
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StillhuntError('input', `Cannot read the ${what} ${file}: ${reason}`, 'Check the path.');
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StillhuntError('input', `Cannot write the diagram ${file}: ${reason}`, 'Check the path.');
  }
}
