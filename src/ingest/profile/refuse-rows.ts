import { StillhuntError } from '../../errors.js';
import type { Profile } from './profile.js';

/** What is wrong with rows that are read by no mapping, by what they stand for. */
const WHY: Readonly<Record<Profile['grain'], string>> = {
  bucket: 'one row stands for all requests of a period, not for one request',
  event: 'its rows are no requests',
  request: 'its rows lack what an analysis cannot do without',
};

/** Refuses a source of a profile that has no mapping. @throws StillhuntError `input` with the profile's notes as advice. */
export function refuseRows({ grain, title, notes, mapping }: Profile, source: string): void {
  if (mapping !== null) return;
  throw new StillhuntError('input', `${source} is ${title}: ${WHY[grain]}.`, notes.join(' '));
}
