import type { FindingsDocument } from '../evidence/findings-document.js';
import type { FloorDisguiseEntry, FloorEntry } from '../evidence/floor-entry.js';
import { type Disguise, FEWEST_ACCOUNTS } from '../floor/index.js';
import { counted, narrow, percent, thousands } from './quantity.js';

/** What is planted, in a few words. */
export const DISGUISE_WORDS: Readonly<Record<Disguise, string>> = {
  plain: 'accounts of one source that behave alike',
  careful: 'accounts that each keep the habits of another real account',
};

const TOO_SMALL = `The detection floor could not be measured: planting groups takes at least ${FEWEST_ACCOUNTS} accounts outside alerts.`;

/** What Method says of it, in a sentence. */
export function floorMethod({ detection_floor: floor, floor: { note } }: FindingsDocument): string {
  if (floor === null) return note;
  return nothingPlanted(floor)
    ? TOO_SMALL
    : 'The detection floor was measured: see what would have been missed.';
}

function nothingPlanted({ disguises }: FloorEntry): boolean {
  return disguises.every(({ planted }) => planted === 0);
}

/** What would have been missed, in sentences: for plain groups, then for careful ones. */
export function floorSentences({ detection_floor: floor, floor: { note } }: FindingsDocument): string {
  if (floor === null) return note;
  if (nothingPlanted(floor)) return TOO_SMALL;
  return floor.disguises
    .filter(({ planted }) => planted > 0)
    .map(missed)
    .join(' ');
}

function missed({ disguise, from, planted, recovered }: FloorDisguiseEntry): string {
  const found = `${thousands(recovered)} of ${thousands(planted)} recovered`;
  const which = `${disguise} planted groups: ${DISGUISE_WORDS[disguise]}`;
  if (recovered === 0) {
    return `Groups of every planted size, volume and share would have been missed (${which}; ${found}).`;
  }
  if (from === null) {
    return `Groups would not have been detected reliably from any planted size, volume and share on (${which}; ${found}).`;
  }
  return (
    `Groups smaller than ${counted(from.accounts, 'account')}, with less than ${counted(from.requests, 'request')}, ` +
    `or mixing extraction below ${percent(from.share)} would not have been detected reliably (${which}; ${found}).`
  );
}

/** The same in lines of at most 80 characters, of which the first begins with `would miss: `. */
export function floorLines({ detection_floor: floor }: FindingsDocument): string[] {
  if (floor === null) return ['would miss: not known, the detection floor was not measured (add --floor)'];
  if (nothingPlanted(floor)) return ['would miss: not known, the log is too small to plant groups into it'];
  const label: Readonly<Record<Disguise, string>> = { plain: 'would miss: ', careful: '   careful: ' };
  return floor.disguises
    .filter(({ planted }) => planted > 0)
    .map((each) => label[each.disguise] + missedShort(each));
}

function missedShort({ from, planted, recovered }: FloorDisguiseEntry): string {
  const found = `${thousands(recovered)} of ${thousands(planted)} planted groups recovered`;
  if (recovered === 0) return `all that was planted (${found})`;
  if (from === null) return `groups of every size at times (${found})`;
  return (
    `groups < ${counted(from.accounts, 'account')}, < ${narrow(from.requests)} requests, ` +
    `or extraction share < ${percent(from.share)}`
  );
}
