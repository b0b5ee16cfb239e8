import { figure, percent, signed } from '../quantity.js';
import { above, evenHours, others, rest, type StatisticTable, side } from './statistic-table.js';

/** What statistics of hours and of the order of events say. */
export const TIMING_WORDS: StatisticTable = {
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
    say: (share) => `the fullest five-minute slot of the hour holds ${percent(share)} of a member's activity`,
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
};
