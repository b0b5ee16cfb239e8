import type { Account } from './account.js';
import type { Lengths } from './lengths.js';
import { chooseModel, MODEL_PACE } from './models.js';
import type { Random } from './random.js';
import type { Row } from './request-log.js';
import { draw } from './weighted.js';
import type { World } from './world.js';

/** One thing that an account wants answered. */
export interface Exchange extends Lengths {
  /** Milliseconds since the epoch. */
  time: number;
  cached: number;
  session: number; // -1: none
  prompt: number;
  /** Overrides the account's own system prompts; undefined leaves the choice to them. */
  systemPrompt?: number | undefined;
  /** Overrides the account's tool share: whether the answer stops for a tool. */
  tool?: boolean | undefined;
}

export function newExchange(): Exchange {
  return { time: 0, input: 0, output: 0, cached: 0, session: -1, prompt: 0 };
}

const row: Row = {
  time: 0,
  account: 0,
  key: 0,
  session: 0,
  model: 0,
  endpoint: 0,
  address: 0,
  userAgent: 0,
  device: 0,
  input: 0,
  output: 0,
  cached: 0,
  maxTokens: 0,
  temperature: 0,
  stream: 0,
  status: 0,
  stop: 0,
  latency: 0,
  systemPrompt: 0,
  prompt: 0,
}; // filled anew for every request, so that none is allocated

/**
 * Sends one exchange as an account would: its settings of the hour, its address, and after a failure up to two
 * retries. Writes one to three rows. Requests at or after the end of the log are not seen.
 */
export function send(world: World, account: Account, exchange: Exchange, random: Random): void {
  const { settings } = account;
  let time = exchange.time;
  row.account = account.id;
  row.session = settings.namesSessions ? exchange.session : -1;
  row.endpoint = settings.endpoint;
  row.model = chooseModel(settings.models, time, random);
  row.userAgent = draw(current(settings.clients, time).agents, random);
  row.device = draw(account.devices, random);
  row.maxTokens = draw(settings.maxTokens, random);
  row.temperature = draw(settings.temperature, random);
  row.stream = random.chance(settings.streamShare) ? 1 : 0;
  row.systemPrompt = exchange.systemPrompt ?? draw(settings.systemPrompts, random);
  row.prompt = exchange.prompt;
  row.input = exchange.input;
  row.cached = Math.min(exchange.cached, exchange.input - 1);
  for (let attempt = 0; attempt < 3 && time < world.end; attempt++) {
    row.time = time;
    row.key = current(account.keys, time).key;
    row.address = account.egress(time, random);
    const failed = random.chance(attempt === 0 ? settings.errorShare : 0.25);
    if (failed) {
      const u = random.unit();
      row.status = u < 0.5 ? 429 : u < 0.72 ? 529 : u < 0.85 ? 500 : 400;
      row.output = 0;
      row.cached = 0;
      row.stop = 4;
      row.latency = Math.round(random.lognormal(row.status === 400 ? 60 : 240, 0.8));
      world.log.add(row);
      if (row.status === 400 || random.chance(0.3)) return;
      time += row.latency + random.lognormal(attempt === 0 ? 2_000 : 6_000, 0.9);
      row.cached = Math.min(exchange.cached, exchange.input - 1);
      continue;
    }
    row.status = 200;
    const cut = row.maxTokens > 0 && exchange.output >= row.maxTokens;
    row.output = cut ? row.maxTokens : exchange.output;
    row.stop = cut
      ? 1
      : (exchange.tool ?? random.chance(settings.toolShare))
        ? 2
        : random.chance(settings.stopShare)
          ? 3
          : 0;
    const [perToken, first] = MODEL_PACE[row.model]!;
    row.latency = Math.round(
      random.lognormal(first + row.input * 0.012 * (1 - (0.8 * row.cached) / row.input), 0.35) +
        row.output * perToken * random.lognormal(1, 0.18),
    );
    world.log.add(row);
    return;
  }
}

/** The last period that began by `time`; the first one for times before. */
function current<T extends { readonly from: number }>(periods: readonly T[], time: number): T {
  for (let i = periods.length - 1; i > 0; i--) if (periods[i]!.from <= time) return periods[i]!;
  return periods[0]!;
}
