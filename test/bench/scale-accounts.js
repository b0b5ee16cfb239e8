// The population of the scale benchmark: who shares what with whom, and what each account sends in a week.
import { halfOctave } from '../../dist/facet/half-octave.js';
import { mix32 } from '../../dist/facet/murmur3.js';
import { readClientProfiles } from '../../dist/simulate/client-profile.js';
import { lognormalLengths, ownLengths, perturbedLengths } from '../../dist/simulate/lengths.js';
import { Random } from '../../dist/simulate/random.js';

/** Requests that an account sends at most, in a week. */
export const REQUESTS_AT_MOST = 400;

const FIRST_DAY = 20_626; // 2026-06-22, a Monday, in days since the epoch
const TICKS_PER_DAY = 288;

const PROFILES = readClientProfiles();
/** Per profile, the share of the week's requests up to each hour. */
const RHYTHMS = PROFILES.map(({ rhythm }) => cumulated(rhythm));
const FLAT = cumulated(new Array(168).fill(1));
const OFFICE = cumulated(
  Array.from({ length: 168 }, (_, h) => (h % 24 >= 8 && h % 24 < 18 && h < 120 ? 1 : 0.03)),
);
const NIGHTLY = cumulated(Array.from({ length: 168 }, (_, h) => (h % 24 === 2 ? 1 : 0.001)));

/** The world does not grow with the log: public networks, programs and prompts are the same for any number of accounts. */
const MOBILE_NETWORKS = 3_000;
const VPN_NETWORKS = 400;
const FUNCTION_NETWORKS = 1_000;
const PUBLIC_CLIENTS = 240;
const PUBLIC_SYSTEM_PROMPTS = 600;
const COMMONPLACES = 4_000;
const LIMITS = [1024, 4096, 2048, 8192, 4000, 1000, 512, 2000, 16000, 8000, 16384, 256, 32000, 300, 1500];
const TEMPERATURES = [0, 700, 1000, 200, 300, 500, 100, 800, 900, 600];

const OPERATION_SIZES = [8, 400];
const LOOK_ALIKE_SIZES = [8, 250];
const LOOK_ALIKES = ['seats', 'app', 'class', 'nightly'];

/**
 * Assigns accounts to units (somebody alone, a household, a company, an operation, a look-alike) at random. About one
 * account in twenty belongs to an operation and one in thirty to a look-alike, in units whose sizes do not depend on
 * the log, except one operation of a fortieth of all accounts. Returns the unit of an account. O(accounts).
 */
export function planUnits(accounts, seed) {
  const random = new Random(seed).fork('units');
  const kinds = [];
  const unitOf = new Uint32Array(accounts);
  let at = 0;
  const plant = (kind, size) => {
    const n = Math.min(size, accounts - at);
    unitOf.fill(kinds.length, at, at + n);
    kinds.push({ kind, size: n });
    at += n;
  };
  const logEven = ([low, high]) => Math.round(low * Math.exp(Math.log(high / low) * random.unit()));
  plant('operation', Math.max(20, Math.floor(accounts / 40)));
  while (at < accounts / 40 + accounts / 20) plant('operation', logEven(OPERATION_SIZES));
  for (let n = 0; at < accounts / 40 + accounts / 20 + accounts / 30; n++)
    plant(LOOK_ALIKES[n % LOOK_ALIKES.length], logEven(LOOK_ALIKE_SIZES));
  while (at < accounts) {
    const u = random.unit();
    if (u < 0.03) plant('company', Math.max(3, Math.min(40, Math.round(random.lognormal(7, 0.8)))));
    else if (u < 0.06) plant('household', random.integer(2, 4));
    else plant('alone', 1);
  }
  // Names say nothing: members lie anywhere among the accounts.
  for (let i = accounts - 1; i > 0; i--) {
    const j = random.integer(0, i);
    const kept = unitOf[i];
    unitOf[i] = unitOf[j];
    unitOf[j] = kept;
  }
  return (a) => ({ number: unitOf[a], ...kinds[unitOf[a]] });
}

/**
 * Draws what account `a` of a unit sends: `put(facet, lo, hi)` once for each request and facet that has a value, and
 * `request(tick, input, output)` once for each request.
 */
