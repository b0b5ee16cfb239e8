import type { Customer } from '../customer.js';
import type { Random } from '../random.js';
import { live } from '../traffic.js';
import type { PlantedGroup, World } from '../world.js';

/** A group that looks coordinated and is not an operation: the negative twin of some tradecraft. */
export interface LookAlike {
  readonly name: string;
  /** Smallest and largest number of accounts in a log of 11,000; scaled with the log, never below 8. */
  readonly size: readonly [low: number, high: number];
  /** Makes the group's accounts and their traffic; returns what was planted, for the scenario file. */
  plant(world: World, group: number, size: number, random: Random): PlantedGroup['parameters'];
}

/** Lets customers live whose volume is their own, not a share of the crowd's. */
export function liveAll(world: World, customers: readonly Customer[], random: Random): void {
  for (const { account, habit, volume } of customers) {
    const present = (habit.to - habit.from) / (world.end - world.start);
    live(world, account, habit, random.round(volume * present), random);
  }
}

/** Requests per day of one of a group: spread around a mean like that of operations. */
export function memberVolume(mean: number, random: Random): number {
  return Math.min(200, Math.max(0.5, random.lognormal(mean * 0.75, 0.75)));
}
