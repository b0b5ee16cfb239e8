import { StillhuntError } from '../../errors.js';
import { showText } from '../show-text.js';

/** A pattern of written times, of %Y %m %d %b %H %M %S %z and plain text; seconds may have a fraction. */
export interface CalendarFormat {
  readonly hasYear: boolean;
  /**
   * The time as `YYYY-MM-DDTHH:MM:SS[.fraction][zone]`; null for a text that does not fit. `epoch`, in microseconds,
   * gives the year where the pattern has none: the first in which the time is not before it.
   */
  iso(text: string, epoch: number | null): string | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const PARTS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d\\d)',
  d: '(?<d>\\d\\d)',
  b: '(?<b>[A-Za-z]{3})',
  H: '(?<H>\\d\\d)',
  M: '(?<M>\\d\\d)',
  S: '(?<S>\\d\\d(?:[.,]\\d{1,9})?)',
  z: '(?<z>Z|UTC|[+-]\\d\\d:?\\d\\d)',
};

/** @throws StillhuntError `input` for a pattern with unknown parts, or without day, month, hour, minute and second. */
export function calendarFormat(pattern: string): CalendarFormat {
  const seen = new Set<string>();
  const source = pattern.replace(/%(.)|([^%A-Za-z0-9\s])/g, (whole, part?: string, mark?: string) => {
    if (part === undefined) return `\\${mark}`;
    if (PARTS[part] === undefined || seen.has(part)) throw unknown(pattern, whole);
    seen.add(part);
    return PARTS[part];
  });
  const needed = ['d', 'H', 'M', 'S'].filter((part) => !seen.has(part));
  if (needed.length > 0 || seen.has('m') === seen.has('b'))
    throw unknown(pattern, needed.map((p) => `%${p}`).join(' ') || '%m or %b');
  const regex = new RegExp(`^${source}$`);
  return {
    hasYear: seen.has('Y'),
    iso(text, epoch) {
      const found = regex.exec(text.trim())?.groups;
      if (found === undefined) return null;
      const month = found['m'] ?? String(MONTHS.indexOf(found['b']!.toLowerCase()) + 1).padStart(2, '0');
      const rest = `-${month}-${found['d']}T${found['H']}:${found['M']}:${found['S']}`;
      const zone = found['z'] ?? '';
      if (found['Y'] !== undefined) return `${found['Y']}${rest}${zone}`;
      if (epoch === null) return null;
      const start = new Date(epoch / 1000).toISOString();
      const year = Number(start.slice(0, 4));
      return `${rest < start.slice(4, 4 + rest.length) ? year + 1 : year}${rest}${zone}`;
    },
  };
}

function unknown(pattern: string, what: string): StillhuntError {
  return new StillhuntError(
    'input',
    `The time format ${showText(pattern, 100)} cannot be used: ${showText(what)} is unknown, missing or there twice.`,
    'Build it of %Y %m (or %b) %d %H %M %S %z and the text between them.',
  );
}
