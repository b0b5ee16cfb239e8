import { BINDING_FAMILIES, bound } from '../assess/binding.js';
import { signsHolding } from '../assess/indicators.js';
import {
  ALERT_INDICATORS,
  ALERT_MIN_ACCOUNTS,
  ALERT_MIN_REQUESTS,
  ALERT_NATS,
  ALERT_NATS_ANONYMOUS,
  ALERT_RATIO,
} from '../assess/thresholds.js';
import type { AlternativeEntry, FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { counted, figure, ratio, signed } from './quantity.js';
import { ALTERNATIVE_WORDS, indicatorWords } from './wording.js';

/** Nats below the threshold within which a group is near to it. */
export const NEAR_NATS = 2;

/** The alternative that leaves least, where one was testable. */
export function closest(group: GroupEntry): AlternativeEntry | undefined {
  return group.alternatives.find(({ id }) => id === group.strongest_alternative);
}

/** `+6.8`, or nothing measured: nats after the closest alternative. */
export function leftOver(group: GroupEntry): string {
  const left = closest(group)?.residual_nats;
  return left === undefined || left === null ? '-' : signed(left);
}

/** `scheduled jobs (H7)`. */
export function closestWords(group: GroupEntry, none: string): string {
  const id = group.strongest_alternative;
  return id === null ? none : `${ALTERNATIVE_WORDS[id].short} (${id})`;
}

/** Nats that an alert needs: more where neither networks nor payments nor prompts are known. */
function needed(group: GroupEntry): number {
  return anonymous(group) ? ALERT_NATS_ANONYMOUS : ALERT_NATS;
}

function anonymous({ evidence }: GroupEntry): boolean {
  const telling = evidence.filter(({ family }) => BINDING_FAMILIES.includes(family));
  return telling.length > 0 && telling.every(({ available }) => !available);
}

/** Whether the evidence was too weak before any alternative. */
export function tooWeak(group: GroupEntry): boolean {
  if (group.alert) return false;
  return group.alternatives.some(({ verdict }) => verdict === 'nothing-to-explain');
}

/** The alternative that accounts for the group: of those that say so the one that leaves least. */
function explaining(group: GroupEntry): AlternativeEntry | undefined {
  let best: AlternativeEntry | undefined;
  for (const each of group.alternatives) {
    if (each.verdict !== 'explains' || each.residual_nats === null) continue;
    if (best === undefined || each.residual_nats < best.residual_nats!) best = each;
  }
  return best;
}

/** Why a group did not alert, in a phrase. */
export function whyQuiet(group: GroupEntry): string {
  if (group.lists?.suppressed != null) return 'suppressed as known good';
  if (tooWeak(group)) {
    return `too weak before any alternative: ${leftOver(group)} nats after ${closestWords(group, 'none')}`;
  }
  const by = explaining(group);
  if (by !== undefined) {
    const aside = by.explained.length === 0 ? '' : `sets aside ${by.explained.join(', ')}; `;
    const nats = `${signed(by.residual_nats!)} nats are left`;
    return `too little is left after ${by.id} ${ALTERNATIVE_WORDS[by.id].short} (${aside}${nats})`;
  }
  const lacks = lacking(group);
  return lacks.length === 0 ? 'left below the threshold' : `left below the threshold: ${lacks.join('; ')}`;
}

/**
 * Nats that a group that did not alert lacks, where they are at most `NEAR_NATS`: 0 where only signs of harvesting
 * are lacking. Null where it is further off, or could not alert at its size.
 */
export function nearness(group: GroupEntry): number | null {
  const left = closest(group)?.residual_nats;
  if (group.alert || group.lists?.suppressed != null || left === undefined || left === null) return null;
  if (group.accounts < ALERT_MIN_ACCOUNTS || group.requests < ALERT_MIN_REQUESTS) return null;
  const lacks = Math.max(0, needed(group) - left);
  return lacks <= NEAR_NATS ? lacks : null;
}

/** What an alert would need that a group without one does not have. */
export function lacking(group: GroupEntry): string[] {
  const lacks: string[] = [];
  const left = closest(group)?.residual_nats;
  if (group.accounts < ALERT_MIN_ACCOUNTS) {
    lacks.push(`${counted(group.accounts, 'account')} of at least ${ALERT_MIN_ACCOUNTS}`);
  }
  if (group.requests < ALERT_MIN_REQUESTS) {
    lacks.push(`${counted(group.requests, 'request')} of at least ${ALERT_MIN_REQUESTS}`);
  }
  if (left !== undefined && left !== null && left < needed(group)) {
    lacks.push(`${signed(left)} of ${signed(needed(group))} nats after ${closestWords(group, '')}`);
  }
  const { calibrated } = group.support;
  if (calibrated !== null && calibrated.low < ALERT_RATIO) {
    lacks.push(`a lower bound of the likelihood ratio of ${ratio(calibrated.low)} of ${ALERT_RATIO}`);
  }
  if (!anonymous(group) && !bound(group.evidence, group.accounts))
    lacks.push('no network, payment or prompt binds the members');
  const signs = signsHolding(group.indicators);
  if (signs < ALERT_INDICATORS) {
    lacks.push(`${figure(signs)} of ${counted(ALERT_INDICATORS, 'sign')} of harvesting`);
  }
  const coverage = group.indicators.find(({ name }) => name === 'coverage-without-repetition');
  if (coverage?.verdict === 'does not hold') lacks.push(`does not hold: ${indicatorWords(coverage.name)}`);
  // With a calibration one more test stands between all that and an alert.
  if (lacks.length === 0 && calibrated !== null) {
    lacks.push('the control of false discoveries (Benjamini–Hochberg) did not keep it');
  }
  return lacks;
}

/** Why nothing can alert in a log of so few accounts; null where there are enough. */
export function untestable({ accounts }: FindingsDocument): string | null {
  if (accounts >= ALERT_MIN_ACCOUNTS) return null;
  return `Nothing could be tested: ${counted(accounts, 'account')}; at least ${ALERT_MIN_ACCOUNTS} are needed.`;
}

/** Columns of the inputs that nothing was read from, each once; empty where no facet lacks one. */
export function unusedColumns(document: FindingsDocument): string[] {
  if (document.facets_standing_aside.length === 0) return [];
  return [...new Set(document.inputs.flatMap(({ ignored }) => ignored))];
}
