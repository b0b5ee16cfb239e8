import { describe, expect, it } from 'vitest';
import { bound } from '../../src/assess/binding.js';
import {
  BINDING_CONTENT_SHARE,
  BINDING_NETWORK_SHARE,
  BINDING_PAYMENT_SHARE,
  HABIT_ACCOUNTS,
  HABIT_NATS,
  SPEAKS_NATS,
} from '../../src/assess/thresholds.js';

const evidence = (family: string, nats: number, pool: number | null = null) => ({
  family,
  nats,
  statistics: pool === null ? [] : [{ name: 'shared-network-pool', value: pool }],
});

describe('what binds a group', () => {
  it('payments that members share do, from a factor of two on', () => {
    const payment = (nats: number, name: string, value: number) => ({
      family: 'payment',
      nats,
      statistics: [{ name, value }],
    });
    for (const name of ['payment-ties', 'one-payment']) {
      expect(bound([payment(SPEAKS_NATS, name, BINDING_PAYMENT_SHARE)], 8)).toBe(true);
      expect(bound([payment(SPEAKS_NATS - 0.01, name, BINDING_PAYMENT_SHARE)], 8)).toBe(false);
      // Each its own card, as everybody around: alike, and tied to nobody.
      expect(bound([payment(9, name, BINDING_PAYMENT_SHARE - 0.01)], 500)).toBe(false);
    }
  });

  it.each(['content-ties', 'work-split'])('prompts do where %s shows, and one template does not', (name) => {
    const content = (value: number) => [{ family: 'content', nats: 9, statistics: [{ name, value }] }];
    expect(bound(content(BINDING_CONTENT_SHARE), 8)).toBe(true);
    expect(bound(content(BINDING_CONTENT_SHARE - 0.01), 500)).toBe(false);
    expect(bound([evidence('content', 9)], 500)).toBe(false);
  });

  it('networks do where half of the members share them; a common country or system does not', () => {
    expect(bound([evidence('infrastructure', 5, BINDING_NETWORK_SHARE)], 8)).toBe(true);
    expect(bound([evidence('infrastructure', 5, BINDING_NETWORK_SHARE - 0.01)], 8)).toBe(false);
    expect(bound([evidence('infrastructure', 5)], 8)).toBe(false);
    expect(bound([evidence('infrastructure', 0, 1)], 8)).toBe(false);
    const unknown = {
      ...evidence('infrastructure', 5),
      statistics: [{ name: 'shared-network-pool', value: null }],
    };
    expect(bound([unknown], 8)).toBe(false);
  });

  it('two kinds of habit do in a group larger than chance brings together', () => {
    const two = [evidence('timing', HABIT_NATS), evidence('volume', HABIT_NATS)];
    expect(bound(two, HABIT_ACCOUNTS)).toBe(true);
    expect(bound(two, HABIT_ACCOUNTS - 1)).toBe(false);
    expect(bound([...two, evidence('settings', HABIT_NATS)], HABIT_ACCOUNTS)).toBe(false);
    expect(bound([evidence('timing', 9)], 500)).toBe(false);
    expect(bound([evidence('timing', 9), evidence('volume', HABIT_NATS - 0.01)], 500)).toBe(false);
  });

  it('settings never do', () => {
    expect(bound([evidence('settings', 99), evidence('lengths', 99)], 500)).toBe(false);
    expect(bound([], 500)).toBe(false);
  });
});
