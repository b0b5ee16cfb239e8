/** How accounts come together in groups: the factors that are compared, and the steps. In the order in which they act. */

import {
  DISTINCT_NATS,
  PRIOR,
  SMOOTH,
  ACCOUNT_CAP as WORK_CAP,
  ROUNDS as WORK_ROUNDS,
} from '../../assess/mixture.js';
import { IMITATED_SHARE } from '../../assess/thresholds.js';
import { ALL_PAIRS, NEAREST as NEAREST_ACCOUNTS, RAREST, RING } from '../../link/candidates.js';
import { CONCENTRATION, SETTING_ACCOUNT_CAP, SETTING_GROUP_CAP } from '../../link/categories.js';
import { ORIGIN_LEAST, ORIGIN_MOST } from '../../link/evidence.js';
import { ACCOUNTS_FOR } from '../../link/explained.js';
import { ACCOUNT_CAP, GROUP_CAP, PRIOR_MOST_ACCOUNTS } from '../../link/histograms.js';
import { MOST_NOVEL, MOST_SHARED, STRANGER_NOVELTY } from '../../link/identifiers.js';
import { ROUNDS, SMALLEST_GROUP } from '../../link/index.js';
import { CLOSE, LARGE, ROUGH, SHOWS } from '../../link/membership.js';
import {
  CONSISTENT,
  DIVIDED,
  INDEPENDENT,
  LINKED,
  LOSS_PER_EXCESS,
  MOST_DIVIDED,
  MOST_EXCESS,
  MOST_LOSS,
  NEAREST,
} from '../../link/merge-groups.js';
import { LEAF, TREES } from '../../link/neighbours.js';
import { COPIED_HABITS, RARE_OWNERS } from '../../link/pair-evidence.js';
import { BETTER } from '../../link/pick-seeds.js';
import { ADOPTION_MARGIN, MOST_GROUPS, TRIED } from '../../link/reassign.js';
import {
  ALONE_NATS,
  ALONE_RESOLUTION,
  FINE,
  RARE_NATS,
  RARE_RESOLUTIONS,
  TOGETHER_NATS,
  TOGETHER_RESOLUTION,
} from '../../link/seeds.js';
import { SMALLEST_SPLIT, SPLIT_LOSS } from '../../link/split-seed.js';
import { REFERENCE_SIZE } from '../../link/units.js';
import { figure, percent, thousands } from '../quantity.js';
import type { MethodEntry } from './entry.js';
import { OWN } from './entry.js';

const NATS = 'nats (natural logarithm of a likelihood ratio)';

