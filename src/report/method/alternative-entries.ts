/** What is done about each standing alternative. */

import { ALIGNED, CONCENTRATED_BITS, LEAST_SCHEDULED } from '../../assess/alternatives.js';
import type { AlternativeId } from '../../assess/finding.js';
import { percent } from '../quantity.js';

const OUTSIDE = 'not testable from usage logs; it stands open in every finding';

export const ALTERNATIVE_ENTRIES: Readonly<Record<AlternativeId, string>> = {
  H2: 'what agrees in a public template or client is set aside',
  H3: 'what agrees within one employer is set aside',
  H4: 'what customers of one gateway have in common is set aside',
  H5: 'what an exercise, a benchmark or a red team brings about is set aside',
  H6: `${OUTSIDE}: only the contract tells`,
  H7:
    'what schedules bring about is set aside as far as a schedule shows: at least ' +
    `${percent(LEAST_SCHEDULED)} of it, and all where one slot of the hour holds ${percent(ALIGNED)} more than usual or the pooled hours ` +
    `fall ${CONCENTRATED_BITS} bits short of the usual`,
  H8: `${OUTSIDE}: files of the same bytes and rows that repeat are told as data quality`,
  H9: `${OUTSIDE}: it shows in the history of an account before the log`,
  H10: `${OUTSIDE}: who imitates well looks innocent, and who imitates others makes them look otherwise`,
};
