import { type Customer, makeCustomer } from '../customer.js';
import type { Random } from '../random.js';
import { live } from '../traffic.js';
import type { World } from '../world.js';
import { makeCompany } from './companies.js';
import { makeDeveloper } from './developers.js';
import { makeHousehold } from './households.js';
import { makeMachine } from './machines.js';

/**
 * Fills the world with `count` unrelated customers who send about `requests` requests in all. Some of them share
 * addresses, cards, organisations and programs by accident or by right; none of them is labelled as a group.
 */
export function populate(world: World, count: number, requests: number, random: Random): void {
  const customers: Customer[] = [];
  while (customers.length < count) {
    const left = count - customers.length;
    const u = random.unit();
    if (u < 0.035 && left >= 3) customers.push(...makeCompany(world, left, random));
    else if (u < 0.05 && left >= 4) customers.push(...makeHousehold(world, random));
    else if (u < 0.07 && left >= 5) customers.push(...makeDeveloper(world, random));
    else if (u < 0.13) customers.push(makeMachine(world, random));
    else customers.push(makeCustomer(world, random));
  }
  let wanted = 0;
  for (const customer of customers) wanted += customer.volume;
  const scale = Math.max(0, requests) / wanted;
  for (const { account, habit, volume } of customers) {
    // Who is there for a part of the time sends a part.
    const present = (habit.to - habit.from) / (world.end - world.start);
    live(world, account, habit, random.round(volume * scale * Math.min(1, present * 1.15 + 0.02)), random);
  }
}
