import type { Egress } from './egress.js';
import type { ModelHabit } from './models.js';
import type { Weighted } from './weighted.js';

/** Everything about how an account calls the service, apart from when and with what. */
export interface Settings {
  readonly models: ModelHabit;
  readonly endpoint: number;
  /** User agents by the time (milliseconds) from which they are used, earliest first; -1 sends none. */
  readonly clients: readonly { readonly from: number; readonly agents: Weighted<number> }[];
  /** Output limits; -1 leaves it to the default. */
  readonly maxTokens: Weighted<number>;
  /** Hundredths; -1 leaves it to the default. */
  readonly temperature: Weighted<number>;
  readonly streamShare: number;
  /** Whether the client names its conversations. */
  readonly namesSessions: boolean;
  /** Share of an earlier turn's context that is served from the cache; 0 for no caching. */
  readonly caching: number;
  /** System prompts; -1 sends none. */
  readonly systemPrompts: Weighted<number>;
  /** Share of answers that stop for a tool, and at a stop sequence. */
  readonly toolShare: number;
  readonly stopShare: number;
  /** Share of requests that fail. */
  readonly errorShare: number;
}

/** An account as the service sees it. Identifiers are dense codes that become text when the log is written. */
export interface Account {
  readonly id: number;
  /** Index into the world's groups; -1 for the crowd. */
  readonly group: number;
  readonly org: number;
  /** -1: pays by invoice or not at all. */
  readonly payment: number;
  /** Devices or TLS fingerprints; -1 for software that shows none. */
  readonly devices: Weighted<number>;
  /** API keys by the time from which they are used, earliest first. */
  readonly keys: readonly { readonly from: number; readonly key: number }[];
  readonly egress: Egress;
  readonly settings: Settings;
}
