const LOG_NAME =
  /\.(?:(?:csv|tsv|json|jsonl|ndjson|log|parquet|arrow|feather)(?:\.(?:gz|zst))?|tar(?:\.(?:gz|zst))?|tgz)$/i;

/** Names that are taken in folders and archives, for people. */
export const LOG_NAMES =
  '.csv, .tsv, .json, .jsonl, .ndjson, .log, .parquet, .arrow and .feather, the same with .gz or .zst, and .tar, ' +
  '.tgz, .tar.gz and .tar.zst';

/**
 * Whether a file that nobody named is taken for a log: folders and archives hold other things too. What is in it is
 * told by content.
 */
export function isLogName(name: string): boolean {
  return LOG_NAME.test(name);
}

/** Counts a name that is not taken by its extension. */
export function tally(others: Map<string, number>, name: string): void {
  const extension = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0].toLowerCase() ?? 'unnamed';
  others.set(extension, (others.get(extension) ?? 0) + 1);
}

/** The most frequent extensions, as `3 .md, 1 .txt files`. */
export function tallyText(others: ReadonlyMap<string, number>): string {
  const held = [...others]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 8)
    .map(([extension, count]) => `${count} ${extension}`);
  return held.length > 0 ? `${held.join(', ')} files` : 'nothing';
}
