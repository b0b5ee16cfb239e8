import { diskError } from '../durable-file.js';
import { StillhuntError } from '../errors.js';
import type { SipKey } from '../facet/siphash.js';
import type { DayStage, Moved, PushedDays } from '../warehouse/index.js';
import type { AddedBatch } from './add-batch.js';
import { batchSources, type Reading } from './case-batch.js';
import { checkKey, openCase, sweep } from './case-folder.js';
import type { CaseKeys } from './case-keys.js';
import { CaseStage } from './day-stage.js';
import { commitNew, holders, logFiles } from './new-batch.js';

/** A table in a case: the batch, and how it was counted. */
export interface AddedTable extends AddedBatch {
  readonly moved: Moved;
  /** Days that an earlier run had counted before it ended. */
  readonly resumed: number;
}

/**
 * Counts a table day by day into a new batch of a case. Days that are done are kept beside the case until all are; the next
 * call for the same table goes on from there. Counts that the case has already add nothing. The batch counts from one rename on.
 * To be called under the case's lock.
 * @param source name of the table
 * @param count counts the days that the stage does not know; the key is that of a case that keeps pseudonyms
 * @throws StillhuntError as `count` and `checkKey` do, with how many days are kept
 */
export async function addTable(
  folder: string,
  source: string,
  reading: Reading,
  count: (stage: DayStage, key: SipKey | null) => Promise<PushedDays>,
  version: string,
  keys: CaseKeys | null = null,
): Promise<AddedTable> {
  const state = await openCase(folder);
  checkKey(state, keys?.keyId ?? null);
  await sweep(state);
  const stage = new CaseStage(folder, source, keys);
  const { days, ingest, fields, moved, resumed } = await counted(stage, () =>
    count(stage, keys?.values ?? null),
  );
  const files = logFiles(ingest);
  const holderOf = holders(state, keys);
  const known = files
    .map(({ name, sha256 }) => ({ name, batch: holderOf(sha256) }))
    .filter(({ batch }) => batch !== null);
  if (known.length > 0 || days.length === 0) {
    await stage.clear();
    return { id: null, batch: null, known, ingest, moved, resumed };
  }
  const logs = { files, readings: [reading], ...batchSources(ingest, [null]) };
  const made = await commitNew(state, keys, version, logs, ingest, async (partial) => {
    const segments = [];
    for (const day of days) segments.push(await stage.write(day, fields, partial));
    return segments;
  });
  await stage.clear();
  return { ...made, known, moved, resumed };
}

/** What went wrong says what is kept, too. */
async function counted<T>(stage: CaseStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const told = diskError(
      error,
      'The counted days cannot be kept',
      'Free space or mend the disk, then run again.',
    );
    const days = await stage.size();
    if (!(told instanceof StillhuntError) || days === 0) throw told;
    const kept = `The case is as it was. ${days === 1 ? '1 day is' : `${days} days are`} counted and kept: the same command goes on from there.`;
    throw new StillhuntError(
      told.kind,
      told.message,
      told.next === undefined ? kept : `${told.next} ${kept}`,
    );
  }
}