export function makeAccount(unit, a, seed, put, request) {
  const shared = new Random(mix32(seed ^ mix32(unit.number + 1)));
  const random = new Random(mix32(seed ^ mix32(a ^ 0x40000000)));
  const source = sourceOf(unit, shared, random, a);
  const lengths = { input: 0, output: 0 };
  for (let i = 0; i < source.requests; i++) {
    const hour = hourOf(source.rhythm, random.unit());
    const day = Math.floor(hour / 24);
    const tick = (FIRST_DAY + day) * TICKS_PER_DAY + (hour % 24) * 12 + random.integer(0, 11);
    source.lengths(random, lengths);
    put('tick', tick, 0);
    put('length_cell', halfOctave(lengths.input) * 64 + halfOctave(lengths.output), 0);
    put('cached_share', random.chance(source.caching) ? random.integer(1, 4) : 0, 0);
    put('latency', halfOctave(Math.round(300 + lengths.output * random.between(8, 20))), 0);
    const model = source.models[random.chance(0.9) ? 0 : source.models.length - 1];
    identity(put, 'model', model);
    put('model_day', mix32(model), FIRST_DAY + day);
    identity(put, 'endpoint', source.endpoint);
    identity(put, 'client', source.client);
    if (source.limit > 0) put('max_tokens', source.limit, 0);
    if (source.temperature >= 0) put('temperature', source.temperature, 0);
    put('stream', source.stream, 0);
    put('status', random.chance(0.985) ? 200 : 429, 0);
    identity(put, 'stop_reason', random.chance(0.95) ? 1 : 2);
    identity(put, 'org', source.org);
    identity(put, 'api_key', a);
    identity(put, 'payment', source.payment);
    if (source.device >= 0) identity(put, 'device', source.device);
    if (source.turns > 0)
      identity(
        put,
        'session',
        own(a, 7, Math.floor(random.unit() * Math.ceil(source.requests / source.turns))),
      );
    if (source.systemPrompts.length > 0) identity(put, 'system_prompt', random.pick(source.systemPrompts));
    identity(put, 'prompt', source.prompt(random, i));
    const network = source.network(random, day);
    put('network_day', network, FIRST_DAY + day);
    put('asn', 1_000 + (mix32(network >>> 10) % 3_000), 0);
    identity(put, 'country', source.country);
    request(tick, lengths.input, lengths.output);
  }
}

/** Somebody's habits, drawn alone and then bent to what the unit has in common. */
function sourceOf(unit, shared, random, a) {
  const source = alone(random, a);
  const groupRequests = Math.max(3, Math.min(REQUESTS_AT_MOST, Math.round(shared.lognormal(40, 0.5))));
  switch (unit.kind) {
    case 'household':
      Object.assign(source, {
        payment: own(unit.number, 20, 0),
        network: fixed(prefixOf(own(unit.number, 21, 0))),
      });
      break;
    case 'company': {
      const office = fixed(prefixOf(own(unit.number, 22, 0)));
      if (shared.chance(0.8)) source.payment = own(unit.number, 20, 0);
      if (shared.chance(0.5)) source.org = own(unit.number, 23, 0);
      if (random.chance(0.6)) source.network = office;
      if (random.chance(0.35)) source.systemPrompts = [own(unit.number, 24, 0)];
      if (random.chance(0.7)) source.rhythm = OFFICE;
      break;
    }
    case 'seats':
      Object.assign(source, {
        payment: own(unit.number, 20, 0),
        org: own(unit.number, 23, 0),
        network: fixed(prefixOf(own(unit.number, 22, random.integer(0, 1)))),
        client: own(unit.number, 25, 0),
        rhythm: OFFICE,
      });
      break;
    case 'app':
      Object.assign(source, { client: own(unit.number, 25, 0), systemPrompts: [own(unit.number, 24, 0)] });
      break;
    case 'class':
      Object.assign(source, {
        network: fixed(prefixOf(own(unit.number, 22, 0))),
        rhythm: OFFICE,
        prompt: (r) =>
          r.chance(0.6) ? own(unit.number, 26, r.integer(0, 30)) : own(a, 6, r.integer(0, 1e6)),
      });
      break;
    case 'nightly':
      Object.assign(source, { rhythm: NIGHTLY, lengths: lengthsOf(shared), requests: groupRequests });
      break;
    case 'operation':
      operate(source, unit, groupRequests, shared, random);
      break;
  }
  return source;
}

/** A batch of accounts fed from one queue; every second operation varies settings account by account. */
function operate(source, unit, requests, shared, random) {
  const varied = shared.chance(0.5);
  const base = lengthsOf(shared);
  const batch = random.integer(0, Math.ceil(unit.size / 8));
  const pool = Math.ceil(unit.size / 3);
  const hosted = shared.chance(0.6);
  const list = shared.chance(0.4) ? unit.size * 60 : 200;
  Object.assign(source, {
    rhythm: FLAT,
    requests: Math.max(3, Math.min(REQUESTS_AT_MOST, Math.round(random.lognormal(requests, 0.15)))),
    lengths: varied
      ? perturbedLengths(base, random.lognormal(1, 0.15), random.lognormal(1, 0.15), 0.1)
      : base,
    payment: own(unit.number, 20, batch),
    network: hosted
      ? (r) => prefixOf(own(unit.number, 22, r.integer(0, Math.min(pool, 40))))
      : (r) => (r.chance(0.4) ? prefixOf(own(unit.number, 22, r.integer(0, pool))) : vpn(r)),
    systemPrompts: [own(unit.number, 24, random.integer(0, 3))],
    prompt: (r) => own(unit.number, 26, r.integer(0, list)),
    turns: 0,
    caching: 0,
    device: -1,
  });
  const settings = {
    client: shared.integer(0, PUBLIC_CLIENTS - 1),
    models: [shared.integer(0, 3)],
    limit: LIMITS[shared.rank(LIMITS.length, 0.6)],
    temperature: TEMPERATURES[shared.rank(TEMPERATURES.length, 0.5)],
    stream: 0,
  };
  if (!varied) Object.assign(source, settings);
}

