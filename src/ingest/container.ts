import { StillhuntError } from '../errors.js';

/** First bytes of kinds of file that are not read, with what to do instead. */
const REFUSED: readonly {
  readonly magic: readonly number[];
  readonly kind: string;
  readonly next: string;
}[] = [
  { magic: [0x28, 0xb5, 0x2f, 0xfd], kind: 'zstd data', next: 'Decompress it first: zstd -d FILE.' },
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
  { magic: [0xff, 0xfe], kind: 'UTF-16 text', next: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE.' },
  { magic: [0xfe, 0xff], kind: 'UTF-16 text', next: 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE.' },
];

/**
 * Tells gzip from plain by the first bytes of a source; the name plays no part.
 * @throws StillhuntError `input` for a kind of file that is known not to be delimited text.
 */
export function detectContainer(head: Buffer, name: string): 'none' | 'gzip' {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  for (const { magic, kind, next } of REFUSED) {
    if (head.length >= magic.length && magic.every((byte, at) => head[at] === byte)) {
      throw new StillhuntError('input', `${name} is ${kind}; delimited text was expected.`, next);
    }
  }
  return 'none';
}
