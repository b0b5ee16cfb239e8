import { plainTable } from './plain-table.js';
import { type Reliability, type ReliabilityBin, STRONG_RATIO } from './reliability.js';

/*
reliability  462 groups with a calibrated ratio: 31 operations, 431 others (2 mixed); odds before 0.072
             ratio of 100 or more for 0 of 431 that are no operation: 0.000 (95 % 0.000 to 0.009)

likelihood ratio  groups  operations  share    low   high  predicted  predicted odds
below 1/10           402           1  0.002  0.000  0.014      0.001         0.0011
*/

const ratio = (value: number | null) => (value === null ? 'n/a' : value.toFixed(3));

/** The range of a bin, for example `10 to 100`. */
export function binText({ from, below }: ReliabilityBin): string {
  const end = (value: number) => (value === 0.1 ? '1/10' : value.toLocaleString('en'));
  if (below === null) return `${end(from)} or more`;
  return from === 0 ? `below ${end(below)}` : `${end(from)} to ${end(below)}`;
}

/** What the table says of groups that are no operation and were given strong support. */
export function strongText({ strong }: Reliability): string {
  return (
    `ratio of ${STRONG_RATIO} or more for ${strong.given} of ${strong.others} that are no operation: ` +
    `${ratio(strong.share)} (95 % ${ratio(strong.interval.low)} to ${ratio(strong.interval.high)})`
  );
}

/** Reliability as plain text for a terminal, ending in a line break; one line where nothing is calibrated. */
export function reliabilityTable(found: Reliability): string {
  const { groups, operations, mixed, baseOdds } = found;
  if (groups === 0) return 'reliability  not measured: no group has a calibrated likelihood ratio\n';
  const counts = `${groups} groups with a calibrated ratio: ${operations} operations, ${groups - operations} others (${mixed} mixed)`;
  const head = [
    'likelihood ratio',
    'groups',
    'operations',
    'share',
    'low',
    'high',
    'predicted',
    'predicted odds',
  ];
  const rows = found.bins.map((bin) => [
    binText(bin),
    bin.groups,
    bin.operations,
    ratio(bin.share),
    ratio(bin.interval.low),
    ratio(bin.interval.high),
    ratio(bin.predictedShare),
    bin.predictedOdds === null ? 'n/a' : significant(bin.predictedOdds),
  ]);
  const lines = [
    `reliability  ${counts}; odds before ${baseOdds === null ? 'n/a' : significant(baseOdds)}`,
    `             ${strongText(found)}`,
    '',
    ...plainTable(head, rows),
  ];
  return `${lines.join('\n')}\n`;
}

/** Two digits that matter, never as a power of ten. */
function significant(value: number): string {
  return value === 0 ? '0' : value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(value))));
}
