import type { FacetTable } from '../fingerprint/index.js';
import { Random } from '../simulate/random.js';
import { addDonorTraffic } from './donor-traffic.js';
import { groupMeans } from './group-means.js';
import { Habit } from './habit.js';
import { addOperationTraffic, OWN_FACETS } from './operation-traffic.js';
import type { PlannedGroup } from './plan.js';
import { PlantedCounts } from './planted-counts.js';
import type { Population } from './population.js';
import { publicValues } from './public-values.js';
import { freshWords, Renaming } from './renaming.js';

/**
 * The accounts of planted groups as a facet table of their own, to be merged with the log's. Each is a donor's traffic
 * thinned to the share that is not the operation's, without what identifies the donor, and the operation's requests on
 * top. Facets without data in the log get none. Pure: the same log, groups and seed give the same table.
 *
 * This is one kind of operation, made from this log's own accounts: a pool of networks, payments shared by handfuls
 * under different organisations, prompts that nobody asks twice. It says nothing of operations that differ.
 */
export function plant(log: Population, groups: readonly PlannedGroup[], seed: number): FacetTable {
  const planned = groups.flatMap((group) => group.accounts);
  const names = planned.map(({ name }) => name).sort((x, y) => (x < y ? -1 : 1));
  const numberOf = new Map(names.map((name, a) => [name, a]));
  const publics = publicValues(
    log.table,
    planned.map(({ donor }) => donor),
  );
  const counts = new PlantedCounts(names);
  for (const group of groups) {
    const random = new Random(seed).fork(`group ${group.number}`);
    const means = groupMeans(log, group, random.fork('means'));
    const source = new Habit(log.table, group.source);
    group.accounts.forEach(({ name, donor, operation, own }, i) => {
      const mine = random.fork(`account ${i}`);
      const [org, key, , device] = OWN_FACETS.map(() => freshWords(mine));
      const values = [org!, key!, means.payments[i]!, device!];
      const renaming = new Renaming(mine, publics, new Map(OWN_FACETS.map((f, n) => [f, values[n]!])));
      const account = numberOf.get(name)!;
      const kept = own / log.table.totals.requests[donor]!;
      addDonorTraffic(log, counts, account, donor, kept, renaming, mine);
      const careful = group.cell.disguise === 'careful';
      const habit = careful ? new Habit(log.table, donor) : source;
      const worker = { disguise: group.cell.disguise, habit, means, renaming };
      addOperationTraffic(log, counts, account, operation, worker, mine);
    });
  }
  return counts.finish(log.table);
}
