import type { Account } from './account.js';
import { type ClientProfile, readClientProfiles } from './client-profile.js';
import { publicClient } from './clients.js';
import type { Fixed } from './fixed.js';
import { Interned } from './interned.js';
import { Networks } from './networks.js';
import { Random } from './random.js';
import { RequestLog } from './request-log.js';
import { DAY, HOUR } from './rhythm.js';

export type Evasion = 1 | 2 | 3;

/** What was planted in one labelled group. */
export interface PlantedGroup {
  readonly name: string;
  readonly kind: 'benign-group' | 'operation';
  /** Name of the look-alike or of the operation's tradecraft. */
  readonly tradecraft: string;
  readonly parameters: Record<string, number | string | boolean>;
}

const PUBLIC_PROMPTS = 600;
const PUBLIC_SYSTEM_PROMPTS = 400;

/** The world that a log is taken from: shared vocabularies, the accounts so far, and their requests. */
export class World {
  readonly profiles: readonly ClientProfile[] = readClientProfiles();
  readonly networks: Networks;
  readonly agents = new Interned();
  readonly log = new RequestLog();
  readonly accounts: Account[] = [];
  readonly groups: PlantedGroup[] = [];
  /** Monday 00:00 UTC, milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** When a new model becomes available. */
  readonly release: number;
  #orgs = 0;
  #payments = 0;
  #devices = 0;
  #keys = 0;
  #sessions = 0;
  #prompts = PUBLIC_PROMPTS;
  #systemPrompts = PUBLIC_SYSTEM_PROMPTS;

  constructor(
    readonly seed: number,
    readonly evasion: Evasion,
    readonly days: number,
    readonly fixed: Fixed = {},
  ) {
    const random = new Random(seed).fork('world');
    // Mondays of 2026: 5 January is one.
    this.start = Date.UTC(2026, 0, 5) + 7 * DAY * random.integer(0, 40);
    this.end = this.start + days * DAY;
    this.release =
      this.start + Math.round(random.between(0.3, 0.6) * days) * DAY + random.integer(14, 18) * HOUR;
    this.networks = new Networks(random.fork('networks'), this.start);
    // The common clients come first in the vocabulary whoever uses them.
    for (let n = 0; n < 200; n++) publicClient(this.agents, random);
  }

  newOrg(): number {
    return this.#orgs++;
  }
  newPayment(): number {
    return this.#payments++;
  }
  newDevice(): number {
    return this.#devices++;
  }
  newKey(): number {
    return this.#keys++;
  }
  newSession(): number {
    return this.#sessions++;
  }
  newPrompt(): number {
    return this.#prompts++;
  }
  newSystemPrompt(): number {
    return this.#systemPrompts++;
  }

  /** A prompt that many people send: greetings, "continue", samples from tutorials. */
  publicPrompt(random: Random): number {
    return random.rank(PUBLIC_PROMPTS);
  }

  /** A system prompt that is published somewhere and used by many, or that a framework sends by default. */
  publicSystemPrompt(random: Random): number {
    return random.rank(PUBLIC_SYSTEM_PROMPTS);
  }

  /** Registers a labelled group and returns its index. */
  plant(group: PlantedGroup): number {
    this.groups.push(group);
    return this.groups.length - 1;
  }

  /** Registers an account; its id is its place among the accounts. */
  join(account: Omit<Account, 'id'>): Account {
    const joined = { ...account, id: this.accounts.length };
    this.accounts.push(joined);
    return joined;
  }
}
