import { type EvidenceFamily, FAMILIES } from '../../link/evidence-family.js';
import { type LinkData, memberEvidence } from '../../link/index.js';
import type { Field } from '../../record/usage-record.js';
import type { AlternativeId } from '../finding.js';
import type { Measure } from './measure.js';

/** Members that are looked at: a fixed stride through the group. */
export const SAMPLE = 48;
/** Nats of one member that count at most, either way, so that no single member decides. */
export const MOST = 8;

/**
 * How well the others predict a member's habit: the mean over members of the log Bayes factor of "drawn from the
 * others' pooled counts" against "drawn from the population" (Dirichlet–multinomial, as in linking), each at most 8
 * nats either way. Unrelated accounts: below 0. Unbounded in neither direction beyond ±8. O(members · bins).
 */
function agreement(
  name: string,
  family: EvidenceFamily,
  needs: readonly (readonly Field[])[],
  explainedBy: readonly AlternativeId[],
): Measure {
  const f = FAMILIES.indexOf(family);
  return {
    name,
    family,
    unit: 'nats',
    speaks: 'high',
    needs,
    explainedBy,
    prepare:
      ({ data }) =>
      (members) => {
        if (members.length < 3) return Number.NaN;
        const step = Math.max(1, members.length / SAMPLE);
        const chosen: number[] = [];
        for (let i = 0; i < members.length; i += step) chosen.push(members[Math.floor(i)]!);
        return mean(data, chosen, f);
      },
  };
}

function mean(data: LinkData, members: readonly number[], f: number): number {
  let sum = 0;
  for (const nats of memberEvidence(data, members, f)) sum += Math.min(MOST, Math.max(-MOST, nats));
  return sum / members.length;
}

/** Lengths of questions and answers, and how much of them was cached. A public client or template fixes them. */
export const lengthAgreement = agreement(
  'length-agreement',
  'lengths',
  [['input_tokens', 'output_tokens']],
  ['H2', 'H4', 'H5'],
);
/** Model, limits, temperature, client and the like. A public client or template fixes them. */
export const settingAgreement = agreement(
  'setting-agreement',
  'settings',
  [['model', 'endpoint', 'user_agent', 'max_tokens', 'temperature', 'stream']],
  ['H2', 'H3', 'H4', 'H5'],
);
/** Hours of the day. Colleagues, classes and schedules share them. */
export const hourAgreement = agreement('hour-agreement', 'timing', [['time']], ['H3', 'H5', 'H7']);
/** Requests a day and in a tick. Scheduled jobs are alike in it. */
export const volumeAgreement = agreement('volume-agreement', 'volume', [['time']], ['H7']);
