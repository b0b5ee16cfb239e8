import { litellmSpendlogs } from './litellm-spendlogs.js';
import type { Profile } from './profile.js';

/** Every known export, in the order in which `stillhunt formats` lists them. */
export const PROFILES: readonly Profile[] = [litellmSpendlogs];