/** An unrelated customer: lengths and rhythm of a real client, everything else its own or public. */
function alone(random, a) {
  const profile = random.integer(0, PROFILES.length - 1);
  const home = Array.from({ length: random.chance(0.6) ? 1 : random.integer(2, 4) }, (_, n) =>
    prefixOf(random.chance(0.5) ? random.integer(0, 400_000) : own(a, 1, n)),
  );
  const way = random.unit();
  const away = random.between(0.05, 0.6);
  const u = random.unit();
  return {
    requests: Math.max(1, Math.min(REQUESTS_AT_MOST, Math.round(random.lognormal(12, 1.2)))),
    rhythm: random.chance(0.08) ? FLAT : RHYTHMS[profile],
    lengths: ownLengths(PROFILES[profile], random),
    caching: random.chance(0.5) ? random.between(0.5, 0.98) : 0,
    models: random.chance(0.55) ? [random.rank(4, 0.5)] : [random.rank(4, 0.5), random.rank(4, 0.5)],
    endpoint: random.rank(3, 0.8),
    client: random.chance(0.1) ? own(a, 2, 0) : random.rank(PUBLIC_CLIENTS, 0.8),
    limit: random.chance(0.3)
      ? 0
      : random.chance(0.93)
        ? LIMITS[random.rank(LIMITS.length, 0.6)]
        : 50 * random.integer(3, 120),
    temperature: random.chance(0.38) ? -1 : TEMPERATURES[random.rank(TEMPERATURES.length, 0.5)],
    stream: random.chance(0.6) ? 1 : 0,
    org: own(a, 3, 0),
    payment: own(a, 4, 0),
    device: random.chance(0.6) ? own(a, 5, 0) : -1,
    turns: random.chance(0.7) ? random.between(1.2, 7) : 0,
    systemPrompts:
      u < 0.28
        ? []
        : u < 0.52
          ? [random.rank(PUBLIC_SYSTEM_PROMPTS, 0.9)]
          : Array.from({ length: u < 0.78 ? 1 : random.integer(2, 9) }, (_, n) => own(a, 8, n)),
    prompt: (r, i) =>
      r.chance(0.03) ? r.rank(COMMONPLACES, 0.8) : own(a, 6, r.chance(0.05) ? r.integer(0, i) : i),
    network:
      way < 0.25
        ? (r) => (r.chance(away) ? mobile(r, profile) : r.pick(home))
        : way < 0.31
          ? (r) => mobile(r, profile)
          : way < 0.36
            ? vpn
            : way < 0.42
              ? (r) => prefixOf(2_000_000 + r.integer(0, FUNCTION_NETWORKS - 1))
              : (r) => r.pick(home),
    country: random.rank(30, 0.8),
  };
}

/** A number for the n-th thing of a kind that an account or unit has alone. */
function own(owner, kind, n) {
  return mix32(mix32(mix32(owner + 1) ^ Math.imul(kind, 0x9e3779b1)) + n);
}

function identity(put, facet, number) {
  put(facet, mix32(number), mix32(number ^ 0x5bd1e995));
}

function prefixOf(number) {
  return mix32(number) >>> 8;
}

function fixed(prefix) {
  return () => prefix;
}

/** A phone stays with the gateways of its region. */
function mobile(random, region) {
  return prefixOf(1_000_000 + ((region * 40 + random.integer(0, 39)) % MOBILE_NETWORKS));
}

function vpn(random) {
  return prefixOf(3_000_000 + random.rank(VPN_NETWORKS, 0.5));
}

function lengthsOf(random) {
  return lognormalLengths(random.lognormal(600, 1), 0.5, random.lognormal(900, 0.8), 0.35);
}

function cumulated(weights) {
  let sum = 0;
  const sums = Float64Array.from(weights, (w) => (sum += w));
  return sums.map((s) => s / sum);
}

/** The hour of the week at a share of its requests. */
function hourOf(sums, share) {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] <= share) low = middle + 1;
    else high = middle;
  }
  return low;
}
