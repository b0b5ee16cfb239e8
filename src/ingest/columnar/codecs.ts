import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressors } from 'hyparquet-compressors';
import { errorOf, loadLibrary } from '../container/zstd-library.js';

/** Decompresses a piece whose decompressed size is known. Throws where the data is damaged. */
export type Codec = (input: Uint8Array, size: number) => Uint8Array;

const MAX_PIECE = 1 << 30; // bytes decompressed at once; a size above is damage or a bomb

/** Zstd by the reference implementation. */
async function zstdCodec(): Promise<Codec> {
  const library = await loadLibrary();
  return checked((input, size) => {
    const from = library.malloc(input.length);
    const to = library.malloc(size);
    try {
      if (from === 0 || to === 0) throw new Error('zstd has no memory for it');
      new Uint8Array(library.memory.buffer).set(input, from);
      const result = library.ZSTD_decompress(to, size, from, input.length);
      const error = errorOf(result);
      if (error !== 0) throw new Error(`the zstd data is damaged (error ${error})`);
      return new Uint8Array(library.memory.buffer).slice(to, to + result);
    } finally {
      library.free(from);
      library.free(to);
    }
  });
}

/** Zstd frames that say how much they hold. */
export async function zstdFrameCodec(): Promise<(input: Uint8Array) => Uint8Array> {
  const [library, codec] = [await loadLibrary(), await zstdCodec()];
  return (input) => {
    const at = library.malloc(input.length);
    new Uint8Array(library.memory.buffer).set(input, at);
    const size = Number(library.ZSTD_findDecompressedSize(at, input.length));
    library.free(at);
    return codec(input, size);
  };
}

/** By the names that Parquet gives them. */
export async function parquetCodecs(): Promise<Record<string, Codec>> {
  const { SNAPPY, LZ4, LZ4_RAW } = compressors;
  return {
    SNAPPY: checked(SNAPPY!),
    LZ4: checked(LZ4!),
    LZ4_RAW: checked(LZ4_RAW!),
    GZIP: checked((input, size) => gunzipSync(input, { maxOutputLength: size })),
    BROTLI: checked((input, size) => brotliDecompressSync(input, { maxOutputLength: size })),
    ZSTD: await zstdCodec(),
  };
}

function checked(codec: Codec): Codec {
  return (input, size) => {
    if (!(size >= 0 && size <= MAX_PIECE)) throw new Error(`a piece claims ${size} bytes`);
    if (size === 0) return new Uint8Array(0);
    const output = codec(input, size);
    if (output.length !== size)
      throw new Error(`a piece holds ${output.length} bytes where ${size} were said`);
    return output;
  };
}
