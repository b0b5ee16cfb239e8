import type { EvidenceFamily, Statistic } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import {
  BELIED_CROSSING_SHARE,
  BELIED_EXIT_NATS,
  BELIED_PAYMENT_SHARE,
  COMMON_EXIT_NATS,
  COMMON_EXIT_SHARE,
  POOL_NATS,
  POOL_SHARE,
  SCALES,
  type Scale,
  SPREAD_EXIT_SHARE,
  SPREAD_Z,
} from './thresholds.js';

/**
 * One piece of residual sameness: a measure that tells accounts fed by one operator from customers who only have
 * something in common, in nats.
 */
export interface Residual {
  /** Kebab-case; the name of its statistic. */
  readonly name: string;
  readonly family: EvidenceFamily;
  readonly nats: number;
  readonly statistic: Statistic;
}

/**
 * What the group's traits say beyond its having been grouped. Measures without data are left out. `sameHours`: how
 * often members' hours fit the group's, in [0, 1]. `all`: the same traits of all accounts of the log, for comparison.
 */
export function residuals(traits: GroupTraits, sameHours: number, all: GroupTraits): Residual[] {
  const found: Residual[] = [];
  const add = (
    name: string,
    family: EvidenceFamily,
    unit: string,
    value: number,
    baseline: number,
    nats: number,
    n: number = traits.size,
  ) => {
    if (Number.isNaN(value) || Number.isNaN(nats)) return;
    const compared = Number.isNaN(baseline) ? null : baseline;
    found.push({ name, family, nats, statistic: { name, value, baseline: compared, unit, n } });
  };
  // The spread of a small sample is small by chance, so its upper bound is what counts.
  const upper = Math.exp(SPREAD_Z / Math.sqrt(2 * Math.max(traits.size - 1, 1)));
  const spread = (scale: Scale, value: number) => onScale(scale, value * upper);
  const { org, payment, network } = traits;
  add(
    'volume-spread',
    'volume',
    'ln',
    traits.volumeSpread,
    all.volumeSpread,
    spread(SCALES.volumeSpread, traits.volumeSpread),
  );
  add(
    'output-spread',
    'lengths',
    'ln',
    traits.outputSpread,
    all.outputSpread,
    spread(SCALES.outputSpread, traits.outputSpread),
  );
  add('hour-spread-rank', 'timing', 'rank', traits.hourRank, 0.5, onScale(SCALES.hourRank, traits.hourRank));
  add('pace-rank', 'timing', 'rank', traits.paceRank, 0.5, onScale(SCALES.paceRank, traits.paceRank));
  add(
    'least-day',
    'timing',
    'share',
    traits.leastDay,
    all.leastDay,
    onScale(SCALES.leastDay, traits.leastDay),
  );
  add('same-hours', 'timing', 'share', sameHours, Number.NaN, onScale(SCALES.sameHours, sameHours));
  add(
    'scheduled-hours',
    'timing',
    'bits',
    traits.groupHourEntropy,
    all.groupHourEntropy,
    onScale(SCALES.scheduledHours, traits.groupHourEntropy),
  );
  add(
    'countries-per-account',
    'infrastructure',
    'countries',
    traits.countries,
    all.countries,
    onScale(SCALES.countries, traits.countries),
  );
  add(
    'common-exit',
    'infrastructure',
    'share',
    network.top,
    all.network.top,
    commonExit(traits),
    network.holders,
  );
  add(
    'shared-network-pool',
    'infrastructure',
    'share',
    network.shared,
    Number.NaN,
    networkPool(traits),
    network.holders,
  );
  add(
    'payment-across-organisations',
    'payment',
    'share',
    traits.paymentAcrossOrgs,
    Number.NaN,
    onScale(SCALES.paymentAcrossOrgs, traits.paymentAcrossOrgs),
    payment.holders,
  );
  add(
    'one-payment',
    'payment',
    'share',
    payment.top,
    all.payment.top,
    onScale(SCALES.onePayment, payment.top),
    payment.holders,
  );
  add(
    'declared-organisation',
    'payment',
    'share',
    org.top,
    all.org.top,
    org.holders < 3 ? Number.NaN : onScale(SCALES.declaredOrg, org.top),
    org.holders,
  );
  const rerun = traits.repetition > SCALES.repetition.neutral;
  add(
    'prompts-of-few-members',
    'content',
    'share',
    traits.splitShare,
    Number.NaN,
    rerun ? 0 : onScale(SCALES.splitShare, traits.splitShare),
  );
  add(
    'prompts-of-the-whole-group',
    'content',
    'share',
    traits.listShare,
    Number.NaN,
    onScale(SCALES.listShare, traits.listShare),
  );
  add(
    'requests-per-prompt',
    'content',
    'requests',
    traits.repetition,
    all.repetition,
    onScale(SCALES.repetition, traits.repetition),
  );
  return found;
}

/** Nats of a value on its scale; NaN stays NaN. */
export function onScale({ neutral, slope, least, most }: Scale, value: number): number {
  return Math.min(most, Math.max(least, slope * (value - neutral)));
}

function commonExit({ network, payment, paymentAcrossOrgs, countries }: GroupTraits): number {
  if (Number.isNaN(network.top)) return Number.NaN;
  if (network.top < COMMON_EXIT_SHARE || countries >= 2) return 0;
  // An employer or a tenant pays with one instrument; several that cross organisations belie the common exit.
  const belied = payment.top < BELIED_PAYMENT_SHARE && paymentAcrossOrgs >= BELIED_CROSSING_SHARE;
  return belied ? BELIED_EXIT_NATS : COMMON_EXIT_NATS;
}

function networkPool({ network }: GroupTraits): number {
  if (Number.isNaN(network.top)) return Number.NaN;
  return network.shared >= POOL_SHARE && network.top <= SPREAD_EXIT_SHARE ? POOL_NATS : 0;
}
