import type { Carrier, Country, Networks } from './networks.js';
import type { Random } from './random.js';
import { DAY, HOUR } from './rhythm.js';

/** Where an account's requests come from: the address code in use at a time (milliseconds, never descending by much). */
export type Egress = (time: number, random: Random) => number;

/** One address for good. */
export function fixedAddress(address: number): Egress {
  return () => address;
}

/** Any of some addresses, the first the most used. */
export function anyOf(addresses: readonly number[], skew = 0.6): Egress {
  return (_time, random) => addresses[random.rank(addresses.length, skew)]!;
}

/**
 * An address that changes from time to time, every `meanMs` on average; `next` hands out the new one. Everybody who
 * shares this egress sees the same address at the same time, in whatever order they ask.
 * @param since Milliseconds since the epoch; no request is earlier.
 */
export function changing(since: number, meanMs: number, next: (random: Random) => number): Egress {
  const until: number[] = [];
  const addresses: number[] = [];
  return (time, random) => {
    while (until.length === 0 || until[until.length - 1]! <= time) {
      until.push((until[until.length - 1] ?? since) + 1 + random.exponential(meanMs));
      addresses.push(next(random));
    }
    let low = 0;
    let high = until.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (until[middle]! > time) high = middle;
      else low = middle + 1;
    }
    return addresses[low]!;
  };
}

/** A share of requests by another way, decided anew every couple of hours. */
export function mixed(usual: Egress, other: Egress, otherShare: number): Egress {
  let away = false;
  let since = 0;
  let until = 0;
  return (time, random) => {
    if (time >= until || time < since) {
      away = random.chance(otherShare);
      since = time;
      until = time + random.exponential(2 * HOUR);
    }
    return (away ? other : usual)(time, random);
  };
}

/** A household line: fixed, or renewed every few days, IPv6 in part of the carriers. */
export function homeLine(networks: Networks, country: Country, random: Random): Egress {
  const carrier = networks.homeCarrier(country.code, random);
  if (carrier.ipv6 >= 0 && random.chance(0.6)) {
    const subnet = random.integer(0, 0x7fffffff);
    return changing(networks.since, DAY, (r) => networks.address6(carrier, subnet, r));
  }
  if (random.chance(0.6)) return fixedAddress(networks.address(carrier, random));
  return changing(networks.since, random.between(1, 5) * DAY, (r) => networks.address(carrier, r));
}

export function mobileLine(networks: Networks, country: Country): Egress {
  return changing(networks.since, 3 * HOUR, (r) => networks.mobileGateway(country.code, r));
}

/** A person: at home, partly on a phone, at times through a public VPN. */
export function personalEgress(networks: Networks, country: Country, random: Random): Egress {
  const home = homeLine(networks, country, random);
  const u = random.unit();
  if (u < 0.3) return mixed(home, mobileLine(networks, country), random.between(0.05, 0.6));
  if (u < 0.36) return mobileLine(networks, country);
  if (u < 0.43) return mixed(publicVpn(networks, random), home, random.between(0, 0.5));
  if (u < 0.45) return proxyPool(residentialPool(networks, 40, random), random.between(0.2, 3) * HOUR);
  return home;
}

/** Exits of one public VPN provider, shared with its other customers. */
export function publicVpn(networks: Networks, random: Random): Egress {
  const exits = random.pick(networks.vpnExits);
  return changing(networks.since, random.between(4, 48) * HOUR, (r) => r.pick(exits));
}

/** Servers in a cloud: one to four fixed addresses, or functions on the provider's shared addresses. */
export function cloudEgress(networks: Networks, random: Random): Egress {
  const cloud = random.rank(networks.clouds.length, 0.9);
  const carrier = networks.clouds[cloud]!;
  if (random.chance(0.25)) {
    const exits = networks.functionExits[cloud]!;
    return changing(networks.since, HOUR, (r) => r.pick(exits));
  }
  return anyOf(Array.from({ length: random.integer(1, 4) }, () => networks.address(carrier, random)));
}

/** The address translators of one site: one or two addresses in one /24. */
export function officeAddresses(
  networks: Networks,
  country: Country,
  count: number,
  random: Random,
): number[] {
  const carrier = networks.homeCarrier(country.code, random);
  const prefix = networks.prefix(carrier, random);
  return Array.from({ length: count }, () => networks.addressIn(prefix, carrier, random));
}

/** Household addresses of many countries, as proxy networks rent them out. */
export function residentialPool(networks: Networks, size: number, random: Random): number[] {
  return Array.from({ length: size }, () =>
    networks.address(networks.homeCarrier(networks.country(random).code, random), random),
  );
}

/** A proxy network: another address of the pool whenever the hold time, `holdMs` on average, is over. */
export function proxyPool(pool: readonly number[], holdMs: number): Egress {
  let address = 0;
  let since = 0;
  let until = 0;
  return (time, random) => {
    if (time >= until || time < since) {
      address = random.pick(pool);
      since = time;
      until = time + random.exponential(holdMs);
    }
    return address;
  };
}

/** Machines at a small hosting company: `count` addresses in `prefixes` networks. */
export function hostedAddresses(
  networks: Networks,
  prefixes: number,
  count: number,
  random: Random,
): number[] {
  const carriers: Carrier[] = random.sample(networks.hosters, Math.max(1, Math.ceil(prefixes / 4)));
  const nets = Array.from({ length: prefixes }, () => {
    const carrier = random.pick(carriers);
    return { carrier, prefix: networks.prefix(carrier, random) };
  });
  return Array.from({ length: count }, () => {
    const net = random.pick(nets);
    return networks.addressIn(net.prefix, net.carrier, random);
  });
}
