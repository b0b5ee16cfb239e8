import type { Settings } from '../account.js';
import type { ClientProfile } from '../client-profile.js';
import { publicClient } from '../clients.js';
import { type LengthSource, lognormalLengths, ownLengths, perturbedLengths } from '../lengths.js';
import { customerModels, type ModelHabit } from '../models.js';
import type { Random } from '../random.js';
import { normalised, type Rhythm, replayedRhythm } from '../rhythm.js';
import { customerSettings, mostly, someLimit } from '../settings.js';
import { always, type Weighted, weighted } from '../weighted.js';
import type { World } from '../world.js';

/** Lengths that an operation's work has by nature, in tokens: medians and deviations of the logarithm. */
export interface WorkShape {
  readonly input: number;
  readonly inputSigma: number;
  readonly output: number;
  readonly outputSigma: number;
}

/** A low output limit would spoil the harvest, at the first sight of which any operator lifts it. */
function roomyLimit(random: Random): number {
  for (;;) {
    const limit = someLimit(random);
    if (limit < 0 || limit >= 1000) return limit;
  }
}

/** A harvest of long answers to short questions. */
export function harvestShape(random: Random): WorkShape {
  return {
    input: random.lognormal(500, 0.7),
    inputSigma: random.between(0.25, 0.7),
    output: random.lognormal(1_500, 0.35),
    outputSigma: random.between(0.3, 0.55),
  };
}

/**
 * What an operation's accounts show, by its evasion.
 * 1: one program serves all, with a few templates and settings. 2: every account has its own client, settings and
 * templates, and lengths are blurred. 3: lengths and hours are those of a real client, another one for each account.
 */
export class Disguise {
  readonly templates: Weighted<number>;
  readonly #lengths: LengthSource;
  readonly #variants: readonly Settings[];
  readonly #world: World;

  constructor(world: World, shape: WorkShape, random: Random) {
    this.#world = world;
    this.templates = weighted(
      Array.from({ length: random.integer(1, 5) }, (_, n) => [world.newSystemPrompt(), 1 / (n + 1)] as const),
    );
    this.#lengths = lognormalLengths(shape.input, shape.inputSigma, shape.output, shape.outputSigma);
    const models = this.models(random);
    this.#variants = Array.from({ length: random.integer(1, 3) }, () => {
      const settings = customerSettings(world, random, false);
      const agent = publicClient(world.agents, random, false);
      return {
        ...settings,
        models,
        clients: [{ from: world.start, agents: always(agent) }],
        maxTokens: mostly(random, () => roomyLimit(random)),
        systemPrompts: this.templates,
      };
    });
  }

  /** The better models, in one mixture; stays on them. */
  models(random: Random): ModelHabit {
    return {
      ...customerModels(this.#world.release, random),
      usual: weighted([
        [2, random.between(0.3, 1)],
        [3, random.between(0.05, 0.8)],
        [1, random.between(0.02, 0.3)],
      ]),
    };
  }

  settings(random: Random): Settings {
    if (this.#world.evasion === 1) return random.pick(this.#variants);
    const own = customerSettings(this.#world, random, random.chance(0.6));
    const maxTokens = mostly(random, () => roomyLimit(random));
    return { ...own, maxTokens, models: random.chance(0.6) ? this.models(random) : own.models };
  }

  lengths(profile: ClientProfile, random: Random): LengthSource {
    if (this.#world.evasion === 1) return this.#lengths;
    if (this.#world.evasion === 3) return ownLengths(profile, random);
    return perturbedLengths(
      this.#lengths,
      random.lognormal(1, 0.3),
      random.lognormal(1, 0.25),
      random.between(0.05, 0.3),
    );
  }

  /** Hours in which the account is used; flat below evasion 3, as the queue never sleeps. */
  rhythm(profile: ClientProfile, zone: number, random: Random): Rhythm {
    if (this.#world.evasion < 3) return normalised(new Float64Array(168).fill(1));
    return replayedRhythm(profile, zone + random.integer(-2, 3), random.between(0.1, 0.5));
  }
}
