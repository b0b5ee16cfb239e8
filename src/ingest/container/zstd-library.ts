import { ZSTDDecoder } from 'zstddec/stream';

/** What is used of the compiled reference implementation; pointers and sizes are offsets into `memory`. */
export interface ZstdLibrary {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_DStreamOutSize(): number;
  /** Negative where it is not said. */
  ZSTD_findDecompressedSize(input: number, size: number): bigint;
  /** Bytes written, or an error. */
  ZSTD_decompress(output: number, capacity: number, input: number, size: number): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/**
 * Keeps hold of the compiled library: the package's own streaming takes errors for progress and wants all input at
 * hand, so the library's streaming call is driven here.
 */
class LibraryLoader extends ZSTDDecoder {
  static library: ZstdLibrary | null = null;

  override _init(result: Parameters<ZSTDDecoder['_init']>[0]): void {
    super._init(result);
    LibraryLoader.library = result.instance.exports as unknown as ZstdLibrary;
  }
}

/** The library, compiled at the first call. */
export async function loadLibrary(): Promise<ZstdLibrary> {
  if (LibraryLoader.library === null) await new LibraryLoader().init();
  return LibraryLoader.library!;
}

/** The number of the error (zstd_errors.h) that a result stands for; 0 for none. */
export function errorOf(result: number): number {
  const signed = result | 0;
  return signed < 0 && signed > -121 ? -signed : 0;
}
