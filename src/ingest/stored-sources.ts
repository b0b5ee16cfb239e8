import type { ByteStream } from './byte-stream.js';
import { InputFile } from './input-file.js';

const BLOCK_BYTES = 256 * 1024;

/**
 * The sources of one stored file, named after `name`: the file itself, or the logs in it where it is an archive. Each is
 * to be read to its end before the next is asked for.
 * @throws StillhuntError `input` where the file cannot be read.
 */
export function storedSources(path: string, name: string): AsyncGenerator<ByteStream, void> {
  return new InputFile({ name, path, bytes: null }, process.stdin, BLOCK_BYTES).sources();
}
