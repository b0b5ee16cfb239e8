import { StillhuntError } from '../../errors.js';
import { TAR_BLOCK, tarHeader } from './tar.js';

/** What the first bytes of data say that it is; `bytes` is all that has no mark of its own, text among it. */
export type Kind = 'gzip' | 'zstd' | 'tar' | 'utf-16le' | 'utf-16be' | 'bytes';

/** Bytes that `kindOf` wants to see, where there are as many. */
export const KIND_BYTES = TAR_BLOCK;

const ZSTD_FRAME = 0xfd2fb528; // RFC 8878, read as little-endian
const ZSTD_SKIPPABLE = 0x184d2a50; // the last four bits vary

/** First bytes of kinds of file that are not read, with what to do instead. */
const REFUSED: readonly {
  readonly magic: readonly number[];
  readonly kind: string;
  readonly next: string;
}[] = [
  { magic: [0x42, 0x5a, 0x68], kind: 'bzip2 data', next: 'Decompress it first: bunzip2 FILE.' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: 'xz data', next: 'Decompress it first: unxz FILE.' },
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    kind: 'a zip archive or workbook',
    next: 'Unpack it, or save it as CSV.',
  },
  { magic: [0x50, 0x41, 0x52, 0x31], kind: 'Parquet', next: 'Export it as CSV with a header line.' },
  {
    magic: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
    kind: 'an Arrow file',
    next: 'Export it as CSV with a header line.',
  },
  {
    magic: [0xff, 0xfe, 0x00, 0x00],
    kind: 'UTF-32 text',
    next: 'Convert it first: iconv -f UTF-32 -t UTF-8 FILE.',
  },
];

/**
 * Tells what data is by its first bytes; the name plays no part.
 * @throws StillhuntError `input` for a kind that is known and not read.
 */
export function kindOf(head: Buffer, name: string): Kind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const magic = head.length >= 4 ? head.readUInt32LE(0) : 0;
  if (magic === ZSTD_FRAME || (magic & 0xfffffff0) === ZSTD_SKIPPABLE) return 'zstd';
  for (const { magic, kind, next } of REFUSED) {
    if (head.length >= magic.length && magic.every((byte, at) => head[at] === byte)) {
      throw new StillhuntError(
        'input',
        `${name} is ${kind}; delimited text, plain, in gzip, zstd or tar, was expected.`,
        next,
      );
    }
  }
  if (isTar(head)) return 'tar';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'bytes';
}

/** The mark of ustar and GNU tar among zero bytes, which text has not; or, before ustar, a sum that agrees. */
function isTar(head: Buffer): boolean {
  if (!head.includes(0)) return false;
  if (head.indexOf(0) < 257 && head.toString('latin1', 257, 262) === 'ustar') return true;
  return head.length >= TAR_BLOCK && tarHeader(head) !== null;
}
