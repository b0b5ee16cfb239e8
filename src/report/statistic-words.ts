import { counted, figure, percent, plural, quantity, signed, thousands } from './quantity.js';

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
  /** What it is compared with as a bare value; without this nothing is compared. */
  readonly compare?: (baseline: number) => string;
  /** Whose value that is, where it is always the same. */
  readonly against?: string;
  /** Whether the value speaks for one operator, where it can: such a statistic is quoted first. */
  readonly speaks?: (value: number, baseline: number | null) => boolean;
  /** One line, with the direction. */
  readonly definition: string;
}

/**
 * Whose value stands in brackets: measures of evidence are compared with the median of groups drawn at random from the
 * log, signs of harvesting with all accounts of the log as if they were one group.
 */
export type Comparison = 'random groups' | 'log';

/** A difference to either side of 0 in the words for its side. */
const side = (value: number, above: (size: string) => string, below: (size: string) => string) =>
  value < 0 ? below(percent(-value)) : above(percent(value));
const above = (margin: number) => (value: number, baseline: number | null) =>
  baseline !== null && value - baseline >= margin;
const under = (share: number) => (value: number, baseline: number | null) =>
  baseline !== null && value <= baseline * share;
/** A spread of natural logarithms as the factor that it is. */
const factor = (spread: number) => figure(Math.exp(spread));
const hours = (bits: number) => figure(2 ** bits);
const others = (rank: number) =>
  rank >= 1 ? 'all accounts of the same volume' : `${percent(rank)} of accounts of the same volume`;
/** The rank from the other end, without the tail that 1 - 0.9 has. */
const rest = (rank: number) => Number((1 - rank).toPrecision(6));

const evenHours = {
  label: 'hours of the group',
  say: (bits: number) => `hours as if ${hours(bits)} of 24 were equally used`,
  compare: hours,
  definition:
    'how many hours of the day would give the same spread if equally used (2 to the entropy of the hours of the whole group); near 24 is round-the-clock cover, few speak against one operator, for a schedule',
};