export const LINKING_ENTRIES: Readonly<Record<string, MethodEntry & { readonly title: string }>> = {
  'histogram-ratio': {
    title: 'one source or two, by a histogram',
    formula:
      '`L(x + y) - L(x) - L(y)`, with `L(x) = lnG(A) - lnG(A + n) + sum_k [ lnG(a_k + x_k) - lnG(a_k) ]`, `n = sum_k x_k`, ' +
      `\`A = sum_k a_k\` and lnG the logarithm of the gamma function. An account counts for at most ${ACCOUNT_CAP} requests, a ` +
      `group for ${GROUP_CAP}. The prior a is fitted to the log by moments, on at most ${thousands(PRIOR_MOST_ACCOUNTS)} accounts.`,
    unit: NATS,
    source:
      'Heller and Ghahramani 2005 (Bayesian hierarchical clustering); Minka 2000 (estimating a Dirichlet)',
    assumes:
      'requests of a source are exchangeable draws, which bursts break and the caps mend in part; one prior fits all accounts',
    limits:
      'says nothing of what a source shares with many others; a popular client or template looks like a source',
  },
  'setting-ratio': {
    title: 'one source or two, by a setting',
    formula:
      `as \`histogram-ratio\` over named values, with \`a_v = ${CONCENTRATION} (o_v + 0.5) / (O + 1)\`, o_v the accounts with the ` +
      `value and O all ownerships, at least the number of accounts; at most ${SETTING_ACCOUNT_CAP} requests an account and ` +
      `${SETTING_GROUP_CAP} a group`,
    unit: NATS,
    source: 'Heller and Ghahramani 2005; Krichevsky and Trofimov 1981 (the added half)',
    assumes: 'settings vary one by one; accounts are far more concentrated than the population',
    limits: 'two users of one rare client look alike',
  },
  'origin-ratio': {
    title: 'one source or two, by system and country',
    formula: `half of \`setting-ratio\`, held between ${ORIGIN_LEAST} and ${ORIGIN_MOST} nats before it is halved`,
    unit: NATS,
    source: OWN,
    assumes: 'system and country tell one fact twice',
    limits: 'exits of proxies say where the proxy is',
  },
  'identifier-ratio': {
    title: 'one source or two, by identifiers that are shared',
    formula:
      'a value that both have: `ln((1 - v) (s / c) (q / p) + v)`; one that others have: `ln v`; one that nobody else has: ' +
      '`ln((1 - s) / (1 - c))`. s and c: shares of values with a second owner in the group and outside; q and p: the shares ' +
      'of the value among such values in the group and in all; v: how often a value of a member with a second owner has ' +
      `none in the group, for strangers ${STRANGER_NOVELTY}. The ${MOST_SHARED} strongest shared values count, the r-th for 1/r; of the ` +
      `others ${MOST_NOVEL}.`,
    unit: NATS,
    source: `${OWN}; 1/r discounts what one coincidence brings several times`,
    assumes: 'owners of a value are independent but for the source',
    limits:
      'exits, cards and prompts that the public shares price themselves out; a rare value that passes from hand to hand does not',
  },
  'family-bound': {
    title: 'what a family may say',
    formula:
      '`ln(k e^min(x, cap) + 1 - k)`, with x the sum of the factors of the family; cap and k in the table of families',
    unit: NATS,
    source: `${OWN}; a mixture of a source that shows through and one that hides`,
    assumes:
      'families are independent given one source or two; facets within one are not, and count once together',
    limits:
      'caps and k were set by hand on simulated worlds; dependence between families is not measured on your log',
  },
  'group-profile': {
    title: 'what a group keeps, and how common that is',
    formula:
      `k: share of its members in whom the family shows (more than ${SHOWS} nat), as (n + 0.5) / (m + 1); cap: \`-ln\` of the share of ` +
      `strangers in whom it shows, within the cap of the family; up to ${CLOSE.members} members and ${CLOSE.strangers} strangers are looked at, for candidates in logs of ${thousands(LARGE)} accounts and more ${ROUGH.members} and ${ROUGH.strangers}`,
    unit: 'share; nats',
    source: OWN,
    assumes: `a fixed sample of ${REFERENCE_SIZE} accounts of the log stands for strangers`,
    limits: 'members that were not found are among the strangers, and are allowed for only on average',
  },
  candidates: {
    title: 'pairs that are compared',
    formula:
      `owners of a shared value (all pairs up to ${ALL_PAIRS} owners, beyond that ${RING} neighbours each in a fixed ring; the ` +
      `${RAREST} rarest values an account), and the ${NEAREST_ACCOUNTS} nearest accounts by Hellinger distance of lengths, hours and ` +
      `volumes (${TREES} random-projection trees, leaves of ${LEAF})`,
    unit: 'pairs of accounts',
    source: 'Dasgupta and Freund 2008 (random-projection trees); Hellinger 1909',
    assumes: 'members of one source share a value or are near one another',
    limits: 'pairs that are never compared are never linked, except through others',
  },
  'pair-evidence': {
    title: 'evidence for a pair',
    formula:
      `the larger of the sum of all families and the sum of content, infrastructure and payment plus ln ${figure(Math.exp(COPIED_HABITS))}; and what ` +
      `values with at most ${RARE_OWNERS.join(', ')} owners say alone`,
    unit: NATS,
    source: OWN,
    assumes: `who copies habits copies all of them, with probability ${figure(Math.exp(COPIED_HABITS))} before one looks`,
    limits: 'sharing within a household or an office is as strong',
  },
  seeds: {
    title: 'groups to begin with',
    formula:
      'communities of Louvain in graphs of pairs: alike in everything (beyond ln of the accounts, resolution ' +
      `${FINE}, then 1 for what is left), sharing identifiers (beyond ${TOGETHER_NATS.join(' and ')} nats together, resolution ${TOGETHER_RESOLUTION}; ` +
      `${ALONE_NATS} in one family alone, resolution ${ALONE_RESOLUTION}; ${RARE_NATS} by rare values, resolutions ${RARE_RESOLUTIONS.join(' and ')})`,
    unit: 'groups of accounts',
    source: 'Blondel, Guillaume, Lambiotte and Lefebvre 2008 (Louvain)',
    assumes: 'pairs within a source are mostly above the threshold',
    limits: 'communities depend on the resolution; several are tried',
  },
  'split-seeds': {
    title: 'seeds that are two things',
    formula: `the communities of the stronger half of the edges stand alone where one of at least ${SMALLEST_SPLIT} accounts loses more than ${SPLIT_LOSS} nats a member in the whole`,
    unit: NATS,
    source: OWN,
    assumes: 'a tight core among looser company shows in the strength of its edges',
    limits: 'smaller seeds are left as they are',
  },
  'pick-seeds': {
    title: 'which of overlapping seeds are kept',
    formula: `in the order of the evidence of their members beyond the prior, each counted by how many of them no other seed explains better by ${BETTER} nats`,
    unit: NATS,
    source: OWN,
    assumes: 'the group that explains most is the source',
    limits: 'greedy: an early choice is not undone',
  },
  merging: {
    title: 'when two groups are one',
    formula:
      'evidence between the pooled groups beyond ln of the number of groups, with k the geometric mean of both times ' +
      `${CONSISTENT}; identifiers count for ${INDEPENDENT} members at most, the r-th for 1/r; no part may lose more than ${MOST_LOSS} + ` +
      `${LOSS_PER_EXCESS} x min(excess, ${MOST_EXCESS}) nats a member, less ln of how much it grows, hours not counted and ${[...DIVIDED].join(', ')} up to ${MOST_DIVIDED} each. Compared: the ${LINKED} groups with the strongest edges and the ${NEAREST} nearest.`,
    unit: NATS,
    source: 'Heller and Ghahramani 2005',
    assumes: 'shifts and batches of one source may differ in hours and settings, not in everything',
    limits: 'two sources with one set-up and one pool are merged',
  },
  adoption: {
    title: 'which accounts belong',
    formula:
      'evidence that the group predicts the account, beyond `ln(accounts / other members)`, and beyond ' +
      `${ADOPTION_MARGIN} nat more for an account from outside; tried: the ${TRIED} groups with the strongest edges and its own; ${ROUNDS} rounds with merging at most`,
    unit: NATS,
    source: `${OWN}; predictive form of Heller and Ghahramani 2005`,
    assumes: 'the account is not part of what it is compared with (left out in small groups)',
    limits: 'a customer behind the same exit, card and client as a group may be adopted',
  },
  'several-groups': {
    title: 'accounts in several groups',
    formula: `up to ${MOST_GROUPS}; families in which an earlier group says ${ACCOUNTS_FOR} nat or more may speak against a further one, not for it`,
    unit: NATS,
    source: OWN,
    assumes: 'each piece of evidence has one cause',
    limits: 'the order of groups matters where both explain the same',
  },
  'smallest-group': {
    title: 'groups that are reported',
    formula: `at least ${SMALLEST_GROUP} accounts`,
    unit: 'accounts',
    source: OWN,
    assumes: 'a pair is a household or a second account',
    limits: 'operations of two accounts are not reported',
  },
  strength: {
    title: 'how firmly a member belongs',
    formula:
      '`1 / (1 + e^-x + r e^-y)`, with x the evidence for the account in the group plus `ln((members - 1) / accounts)`, y the sum ' +
      `of the families that speak against it, and r = ${IMITATED_SHARE} for a bystander whom the members imitate: they choose what is alike`,
    unit: 'share in [0, 1)',
    source: "Bayes' rule; Heller and Ghahramani 2005",
    assumes: 'the group exists; the evidence is capped by family',
    limits:
      'not the chance that an account takes part in an operation: innocent groups have firm members too; nor is a bystander told apart ' +
      'of whom little is known, or of whom everything is copied, hours and volume too',
  },
  'group-work': {
    title: 'share of the requests of a member that is the work of the group',
    formula:
      'expectation and maximisation over cells of lengths: each member is a mixture of one component that all members share ' +
      `and of the usual work of the log; at most ${WORK_CAP} requests a member, ${WORK_ROUNDS} rounds; each share begins with ${PRIOR} requests of even odds, ${percent(SMOOTH)} of the component is usual work; told only where both differ by ${DISTINCT_NATS} nats (Kullback and Leibler 1951)`,
    unit: 'share in (0, 1), an upper estimate',
    source: 'Hofmann 1999 (probabilistic latent semantic analysis), with one free component',
    assumes: 'the work of the group has lengths of its own',
    limits: 'requests of a customer that look like the work count with it',
  },
};
