import type { Bytes } from './bytes.js';

const NOT_UTF_8 = Buffer.from([0xff]);
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Re-codes UTF-16 with a byte order mark to UTF-8 without one, as `iconv -f UTF-16 -t UTF-8` does, so that offsets
 * told of such a source are offsets in what iconv gives. Half of a surrogate pair becomes a byte that UTF-8
 * does not have: the row it stands in is then refused for its encoding and not changed unseen.
 */
export async function* fromUtf16(text: Bytes, order: 'utf-16le' | 'utf-16be'): Bytes {
  let held: Buffer = Buffer.alloc(0); // bytes of a character that is not whole yet
  let mark = true; // the byte order mark is still to come
  try {
    for (;;) {
      const next = await text.next();
      if (next.done) {
        if (held.length > 0) yield NOT_UTF_8;
        return next.value ?? (held.length > 0 ? 'the UTF-16 text ends inside a character' : null);
      }
      const bytes = held.length > 0 ? Buffer.concat([held, next.value]) : next.value;
      let whole = bytes.length & ~1;
      const last = whole - (order === 'utf-16le' ? 1 : 2); // the byte that tells a surrogate
      if (whole > 0 && (bytes[last]! & 0xfc) === 0xd8) whole -= 2; // its other half comes next
      held = bytes.subarray(whole);
      let units = bytes.subarray(0, whole);
      if (mark && units.length > 0) {
        units = units.subarray(2);
        mark = false;
      }
      if (units.length === 0) continue;
      if (order === 'utf-16be') units = Buffer.from(units).swap16();
      yield utf8Of(units.toString('utf16le'));
    }
  } finally {
    await text.return(null);
  }
}

function utf8Of(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  const parts = text.split(new RegExp(LONE_SURROGATES, 'g')).map((part) => Buffer.from(part));
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [NOT_UTF_8, part])));
}
