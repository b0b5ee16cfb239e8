import { counted, figure, percent, plural, quantity, thousands } from './quantity.js';

/** A statistic as findings.json holds it. */
export interface Measured {
  readonly name: string;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly unit: string;
  readonly n: number;
}

/** What the statistics of the assessment say in words. */
interface StatisticWords {
  readonly label: string;
  /** The value in a phrase that stands by itself. */
  readonly say: (value: number) => string;
  /** What it is compared with, for example `log: 3.8`; without this word nothing is compared. */
  readonly compare?: (baseline: number) => string;
  /** Whether the value speaks for one operator, where it can: such a statistic is quoted first. */
  readonly speaks?: (value: number, baseline: number | null) => boolean;
  /** One line, with the direction. */
  readonly definition: string;
}

const log = (write: (value: number) => string) => (baseline: number) => `log: ${write(baseline)}`;
/** A spread of natural logarithms as the factor that it is. */
const factor = (spread: number) => figure(Math.exp(spread));
const hours = (bits: number) => figure(2 ** bits);
const typical = (rank: number) => `typical ${percent(rank)}`;
const others = (rank: number) =>
  rank >= 1 ? 'all accounts of the same volume' : `${percent(rank)} of accounts of the same volume`;
/** The rank from the other end, without the tail that 1 - 0.9 has. */
const rest = (rank: number) => Number((1 - rank).toPrecision(6));

const evenHours = {
  label: 'hours of the group',
  say: (bits: number) => `hours as if ${hours(bits)} of 24 were equally used`,
  compare: log(hours),
  definition:
    'how many hours of the day would give the same spread if equally used (2 to the entropy of the hours of the whole group); near 24 is round-the-clock cover, few speak against one operator, for a schedule',
};

const STATISTICS: ReadonlyMap<string, StatisticWords> = new Map(
  Object.entries<StatisticWords>({
    'members-showing': {
      label: 'members in whom the family shows',
      say: (share) => `shows in ${percent(share)} of the members`,
      compare: (share) => `strangers: ${percent(share)}`,
      definition:
        'share of the members whose own data in this family fit the group better than the log; near 100 % speaks for one source, the share of strangers says how often that happens by chance',
    },
    'volume-spread': {
      label: 'volume spread',
      say: (spread) => `requests per day vary by a factor of ${factor(spread)} between members`,
      compare: log(factor),
      speaks: (value, baseline) => baseline !== null && value < baseline / 2,
      definition:
        'e to the standard deviation of the logarithm of requests per active day over members; near 1 speaks for accounts fed from one queue, customers differ by 2 and more',
    },
    'output-spread': {
      label: 'output spread',
      say: (spread) => `mean answer lengths vary by a factor of ${factor(spread)} between members`,
      compare: log(factor),
      speaks: (value, baseline) => baseline !== null && value < baseline / 2,
      definition:
        'e to the standard deviation of the logarithm of the mean output tokens over members; near 1 speaks for one task in every account',
    },
    'hour-spread-rank': {
      label: 'evenness over the day',
      say: (rank) => `more even over the day than ${others(rank)}`,
      compare: typical,
      speaks: (rank) => rank > 0.6,
      definition:
        'share of accounts outside the group with about as many requests whose hours of the day are less even, for the median member; high speaks for machines or shifts, since persons sleep',
    },
    'pace-rank': {
      label: 'pace',
      say: (rank) => `fewer requests in an active five minutes than ${others(rest(rank))}`,
      compare: (rank) => typical(rest(rank)),
      speaks: (rank) => rank < 0.4,
      definition:
        'share of accounts of the same volume that send more requests in an active five minutes, for the median member; high speaks for a paced queue',
    },
    'output-rank': {
      label: 'answer length',
      say: (rank) => `longer answers than ${others(rank)}`,
      compare: typical,
      speaks: (rank) => rank > 0.6,
      definition:
        'share of accounts of the same volume whose mean answer is shorter, for the median member; high speaks for taking answers at length',
    },
    'least-day': {
      label: 'least day',
      say: (share) => `the quietest whole day has ${percent(share)} of the mean day`,
      compare: log(percent),
      speaks: (share) => share > 0.75,
      definition:
        'requests of the quietest whole day over the mean whole day; near 100 % speaks for a queue, since customers have weekends',
    },
    'same-hours': {
      label: 'same hours',
      say: (share) => `the hours of ${percent(share)} of the members fit those of the group`,
      speaks: (share) => share > 0.6,
      definition:
        'share of the members whose hours fit the hours of the group; high speaks for one schedule, and so do office hours and scheduled jobs',
    },
    'scheduled-hours': evenHours,
    'group-hour-entropy': { ...evenHours, speaks: (bits) => bits > 4.45 },
    'countries-per-account': {
      label: 'countries per account',
      say: (value) => `the median member comes from ${plural(value, 'countries')}`,
      compare: log(figure),
      speaks: (value) => value > 1.5,
      definition: 'distinct countries of the median member; several speak for rotating exits',
    },
    'common-exit': {
      label: 'common exit',
      say: (share) => `the network that most members use serves ${percent(share)} of them`,
      compare: log(percent),
      definition:
        'share of the members on the network that most of them use; near 100 % in one country speaks against one operator, for an employer, a campus or a tenant',
    },
    'shared-network-pool': {
      label: 'shared networks',
      say: (share) => `${percent(share)} of the members share a network with another member`,
      speaks: (share) => share >= 0.75,
      definition:
        'share of the members who use a network that another member uses; high without a common exit speaks for a rotating pool',
    },
    'payment-across-organisations': {
      label: 'payment across organisations',
      say: (share) => `${percent(share)} of the payers share a payment with a member of another organisation`,
      speaks: (share) => share > 0.2,
      definition:
        'share of the payers whose payment another member uses under another organisation; high speaks for one payer behind several names',
    },
    'one-payment': {
      label: 'one payment',
      say: (share) => `the payment that most members use pays for ${percent(share)} of the payers`,
      compare: log(percent),
      definition:
        'share of the payers on the payment that most of them use; high speaks against one operator, for a customer who pays openly for all',
    },
    'declared-organisation': {
      label: 'declared organisation',
      say: (share) => `the largest declared organisation has ${percent(share)} of the members`,
      compare: log(percent),
      definition:
        'share of the members in the largest declared organisation; high speaks against one operator, for a customer who says who it is',
    },
    'prompts-of-few-members': {
      label: 'prompts of few members',
      say: (share) => `${percent(share)} of the prompts recur in a few other members`,
      speaks: (share) => share > 0.1,
      definition:
        'share of the prompts that at least two members, but less than a fifth of them, have; high speaks for a list that is divided and sampled a few times',
    },
    'prompts-of-the-whole-group': {
      label: 'prompts of the whole group',
      say: (share) => `${percent(share)} of the prompts are known to a fifth of the members or more`,
      definition:
        'share of the prompts that at least a fifth of the members have; high speaks against one operator, for an exercise sheet or a public list',
    },
    'requests-per-prompt': {
      label: 'requests per prompt',
      say: (value) => `${plural(value, 'requests')} for each distinct prompt`,
      compare: log(figure),
      definition:
        'requests for each distinct prompt, median member; near 1 is coverage without repetition, more speaks for a list that is run again and again',
    },
    'requests-per-session': {
      label: 'requests per session',
      say: (value) => `${plural(value, 'requests')} in a session`,
      compare: log(figure),
      definition: 'requests in a session, median member; near 1 means requests without follow-up',
    },
    'uncached-share': {
      label: 'uncached share',
      say: (share) => `${percent(share)} of the requests have no cached input`,
      compare: log(percent),
      definition:
        'share of the requests without cached input, median member; near 100 % means requests without follow-up, where the log as a whole is lower',
    },
    'group-requests-per-day': {
      label: 'requests of the group per day',
      say: (value) => `${plural(value, 'requests')} of the whole group on an active day`,
      compare: (value) => `the busiest hundredth of single accounts: ${figure(value)} and more`,
      definition:
        'requests of all members together on a day with any; more than the busiest single accounts make speaks for harvesting',
    },
    families: {
      label: 'families that speak for one operator',
      say: (value) => counted(value, 'family').replace('familys', 'families'),
      definition: 'families of evidence that speak for one operator by a factor of two or more',
    },
    'active-days': {
      label: 'active days',
      say: (value) => plural(value, 'days'),
      definition: 'days (UTC) with any request of the group',
    },
    size: { label: 'size', say: (value) => counted(value, 'account'), definition: 'accounts of the group' },
    'requests-per-account': {
      label: 'requests per account',
      say: (value) => `${plural(value, 'requests')} for each account`,
      definition: 'requests of the group over its accounts; few say little about each account',
    },
    'loose-members': {
      label: 'loose members',
      say: (share) => `${percent(share)} of the members`,
      definition: 'share of the members with a strength under 0.9',
    },
  }),
);

