import type { FacetTable } from '../fingerprint/index.js';
import { belonging, FAMILIES, type Group, type LinkData } from '../link/index.js';
import type { EvidenceFamily, Member } from './finding.js';
import type { MixtureReader } from './mixture.js';
import { IMITATED_SHARE } from './thresholds.js';

/**
 * The members of a group with the evidence that each belongs to it, strongest first (ties by account id).
 */
export function groupMembers(
  table: FacetTable,
  data: LinkData,
  group: Group,
  mixture: MixtureReader,
): Member[] {
  const shares = mixture.shares(group.members);
  const scratch = new Float64Array(FAMILIES.length);
  const prior = Math.log(Math.max(group.members.length - 1, 1) / data.accounts);
  const members = group.members.map((a, i): Member => {
    const total = belonging(data, a, group, scratch) + prior;
    const nats: Partial<Record<EvidenceFamily, number>> = {};
    FAMILIES.forEach((family, f) => {
      nats[family] = scratch[f]!;
    });
    return {
      accountId: table.accounts[a]!,
      shareOfRequests: shares === null ? null : shares[i]!,
      strength: memberStrength(total, scratch),
      requests: table.totals.requests[a]!,
      inputTokens: table.totals.inputTokens[a]!,
      outputTokens: table.totals.outputTokens[a]!,
      firstTime: table.totals.firstTime[a]!,
      lastTime: table.totals.lastTime[a]!,
      nats,
    };
  });
  return members.sort((x, y) => y.strength - x.strength || (x.accountId < y.accountId ? -1 : 1));
}

/**
 * The posterior that an account is a member, over a stranger and over a bystander whom the members imitate. Who imitates
 * chooses what is alike, so of the evidence for a bystander only what speaks against him counts:
 *
 *     1 / (1 + e^-total + IMITATED_SHARE · e^-against)
 *
 * @param total evidence for membership plus its prior log-odds, in nats
 * @param nats the evidence by family; `against` is the sum of what is below zero
 */
export function memberStrength(total: number, nats: ArrayLike<number>): number {
  let against = 0;
  for (let f = 0; f < nats.length; f++) against += Math.min(0, nats[f]!);
  return 1 / (1 + Math.exp(-total) + IMITATED_SHARE * Math.exp(-against));
}
