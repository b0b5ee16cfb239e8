import {
  BINDING_CONTENT_SHARE,
  BINDING_NETWORK_SHARE,
  BINDING_PAYMENT_SHARE,
  HABIT_ACCOUNTS,
  HABIT_NATS,
  SPEAKS_NATS,
} from './thresholds.js';

/** Families of what strangers cannot come to share by habit alone. */
export const BINDING_FAMILIES: readonly string[] = ['content', 'infrastructure', 'payment'];

/** Habits that can bind a large group. */
const HABITS: readonly string[] = ['lengths', 'timing', 'volume'];

/** Evidence of one family, as findings and their document have it. */
interface Evidence {
  readonly family: string;
  readonly nats: number;
  readonly statistics: readonly { readonly name: string; readonly value: number | null }[];
}

/**
 * Whether anything binds the members that strangers do not come to share. Linking looks for like volumes, lengths and
 * hours, and in a large crowd it finds some: machines of a few strangers that happen to work alike, whose likeness then
 * says nothing more. Habits bind only where there are more accounts than chance brings together, and at least two kinds
 * of habit that agree closely. A common country or system is no bond; networks are, where half of the members share
 * them, prompts are, where many tie a few members each: one template is what all users of a client send, and payments
 * are, where members share them: that each has its own is alike, too, and binds nobody.
 */
export function bound(evidence: readonly Evidence[], accounts: number): boolean {
  const habits = evidence.filter(({ family, nats }) => HABITS.includes(family) && nats >= HABIT_NATS);
  // Where settings agree as closely, one public client explains both.
  const client = evidence.some(({ family, nats }) => family === 'settings' && nats >= HABIT_NATS);
  if (accounts >= HABIT_ACCOUNTS && habits.length >= 2 && !client) return true;
  return evidence.some(({ family, nats, statistics }) => {
    if (!BINDING_FAMILIES.includes(family) || nats < SPEAKS_NATS) return false;
    const shows = (measure: string, least: number) =>
      statistics.some(({ name, value }) => name === measure && value !== null && value >= least);
    if (family === 'infrastructure') return shows('shared-network-pool', BINDING_NETWORK_SHARE);
    if (family === 'content')
      return shows('content-ties', BINDING_CONTENT_SHARE) || shows('work-split', BINDING_CONTENT_SHARE);
    return shows('payment-ties', BINDING_PAYMENT_SHARE) || shows('one-payment', BINDING_PAYMENT_SHARE);
  });
}
