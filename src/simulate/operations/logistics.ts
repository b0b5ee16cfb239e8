import {
  anyOf,
  cloudEgress,
  type Egress,
  hostedAddresses,
  personalEgress,
  proxyPool,
  publicVpn,
  residentialPool,
} from '../egress.js';
import type { Country } from '../networks.js';
import type { Random } from '../random.js';
import { HOUR } from '../rhythm.js';
import type { World } from '../world.js';

/** How an operation's accounts reach the service, where its trait does not say. */
export interface Route {
  readonly style: 'hosting' | 'residential-proxies' | 'cloud' | 'vpn' | 'sticky-proxies';
  egress(country: Country, random: Random): Egress;
}

export function someRoute(
  world: World,
  size: number,
  random: Random,
  styles?: readonly Route['style'][],
): Route {
  const { networks } = world;
  const style = random.pick<Route['style']>(
    styles ?? ['hosting', 'residential-proxies', 'cloud', 'vpn', 'sticky-proxies'],
  );
  switch (style) {
    case 'hosting': {
      const pool = hostedAddresses(
        networks,
        Math.max(2, Math.ceil(size / random.integer(6, 20))),
        size * 2,
        random,
      );
      return { style, egress: (_country, r) => anyOf(r.sample(pool, r.integer(1, 4)), 0.4) };
    }
    case 'residential-proxies': {
      const pool = residentialPool(networks, size * random.integer(2, 5), random);
      const hold = random.between(0.2, 4) * HOUR;
      return { style, egress: () => proxyPool(pool, hold) };
    }
    case 'sticky-proxies': {
      // A proxy of one's own country for each account, replaced when it dies.
      const pool = residentialPool(networks, Math.ceil(size * random.between(1, 1.6)), random);
      const hold = random.between(12, 60) * HOUR;
      return { style, egress: () => proxyPool(pool, hold) };
    }
    case 'cloud':
      return { style, egress: (_country, r) => cloudEgress(networks, r) };
    case 'vpn':
      return {
        style,
        egress: (country, r) =>
          r.chance(0.8) ? publicVpn(networks, r) : personalEgress(networks, country, r),
      };
  }
}

/** Payments of an operation's accounts: `own` is a virtual card each, `batches` several accounts to a card. */
export interface Cards {
  readonly style: 'own' | 'batches';
  readonly cards: number;
  readonly payments: readonly number[]; // one for each account, -1 for none
}

export function someCards(world: World, size: number, random: Random, style?: Cards['style']): Cards {
  const chosen = style ?? (random.chance([0.6, 0.4, 0.3][world.evasion - 1]!) ? 'batches' : 'own');
  const [low, high] = chosen === 'own' ? [1, 1] : [2, random.integer(3, 7)];
  const payments: number[] = [];
  let cards = 0;
  while (payments.length < size) {
    // As many as among customers have not paid yet.
    const card = random.chance(1 / 6) ? -1 : world.newPayment();
    if (card >= 0) cards++;
    for (let n = random.integer(low, high); n > 0 && payments.length < size; n--) {
      payments.push(card >= 0 ? card : random.chance(0.5) ? -1 : world.newPayment());
    }
  }
  return { style: chosen, cards, payments: random.shuffle(payments) };
}

/**
 * When each account is first used: all from the start, or signed up in waves within the log. Careless operators
 * start a wave within hours, careful ones spread it over days.
 */
export function someStarts(
  world: World,
  size: number,
  random: Random,
): { style: 'before' | 'waves'; from: number[] } {
  if (random.chance(0.6) || world.days < 2)
    return { style: 'before', from: new Array<number>(size).fill(world.start) };
  const span = world.end - world.start;
  const waves = Array.from(
    { length: random.integer(1, 3) },
    () => world.start + span * random.between(0, 0.6),
  );
  const spread = [3, 20, 48][world.evasion - 1]! * HOUR;
  const from = Array.from({ length: size }, () =>
    random.chance(0.4)
      ? world.start
      : Math.min(world.end - span * 0.2, random.pick(waves) + random.exponential(spread)),
  );
  return { style: 'waves', from };
}
