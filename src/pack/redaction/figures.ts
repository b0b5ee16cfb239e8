import type {
  ActivityRowEntry,
  Compared,
  FacetComparisonEntry,
  FiguresEntry,
  TwinRowEntry,
} from '../../evidence/figures-entry.js';
import { account, facet, family, ofFacet } from './entry-parts.js';
import { choice, figure, keyed, list, object, orNull, own, type Rule, time } from './rule.js';

const compared = object<Compared>({
  group: list(figure()),
  twin: list(figure()),
  log: list(figure()),
});

const times = {
  first_time: time<string | null>(),
  last_time: time<string | null>(),
  requests: list(figure<number>()),
};
const memberRows = list(object<ActivityRowEntry>({ account_id: account, ...times }));
const twinRows = list(object<TwinRowEntry>(times));

const pair = list(figure<number>()) as unknown as Rule<readonly [number, number]>;

/** What the charts are drawn from. */
export const figures = object<FiguresEntry>({
  activity: object({
    from: time(),
    column_hours: figure(),
    columns: figure(),
    group: memberRows,
    twin: twinRows,
    members_left_out: figure(),
  }),
  hours: compared,
  facets: list(
    object<FacetComparisonEntry>({
      facet,
      unit: own((unit) => ['', 'tokens', 'ms'].includes(unit)),
      values: list(ofFacet),
      shares: compared,
      other: object({ group: figure(), twin: figure(), log: figure() }),
    }),
  ),
  infrastructure: object({
    members: list(account),
    values: list(
      object<FiguresEntry['infrastructure']['values'][number]>({
        facet,
        value: ofFacet,
        members: figure(),
        accounts: figure(),
        rarity_nats: figure(),
      }),
    ),
    edges: list(pair),
    members_left_out: figure(),
    values_left_out: figure(),
  }),
  hand_overs: object({
    within_hours: figure(),
    pairs: list(
      object<FiguresEntry['hand_overs']['pairs'][number]>({
        ended: account,
        started: account,
        gap_hours: figure(),
        shared: list(object({ facet, value: ofFacet })),
      }),
    ),
    pairs_in_all: figure(),
    twin_pairs_in_all: figure(),
  }),
  adoption: orNull(
    object<NonNullable<FiguresEntry['adoption']>>({
      model: keyed('model'),
      released: time(),
      from: time(),
      column_hours: figure(),
      shares: compared,
    }),
  ),
  sensitivity: list(object({ without: family, score: figure(), holds: figure() })),
  posteriors: list(object({ one_in: figure(), probability: figure(), probability_low: figure() })),
  twin: object({
    accounts: figure(),
    requests: figure(),
    members_requests: figure(),
    match: choice<FiguresEntry['twin']['match']>({ matched: true, few: true }),
  }),
});