const STATISTICS: ReadonlyMap<string, StatisticWords> = new Map(
  Object.entries<StatisticWords>({
    'members-showing': {
      label: 'members in whom the family shows',
      say: (share) => `shows in ${percent(share)} of the members`,
      compare: percent,
      against: 'strangers',
      definition:
        'share of the members whose own data in this family fit the group better than the log; near 100 % speaks for one source, the share of strangers says how often that happens by chance',
    },
    'content-ties': {
      label: 'ties by prompts',
      say: (share) => `prompts that few share tie ${percent(share)} of the members together`,
      compare: percent,
      speaks: above(0.2),
      definition:
        'share of the members that prompts or system prompts known to a handful each tie into one mesh across organisations, the largest single tie left out; high speaks for one work list, and so do a class and the sample questions of a gateway',
    },
    'work-split': {
      label: 'work list handed out',
      say: (share) => `the prompts are to ${percent(share)} a list handed out among the members`,
      compare: percent,
      speaks: above(0.2),
      definition:
        'share of the repeated prompts that few members and nobody outside have, times the share that these are of all prompts; high speaks for a list that is divided among the accounts',
    },
    'repeated-sampling': {
      label: 'fixed repetition of prompts',
      say: (share) =>
        side(
          share,
          (size) => `the number of members that ask a shared prompt is ${size} more even than by chance`,
          (size) => `the number of members that ask a shared prompt is ${size} less even than by chance`,
        ),
      compare: percent,
      speaks: above(0.3),
      definition:
        'how much less the number of members that ask a prompt varies than if each had drawn it by chance; near 100 % speaks for prompts that are asked a fixed number of times, as an evaluation does too',
    },
    'prompts-of-the-whole-group': {
      label: 'prompts of the whole group',
      say: (share) => `${percent(share)} of the prompts are known to a fifth of the members or more`,
      compare: percent,
      definition:
        'share of the prompts that at least a fifth of the members have, in small groups at least nine members or three quarters of them; high speaks against one operator, for an exercise sheet or a public list',
    },
    'requests-per-prompt': {
      label: 'requests per prompt',
      say: (value) => `${plural(value, 'requests')} for each distinct prompt`,
      compare: figure,
      definition:
        'requests for each distinct prompt, median member; near 1 is coverage without repetition, more speaks for a list that is run again and again',
    },
    'length-agreement': {
      label: 'agreement of lengths',
      say: (nats) => `lengths of the others predict those of a member by ${signed(nats)} nats`,
      compare: signed,
      speaks: above(2),
      definition:
        'how much better the pooled token counts of the other members predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for one source, and so does a public template',
    },
    'output-spread': {
      label: 'output spread',
      say: (spread) => `mean answer lengths vary by a factor of ${factor(spread)} between members`,
      compare: factor,
      speaks: under(0.5),
      definition:
        'e to the standard deviation of the logarithm of the mean output tokens over members; near 1 speaks for one task in every account',
    },
    'output-rank': {
      label: 'answer length',
      say: (rank) => `longer answers than ${others(rank)}`,
      compare: percent,
      speaks: above(0.1),
      definition:
        'share of accounts of the same volume whose mean answer is shorter, for the median member; high speaks for taking answers at length',
    },
    'specialisation-gap': {
      label: 'specialisation of members',
      say: (share) =>
        `${percent(Math.max(share, 0))} of the variety in models and lengths lies between members, not within them`,
      compare: (share) => percent(Math.max(share, 0)),
      speaks: above(0.2),
      definition:
        'how far each member is narrower than all of them together, as a share of the entropy of their models and lengths; high speaks for work split by topic, and customers of one purpose each show it too',
    },
    'setting-agreement': {
      label: 'agreement of settings',
      say: (nats) => `settings of the others predict those of a member by ${signed(nats)} nats`,
      compare: signed,
      speaks: above(2),
      definition:
        'how much better the settings of the other members (model, limits, temperature, client) predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for one source, and so does a public client',
    },
    'release-pivot': {
      label: 'move to a model',
      say: (share) =>
        `${percent(share)} of the members move to one model on one day, beyond what other accounts do`,
      compare: percent,
      speaks: above(0.1),
      definition:
        'largest share of the members that begin to use the same model on the same day, less what accounts outside that used the same models before do on that day; high speaks for one decision, and so does an employer or a client that changes its default',
    },
    'cross-ties': {
      label: 'ties of several kinds',
      say: (share) => `ties of at least two kinds hold ${percent(share)} of the members together`,
      compare: percent,
      speaks: above(0.1),
      definition:
        'share of the members in one mesh of payments, networks, devices and prompts that few share each and that cross organisations, of whom at least two of these kinds tie; high speaks for one operator',
    },
    'network-ties': {
      label: 'ties by networks',
      say: (share) => `networks that few share tie ${percent(share)} of the members together`,
      compare: percent,
      speaks: above(0.2),
      definition:
        'share of the members that networks used by a handful each tie into one mesh across organisations, the largest single tie left out; high speaks for a pool of exits, and so do the offices of an employer and the exits of a gateway',
    },
    'shared-network-pool': {
      label: 'shared networks',
      say: (share) => `${percent(share)} of the members share a network with another member`,
      compare: percent,
      speaks: above(0.3),
      definition:
        'share of the members who use a network that another member uses; high without a common exit speaks for a rotating pool',
    },
    'device-ties': {
      label: 'ties by devices',
      say: (share) => `devices that few share tie ${percent(share)} of the members together`,
      compare: percent,
      speaks: above(0.2),
      definition:
        'share of the members that devices used by a handful each tie into one mesh across organisations, the largest single tie left out; high speaks for one set of machines, and so do shared workstations',
    },
    'common-exit': {
      label: 'common exit',
      say: (share) => `the network that most members use serves ${percent(share)} of them`,
      compare: percent,
      definition:
        'share of the members on the network that most of them use; near 100 % speaks against one operator, for an employer, a campus or a tenant',
    },
    'network-churn': {
      label: 'networks per day',
      say: (value) => `the median member uses ${plural(value, 'networks')} on an active day`,
      compare: figure,
      speaks: above(1),
      definition:
        'networks per active day of the median member; many speak for rotating exits, and so do mobile carriers',
    },
    'countries-per-account': {
      label: 'countries per account',
      say: (value) => `the median member comes from ${plural(value, 'countries')}`,
      compare: figure,
      speaks: above(1),
      definition: 'distinct countries of the median member; several speak for rotating exits',
    },
    'region-mismatch': {
      label: 'change of country',
      say: (value) => `the median member adds ${plural(value, 'countries')} on an active day`,
      compare: figure,
      speaks: above(0.1),
      definition:
        'distinct countries beyond the first, for each active day of the median member; more than a traveller reaches (0.1) speaks for rotating exits',
    },
    'payment-ties': {
      label: 'ties by payments',
      say: (share) => `payments that few share tie ${percent(share)} of the payers across organisations`,
      compare: percent,
      speaks: above(0.1),
      definition:
        'share of the payers whose payment a handful of members use under another organisation, the largest single tie left out; high speaks for one payer behind several names',
    },
    'one-payment': {
      label: 'one payment',
      say: (share) => `the payment that most members use pays for ${percent(share)} of the payers`,
      compare: percent,
      definition:
        'share of the payers on the payment that most of them use; high speaks against one operator, for a customer who pays openly for all',
    },
    'declared-organisation': {
      label: 'declared organisation',
      say: (share) =>
        `the largest declared organisation has ${percent(share)} of the members that declare one`,
      compare: percent,
      definition:
        'share of the members in the largest declared organisation, of those that declare one; high speaks against one operator, for a customer who says who it is',
    },
    'hour-agreement': {
      label: 'agreement of hours',
      say: (nats) => `hours of the others predict those of a member by ${signed(nats)} nats`,
      compare: signed,
      speaks: above(1),
      definition:
        'how much better the pooled hours of the other members predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for one schedule, and so do office hours and scheduled jobs',
    },
    'hour-spread-rank': {
      label: 'evenness over the day',
      say: (rank) => `more even over the day than ${others(rank)}`,
      compare: percent,
      speaks: above(0.1),
      definition:
        'share of accounts with about as many requests whose hours of the day are less even, for the median member; high speaks for machines or shifts, since persons sleep',
    },
    'hour-cover': {
      label: 'shifts that fill the day',
      say: (share) =>
        side(
          share,
          (size) => `hours of the members complete one another to an even day by ${size}`,
          (size) => `hours of the members coincide by ${size}`,
        ),
      compare: percent,
      speaks: above(0.3),
      definition:
        "how far members' uneven hours even out in the sum; 100 % is an even day made of shifts, 0 habits of unrelated phase, below 0 shared hours; high speaks for shifts, and so does a team round the world",
    },
    'pace-rank': {
      label: 'pace',
      say: (rank) => `fewer requests in an active five minutes than ${others(rest(rank))}`,
      compare: (rank) => percent(rest(rank)),
      speaks: (value, baseline) => baseline !== null && value <= baseline - 0.1,
      definition:
        'share of accounts of the same volume that send more requests in an active five minutes, for the median member; high speaks for a paced queue',
    },
    'least-day': {
      label: 'least day',
      say: (share) => `the quietest whole day has ${percent(share)} of the mean day`,
      compare: percent,
      speaks: above(0.15),
      definition:
        'requests of the quietest whole day over the mean whole day; near 100 % speaks for a queue, since customers have weekends',
    },
    'scheduled-hours': evenHours,
    'slot-alignment': {
      label: 'start on the clock',
      say: (share) =>
        `the fullest five-minute slot of the hour holds ${percent(share)} of a member's activity`,
      compare: percent,
      definition:
        'share of active five-minute slots of the median member that fall on the same minutes of the hour; by itself it speaks for nothing: high says how far scheduled jobs may explain the rhythm',
    },
    'central-queue': {
      label: 'steadiness of the total',
      say: (ln) =>
        `the group's hourly total is ${figure(Math.exp(Math.abs(ln)))} times ${ln < 0 ? 'less steady' : 'steadier'} than independent members would make it`,
      compare: (ln) => `${figure(Math.exp(Math.abs(ln)))} times ${ln < 0 ? 'less steady' : 'steadier'}`,
      speaks: above(0.5),
      definition:
        "variance that members' hourly requests would have in sum if independent, over that of their total, each member's own habits taken off; above 1 speaks for a queue with a fixed budget, and so does load balancing over the keys of a customer",
    },
    'shift-cover': {
      label: 'members take turns',
      say: (share) =>
        side(
          share,
          (size) => `the number of active members is ${size} steadier than independent members would make it`,
          (size) =>
            `the number of active members is ${size} less steady than independent members would make it`,
        ),
      compare: percent,
      speaks: above(0.2),
      definition:
        "how much less the number of active members varies from hour to hour than if they were independent, each member's own habits taken off; high speaks for accounts that rest while others work",
    },
    synchrony: {
      label: 'synchrony',
      say: (correlation) =>
        `activity of two members in the same five minutes correlates by ${figure(correlation)}, own habits taken off`,
      compare: figure,
      speaks: above(0.05),
      definition:
        "mean correlation of two members' activity in the same five minutes beyond each one's own habits; above 0 speaks for one clock, and so do jobs on fixed days and a class",
    },
    'hand-over': {
      label: 'replacement after loss',
      say: (share) =>
        side(
          share,
          (size) => `${size} more ends of members are followed by a start of another than by chance`,
          (size) => `${size} fewer ends of members are followed by a start of another than by chance`,
        ),
      compare: percent,
      speaks: above(0.2),
      definition:
        "share of members' ends that another member's start follows within a day and a half, less the share by chance; high speaks for accounts that are replaced, and so do keys that are rotated",
    },
    'start-burst': {
      label: 'starts in one day',
      say: (share) =>
        side(
          share,
          (size) => `one day holds ${size} more of the members' starts than of other accounts' starts`,
          (size) => `one day holds ${size} less of the members' starts than of other accounts' starts`,
        ),
      compare: percent,
      speaks: above(0.2),
      definition:
        'largest share of the known starts of members within one day, less the share of other accounts; high speaks for accounts opened together, and so do a roll-out and a class',
    },
    'volume-agreement': {
      label: 'agreement of volumes',
      say: (nats) => `volumes of the others predict those of a member by ${signed(nats)} nats`,
      compare: signed,
      speaks: above(1),
      definition:
        'how much better the daily volume and pace of the other members predict those of a member than the log does, mean over members in nats, at most 8 either way; high speaks for equal portions, and so do scheduled jobs',
    },
    'volume-spread': {
      label: 'volume spread',
      say: (spread) => `requests per day vary by a factor of ${factor(spread)} between members`,
      compare: factor,
      speaks: under(0.5),
      definition:
        'e to the standard deviation of the logarithm of requests per active day over members; near 1 speaks for accounts fed from one queue, customers differ by 2 and more',
    },
    'rate-limit-riding': {
      label: 'just below a limit',
      say: (share) => `${percent(share)} of the members run just below one common rate limit`,
      compare: percent,
      speaks: above(0.2),
      definition:
        'share of the members that are refused for their rate at times, yet seldom, with busiest five minutes within a tenth of one another; high speaks for one pacing, and so do equal quotas and the back-off of a client',
    },
    'group-hour-entropy': { ...evenHours, speaks: (bits) => bits > 4.45 },
    'prompts-of-few-members': {
      label: 'prompts of few members',
      say: (share) => `${percent(share)} of the prompts recur in a few other members`,
      speaks: (share) => share > 0.1,
      definition:
        'share of the prompts that at least two members, but less than a fifth of them, have; high speaks for a list that is divided and sampled a few times',
    },
    'requests-per-session': {
      label: 'requests per session',
      say: (value) => `${plural(value, 'requests')} in a session`,
      compare: figure,
      definition: 'requests in a session, median member; near 1 means requests without follow-up',
    },
    'uncached-share': {
      label: 'uncached share',
      say: (share) => `${percent(share)} of the requests have no cached input`,
      compare: percent,
      definition:
        'share of the requests without cached input, median member; near 100 % means requests without follow-up, where the log as a whole is lower',
    },
    'group-requests-per-day': {
      label: 'requests of the group per day',
      say: (value) => `${plural(value, 'requests')} of the whole group on an active day`,
      compare: (value) => `${figure(value)} and more`,
      against: 'the busiest hundredth of single accounts',
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

/**
 * `requests per day vary by a factor of 1.16 between members (random groups: 3.8)`; `size`: accounts of the group,
 * `comparison`: whose value its baseline is.
 */
export function statisticText(
  statistic: Measured,
  size: number,
  comparison: Comparison = 'random groups',
): string {
  const { name, value, baseline, unit, n } = statistic;
  const known = STATISTICS.get(name);
  if (known === undefined) return genericText(statistic, size);
  const notes: string[] = [];
  if (value !== null && baseline !== null && known.compare)
    notes.push(`${known.against ?? comparison}: ${known.compare(baseline)}`);
  if (n !== size) notes.push(`over ${unit === 'requests' ? thousands(n) : counted(n, 'account')}`);
  const text = value === null ? `${known.label} not measured` : known.say(value);
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

/** All of them, in their order. */
export function statisticsText(
  entries: readonly Measured[],
  size: number,
  comparison: Comparison = 'random groups',
): string {
  return entries.map((entry) => statisticText(entry, size, comparison)).join('; ');
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

/** Statistics of weaknesses, whose sentences name the number themselves. */
const OF_WEAKNESSES = /^(?:alternatives|residual-over-H(?:[2-9]|10))$/;

/** Whether it is the name of a statistic that stillhunt makes. */
export function isStatistic(name: string): boolean {
  return STATISTICS.has(name) || OF_WEAKNESSES.test(name);
}

/** Names of all statistics that have words. */
export function statisticNames(): string[] {
  return [...STATISTICS.keys()];
}

/** The definition of a statistic, without a full stop; empty for a name that is not in the table. */
export function statisticDefinition(name: string): string {
  return STATISTICS.get(name)?.definition ?? '';
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
