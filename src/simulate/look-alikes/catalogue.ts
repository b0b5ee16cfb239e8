import { agentClientUsers } from './agent-client-users.js';
import { benchmarkRuns } from './benchmark-runs.js';
import { corporateVpn } from './corporate-vpn.js';
import { enterpriseSeats } from './enterprise-seats.js';
import type { LookAlike } from './look-alike.js';
import { mobileAppUsers } from './mobile-app-users.js';
import { nightlyJobs } from './nightly-jobs.js';
import { permittedGeneration } from './permitted-generation.js';
import { resellerCustomers } from './reseller-customers.js';
import { saasTenants } from './saas-tenants.js';
import { universityClass } from './university-class.js';

/** Every look-alike that a log may hold. */
export const LOOK_ALIKES: readonly LookAlike[] = [
  enterpriseSeats,
  corporateVpn,
  agentClientUsers,
  universityClass,
  nightlyJobs,
  saasTenants,
  resellerCustomers,
  benchmarkRuns,
  mobileAppUsers,
  permittedGeneration,
];
