import type { Random } from './random.js';

/** Weight, hours east of UTC, and code of the countries that accounts are in. */
const COUNTRIES: readonly (readonly [code: string, zone: number, weight: number])[] = [
  ['US', -6, 26],
  ['IN', 5, 11],
  ['BR', -3, 6],
  ['DE', 1, 6],
  ['GB', 0, 6],
  ['JP', 9, 5],
  ['FR', 1, 4],
  ['CA', -5, 4],
  ['KR', 9, 3],
  ['ID', 7, 3],
  ['SG', 8, 3],
  ['AU', 10, 3],
  ['NL', 1, 2],
  ['ES', 1, 2],
  ['IT', 1, 2],
  ['PL', 1, 2],
  ['TR', 3, 2],
  ['VN', 7, 2],
  ['MX', -6, 2],
  ['PH', 8, 2],
  ['TW', 8, 2],
  ['IL', 2, 1],
  ['AE', 4, 1],
  ['SE', 1, 1],
  ['CH', 1, 1],
  ['UA', 2, 1],
  ['NG', 1, 1],
  ['ZA', 2, 1],
  ['AR', -3, 1],
  ['HK', 8, 2],
];

export interface Country {
  readonly code: string;
  readonly zone: number;
  readonly weight: number;
}

/** One network operator with its address space. */
export interface Carrier {
  readonly asn: number;
  readonly country: string;
  /** Upper 16 bits of its IPv4 blocks. */
  readonly blocks: readonly number[];
  /** Upper 32 bits of its IPv6 block, or -1. */
  readonly ipv6: number;
}

/** Every network of the world, and every address that was handed out, as dense codes. */
export class Networks {
  readonly countries: readonly Country[] = COUNTRIES.map(([code, zone, weight]) => ({ code, zone, weight }));
  readonly addressText: string[] = [];
  readonly addressAsn: number[] = [];
  readonly addressCountry: string[] = [];
  readonly clouds: readonly Carrier[];
  readonly hosters: readonly Carrier[];
  /** Exit addresses of each public VPN provider, shared by all its customers. */
  readonly vpnExits: readonly (readonly number[])[];
  /** Shared egress addresses of the clouds' function services. */
  readonly functionExits: readonly (readonly number[])[];
  readonly #homes = new Map<string, Carrier[]>();
  readonly #mobiles = new Map<string, Carrier[]>();
  readonly #gateways = new Map<string, number[]>();
  readonly #takenBlocks = new Set<number>();
  readonly #takenAsns = new Set<number>();

  /** @param since Start of the log, milliseconds since the epoch. */
  constructor(
    random: Random,
    readonly since: number,
  ) {
    for (const { code, weight } of this.countries) {
      const count = 2 + Math.ceil(weight / 4);
      this.#homes.set(code, this.#carriers(count, [code], 2 + Math.ceil(weight / 3), 0.4, random));
      const mobiles = this.#carriers(1 + Math.ceil(weight / 10), [code], 2, 0.3, random);
      this.#mobiles.set(code, mobiles);
      const gateways: number[] = [];
      for (let n = 0; n < 4 + weight * 2; n++) gateways.push(this.address(random.pick(mobiles), random));
      this.#gateways.set(code, gateways);
    }
    const hosts = ['US', 'US', 'US', 'DE', 'SG', 'JP', 'GB', 'NL', 'FR', 'IN'];
    this.clouds = this.#carriers(14, hosts, 6, 0, random);
    this.hosters = this.#carriers(40, [...hosts, 'HK', 'SE', 'PL', 'CA'], 2, 0, random);
    this.vpnExits = this.#carriers(12, [...hosts, 'HK', 'CH', 'SE'], 1, 0, random).map((carrier) =>
      Array.from({ length: random.integer(8, 60) }, () => this.address(carrier, random)),
    );
    this.functionExits = this.clouds.map((carrier) =>
      Array.from({ length: random.integer(30, 120) }, () => this.address(carrier, random)),
    );
  }

  #carriers(
    count: number,
    countries: readonly string[],
    blocks: number,
    ipv6: number,
    random: Random,
  ): Carrier[] {
    return Array.from({ length: count }, () => {
      let asn = 0;
      do asn = random.chance(0.6) ? random.integer(1_200, 64_000) : random.integer(131_072, 215_000);
      while (this.#takenAsns.has(asn));
      this.#takenAsns.add(asn);
      const own: number[] = [];
      while (own.length < blocks) {
        const block = (random.integer(11, 217) << 8) | random.integer(0, 255);
        const first = block >>> 8;
        // Private, loopback, carrier-grade and link-local space never reaches a log of a public service.
        if (
          first === 127 ||
          first === 100 ||
          first === 169 ||
          first === 172 ||
          first === 192 ||
          first === 198
        )
          continue;
        if (this.#takenBlocks.has(block)) continue;
        this.#takenBlocks.add(block);
        own.push(block);
      }
      const prefix = random.chance(ipv6)
        ? 0x2a000000 + random.integer(0, 0x0eff) * 0x10000 + random.integer(0, 0xffff)
        : -1;
      return { asn, country: random.pick(countries), blocks: own, ipv6: prefix };
    });
  }

  country(random: Random): Country {
    let at = random.unit() * this.countries.reduce((sum, country) => sum + country.weight, 0);
    for (const country of this.countries) {
      at -= country.weight;
      if (at < 0) return country;
    }
    return this.countries[0]!;
  }

  /** Registers an address that its maker knows to be new or accepts to be a repeat. */
  #register(text: string, carrier: Carrier): number {
    this.addressText.push(text);
    this.addressAsn.push(carrier.asn);
    this.addressCountry.push(carrier.country);
    return this.addressText.length - 1;
  }

  /** A random IPv4 address of a carrier. */
  address(carrier: Carrier, random: Random): number {
    return this.addressIn(this.prefix(carrier, random), carrier, random);
  }

  /** A random /24 of a carrier, as its upper 24 bits. */
  prefix(carrier: Carrier, random: Random): number {
    return random.pick(carrier.blocks) * 256 + random.integer(0, 255);
  }

  addressIn(prefix: number, carrier: Carrier, random: Random): number {
    const text = `${prefix >>> 16}.${(prefix >>> 8) & 255}.${prefix & 255}.${random.integer(1, 254)}`;
    return this.#register(text, carrier);
  }

  /** A random IPv6 address in a /64 given by 32 bits below the carrier's /32. */
  address6(carrier: Carrier, subnet: number, random: Random): number {
    const hex = (value: number) => (value & 0xffff).toString(16);
    const host = () => hex(random.integer(1, 0xffff));
    const text = `${hex(carrier.ipv6 / 0x10000)}:${hex(carrier.ipv6)}:${hex(subnet >>> 16)}:${hex(subnet)}:${host()}:${host()}:${host()}:${host()}`;
    return this.#register(text, carrier);
  }

  homeCarrier(country: string, random: Random): Carrier {
    const carriers = this.#homes.get(country)!;
    return carriers[random.rank(carriers.length, 0.8)]!;
  }

  /** One of the few shared gateways behind which a country's mobile users sit. */
  mobileGateway(country: string, random: Random): number {
    const gateways = this.#gateways.get(country)!;
    return gateways[random.rank(gateways.length, 0.5)]!;
  }
}
