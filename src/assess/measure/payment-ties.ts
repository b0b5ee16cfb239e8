import { tieMeasure } from './ties.js';

/**
 * Share of members that pay with somebody of another declared organisation, over many payments that serve a handful
 * each: (C − h) / (M − h) with M members that pay, C of them tied through payments that are no hub, h the most that one
 * payment ties. In [0, 1], both inclusive; components are small by nature, so all of them count together. Unrelated
 * accounts: 0. One corporate card, one reseller of record or one family: 0 as well, because h is taken off. Explained
 * by a reseller that spreads its customers over cards (H4). Source: evidence.md 5.3 row 5. O(v log v) a call.
 */
export const paymentTies = tieMeasure({
  name: 'payment-ties',
  family: 'payment',
  identifiers: ['payment'],
  needs: [['payment']],
  explainedBy: ['H4'],
  each: false,
});
