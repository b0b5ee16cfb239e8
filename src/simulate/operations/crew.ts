import type { Account } from '../account.js';
import type { ClientProfile } from '../client-profile.js';
import type { Egress } from '../egress.js';
import { type Exchange, newExchange, send } from '../exchange.js';
import { layGenuine } from '../genuine.js';
import { ownDevices, ownKeys } from '../identity.js';
import { clampLengths, type LengthSource } from '../lengths.js';
import type { Country } from '../networks.js';
import type { Random } from '../random.js';
import { DAY, type Rhythm } from '../rhythm.js';
import type { World } from '../world.js';
import type { Disguise } from './disguise.js';

/** An account of an operation, and how it is meant to be used. */
export interface Member {
  readonly account: Account;
  readonly rhythm: Rhythm;
  readonly lengths: LengthSource;
  /** Requests of the operation per day; those of genuine customers come on top. */
  readonly perDay: number;
  /** Milliseconds since the epoch, end exclusive: when the account is used. */
  readonly from: number;
  readonly to: number;
  /** Share of requests that go on with the conversation before, as cover. */
  readonly chatter: number;
  session: number; // the open conversation, -1 before the first
  context: number; // its tokens so far
}

/** What an operation decides about a member; the rest follows its disguise. */
export interface MemberTraits {
  readonly country: Country;
  readonly payment: number;
  readonly egress: Egress;
  /** Requests per day, and the share of them that extracts, the rest being genuine customers'; 1 unless given. */
  readonly perDay: number;
  readonly extraction?: number;
  readonly org?: number;
  readonly from?: number;
  readonly to?: number;
  readonly profile?: ClientProfile;
  readonly settings?: Account['settings'];
}

export function recruit(
  world: World,
  group: number,
  disguise: Disguise,
  traits: MemberTraits,
  random: Random,
): Member {
  const profile = traits.profile ?? random.pick(world.profiles);
  const account = world.join({
    group,
    org: traits.org ?? world.newOrg(),
    payment: traits.payment,
    devices: ownDevices(world, random, world.evasion > 1 && random.chance(0.5)),
    keys: ownKeys(world, random),
    egress: traits.egress,
    settings: traits.settings ?? disguise.settings(random),
  });
  const { from = world.start, to = world.end, perDay } = traits;
  const extraction = world.fixed.mixing ?? traits.extraction ?? 1;
  const member: Member = {
    account,
    rhythm: disguise.rhythm(profile, traits.country.zone, random),
    lengths: disguise.lengths(profile, random),
    perDay: perDay * extraction,
    from,
    to,
    chatter: world.evasion === 1 || random.chance(0.5) ? 0 : random.between(0.1, 0.7),
    session: -1,
    context: 0,
  };
  if (extraction < 1) {
    layGenuine(world, account, (perDay * (1 - extraction) * (to - from)) / DAY, from, to, random);
  }
  return member;
}

const exchange = newExchange();

/** One job through one member: a prompt of the work list, a new one unless given. */
export function work(
  world: World,
  member: Member,
  time: number,
  random: Random,
  prompt = world.newPrompt(),
  change?: (exchange: Exchange) => void,
): void {
  member.lengths(random, exchange);
  exchange.time = time;
  exchange.prompt = prompt;
  exchange.cached = 0;
  exchange.systemPrompt = undefined;
  exchange.tool = undefined;
  if (member.session >= 0 && random.chance(member.chatter)) {
    exchange.cached = Math.floor(member.context * member.account.settings.caching);
    exchange.input = member.context + Math.ceil(exchange.input * 0.25);
    clampLengths(exchange);
  } else {
    member.session = world.newSession();
  }
  exchange.session = member.session;
  change?.(exchange);
  member.context = Math.min(60_000, exchange.input + exchange.output);
  send(world, member.account, exchange, random);
}

/** Requests per day of the members: nearly equal where nobody cares, spread out where somebody does. */
export function memberVolumes(world: World, count: number, mean: number, random: Random): number[] {
  const sigma = [0.12, 0.35, 0.7][world.evasion - 1]!;
  const least = mean < 10 ? mean / 4 : 5;
  return Array.from({ length: count }, () =>
    Math.min(200, Math.max(least, random.lognormal(mean * Math.exp((-sigma * sigma) / 2), sigma))),
  );
}

/** Mean requests per account and day of an operation: around the 25 of the largest public case. */
export function operationVolume(random: Random): number {
  return Math.min(70, Math.max(10, random.lognormal(25, 0.4)));
}

/** Mean requests per account and day of an operation: what the options fix, or else what was drawn for it. */
export function volume(world: World, drawn: number): number {
  return world.fixed.perAccount ?? drawn;
}
