import { figure, percent, plural } from '../quantity.js';
import { above, type StatisticTable, side } from './statistic-table.js';

/** What statistics of content say. */
export const CONTENT_WORDS: StatisticTable = {
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
};
