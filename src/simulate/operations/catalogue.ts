import { agenticExtraction } from './agentic-extraction.js';
import { cardBatches } from './card-batches.js';
import { centralQueue } from './central-queue.js';
import { handOver } from './hand-over.js';
import { networkRelay } from './network-relay.js';
import type { Operation } from './operation.js';
import { preferenceSampling } from './preference-sampling.js';
import { releasePivot } from './release-pivot.js';
import { residentialProxies } from './residential-proxies.js';
import { resoldProxy } from './resold-proxy.js';
import { shiftCover } from './shift-cover.js';

/** Every kind of operation that a log may hold. */
export const OPERATIONS: readonly Operation[] = [
  centralQueue,
  shiftCover,
  handOver,
  residentialProxies,
  resoldProxy,
  releasePivot,
  preferenceSampling,
  agenticExtraction,
  networkRelay,
  cardBatches,
];
