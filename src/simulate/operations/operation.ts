import type { Random } from '../random.js';
import type { PlantedGroup, World } from '../world.js';

/**
 * One kind of extraction by many accounts, each named by the trait that it is built around. How well it hides
 * follows `world.evasion`; the trait itself stays, because it is how the work gets done.
 */
export interface Operation {
  readonly name: string;
  /** Smallest and largest number of accounts in a log of 11,000; scaled with the log, never below 8. */
  readonly size: readonly [low: number, high: number];
  /** Makes the operation's accounts and their traffic; returns what was planted, for the scenario file. */
  plant(world: World, group: number, size: number, random: Random): PlantedGroup['parameters'];
}
