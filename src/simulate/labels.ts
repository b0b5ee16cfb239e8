import type { World } from './world.js';
import { accountText } from './write-log.js';

export const LABELS_HEADER = 'account_id,group,kind';

/** One line for every account with requests in the log, by account id; `group` is empty for the crowd. */
export function labelsText(world: World): string {
  const requests = requestsByAccount(world);
  const text = accountText(world);
  const lines = world.accounts
    .filter(({ id }) => requests[id]! > 0)
    .map(({ id, group }) => {
      const planted = world.groups[group];
      return `${text(id)},${planted ? `${planted.name},${planted.kind}` : ',benign'}`;
    })
    .sort();
  return `${LABELS_HEADER}\n${lines.join('\n')}\n`;
}

/** Requests of each account, by its id. */
export function requestsByAccount(world: World): Uint32Array {
  const counts = new Uint32Array(world.accounts.length);
  const { account } = world.log.columns;
  for (let i = 0; i < world.log.rows; i++) counts[account[i]!]!++;
  return counts;
}
