/** The signs of output harvesting, each under its name in `findings.json`. */

import { INDICATOR_LIMITS, NEARLY_LIMITS } from '../../assess/thresholds.js';
import type { MethodEntry } from './entry.js';
import { OWN } from './entry.js';

/** `1.25 (nearly: 1.35)`. */
function limit(name: keyof typeof INDICATOR_LIMITS): string {
  const [holds, nearly] = [INDICATOR_LIMITS[name], NEARLY_LIMITS[name]];
  return holds === nearly ? String(holds) : `${holds} (nearly: ${nearly})`;
}

type Entry = Omit<MethodEntry, 'source'> & { readonly source?: string };

const ENTRIES: Readonly<Record<string, Entry>> = {
  'coverage-without-repetition': {
    formula: `requests per distinct prompt at most ${limit('coverageRepetition')}, and prompts of the whole group at most ${limit('coverageList')}`,
    unit: 'requests; share',
    assumes: 'who harvests asks each question once',
    limits: 'ordinary use hardly repeats prompts either; where this does not hold there is no alert',
  },
  'fixed-multiplicity': {
    formula: `prompts of few members at least ${limit('multiplicity')}, and requests per distinct prompt at most ${limit('coverageRepetition')}`,
    unit: 'share; requests',
    assumes: 'preference data ask one prompt a few times, from other accounts',
    limits: 'evaluations do so too',
  },
  'long-answers': {
    formula: `\`output-rank\` at least ${limit('outputRank')}`,
    unit: 'rank in [0, 1]',
    assumes: 'answers are what is taken',
    limits: 'any task of long answers',
  },
  'narrow-capability': {
    formula: `\`output-spread\` at most ${limit('narrowSpread')} and less than ${limit('narrowShare')} of that of the log`,
    unit: 'standard deviation of a natural logarithm',
    assumes: 'one task has one length of answers',
    limits: 'any product of one purpose',
  },
  'single-turn-harvest': {
    formula: `requests per session at most ${limit('singleTurns')} where the log has more than ${limit('logTurns')}; without sessions the uncached share at least ${limit('uncached')} where that of the log is lower`,
    unit: 'requests; share',
    assumes: 'a harvest has no follow-up questions',
    limits: 'classification and extraction pipelines have none either',
  },
  'round-the-clock-cover': {
    formula: `entropy of the pooled hours at least ${limit('roundTheClock')} of log2 24, and \`hour-spread-rank\` at least ${limit('roundTheClockRank')}`,
    unit: 'bits; rank',
    assumes: 'persons sleep',
    limits: 'monitors and products with users round the world',
  },
  volume: {
    formula: `requests of the group on an active day at least ${limit('volumeTimes')} times what one account in a hundred exceeds`,
    unit: 'requests a day',
    assumes: 'the busiest single customers are a yardstick',
    limits: 'large customers with many accounts',
  },
};

export const SIGN_ENTRIES: Readonly<Record<string, MethodEntry>> = Object.fromEntries(
  Object.entries(ENTRIES).map(([name, entry]) => [name, { source: OWN, ...entry }]),
);
