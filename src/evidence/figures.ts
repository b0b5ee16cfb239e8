import type { ActivityRow, Figures, Shares, TwinRow } from '../assess/figures/figures.js';
import type {
  ActivityRowEntry,
  AdoptionEntry,
  Compared,
  FiguresEntry,
  TwinRowEntry,
} from './figures-entry.js';
import { isoMicroseconds } from './instant.js';
import { fraction, hours, nats, significant } from './rounding.js';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;

/** The figures of one group as the document has them. O(size of the figures). */
export function figuresEntry(figures: Figures): FiguresEntry {
  const { activity, handOvers, infrastructure, twin } = figures;
  return {
    activity: {
      from: activity.from === null ? null : isoMicroseconds(activity.from * HOUR_US),
      column_hours: activity.columnHours,
      columns: activity.columns,
      group: activity.group.map(rowEntry),
      twin: activity.twin.map(twinEntry),
      members_left_out: activity.membersLeftOut,
    },
    hours: compared(figures.hours),
    facets: figures.facets.map(({ facet, unit, values, shares, other }) => ({
      facet,
      unit,
      values,
      shares: compared(shares),
      other: { group: fraction(other.group), twin: fraction(other.twin), log: fraction(other.log) },
    })),
    infrastructure: {
      members: infrastructure.members,
      values: infrastructure.values.map(({ facet, value, members, accounts, rarityNats }) => ({
        facet,
        value,
        members,
        accounts,
        rarity_nats: nats(rarityNats),
      })),
      edges: infrastructure.edges,
      members_left_out: infrastructure.membersLeftOut,
      values_left_out: infrastructure.valuesLeftOut,
    },
    hand_overs: {
      within_hours: handOvers.withinHours,
      pairs: handOvers.pairs.map(({ ended, started, gapHours, shared }) => ({
        ended,
        started,
        gap_hours: hours(gapHours),
        shared: shared.map(({ facet, value }) => ({ facet, value })),
      })),
      pairs_in_all: handOvers.pairsInAll,
      twin_pairs_in_all: handOvers.twinPairsInAll,
    },
    adoption: figures.adoption && adoptionEntry(figures.adoption),
    sensitivity: figures.sensitivity.map(({ without, score, holds }) => ({
      without,
      score: significant(score) ?? 0,
      holds,
    })),
    posteriors: figures.posteriors.map(({ oneIn, probability, probabilityLow }) => ({
      one_in: oneIn,
      probability: significant(probability) ?? 0,
      probability_low: significant(probabilityLow) ?? 0,
    })),
    twin: {
      accounts: twin.accounts,
      requests: twin.requests,
      members_requests: twin.membersRequests,
      match: twin.match,
    },
  };
}

function rowEntry(row: ActivityRow): ActivityRowEntry {
  return { account_id: row.accountId, ...twinEntry(row) };
}

function twinEntry({ firstTime, lastTime, requests }: TwinRow): TwinRowEntry {
  return {
    first_time: isoMicroseconds(firstTime),
    last_time: isoMicroseconds(lastTime),
    requests,
  };
}

function adoptionEntry(adoption: NonNullable<Figures['adoption']>): AdoptionEntry {
  const { model, releasedDay, fromDay, columnDays, shares } = adoption;
  return {
    model,
    released: isoMicroseconds(releasedDay * DAY_US)!,
    from: isoMicroseconds(fromDay * DAY_US)!,
    column_hours: columnDays * 24,
    shares: compared(shares),
  };
}

function compared({ group, twin, log }: Shares): Compared {
  return { group: group.map(fraction), twin: twin.map(fraction), log: log.map(fraction) };
}