/** `requests per day vary by a factor of 1.16 between members (log: 3.8)`; `size`: accounts of the group. */
export function statisticText(statistic: Measured, size: number): string {
  const { name, value, baseline, unit, n } = statistic;
  const known = STATISTICS.get(name);
  if (known === undefined) return genericText(statistic, size);
  const notes: string[] = [];
  if (value !== null && baseline !== null && known.compare) notes.push(known.compare(baseline));
  if (n !== size) notes.push(`over ${unit === 'requests' ? thousands(n) : counted(n, 'account')}`);
  const text = value === null ? `${known.label} not measured` : known.say(value);
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

/** All of them, in their order. */
export function statisticsText(entries: readonly Measured[], size: number): string {
  return entries.map((entry) => statisticText(entry, size)).join('; ');
}

/** The statistic to quote for a family: one that speaks for one operator, else the first. */
export function tellingStatistic<T extends Measured>(entries: readonly T[]): T | undefined {
  const speaking = entries.find(
    ({ name, value, baseline }) => value !== null && STATISTICS.get(name)?.speaks?.(value, baseline) === true,
  );
  return speaking ?? entries.find(({ name }) => name === 'members-showing' || !STATISTICS.has(name));
}

/** Label and definition of every known name among those given; each label once, in the order of the table. */
export function glossary(names: ReadonlySet<string>): [label: string, definition: string][] {
  const found = [...STATISTICS].filter(([name]) => names.has(name));
  return [...new Map(found.map(([, { label, definition }]) => [label, definition]))];
}

/** The label of a statistic; a name that is not in the table is shown as its own words. */
export function statisticWords(name: string): string {
  return STATISTICS.get(name)?.label ?? plainWords(name);
}

/** `shared-networks` and `max_tokens` as words; nothing but letters, digits and spaces gets through. */
export function plainWords(code: string): string {
  const plain = code.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return plain === '' ? 'unnamed' : plain;
}

function genericText({ name, value, baseline, unit, n }: Measured, size: number): string {
  const label = plainWords(name);
  // A unit that the label already says is not said twice.
  const shown = label.split(' ').includes(unit) ? '' : unit;
  const notes = baseline === null ? [] : [quantity(baseline, shown)];
  if (n !== size) notes.push(`n = ${thousands(n)}`);
  const text = `${label} ${quantity(value, shown)}`;
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}
