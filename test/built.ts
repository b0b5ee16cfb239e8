import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * What the package ships, built from these sources before the tests: for what runs in threads and processes of its own.
 * It lies below the root, where packages are found.
 */
export const BUILT = `${ROOT}out/built`;

/** Builds it once for all test files. */
export default function build(): void {
  rmSync(BUILT, { recursive: true, force: true });
  const tsc = `${ROOT}node_modules/typescript/bin/tsc`;
  try {
    execFileSync(process.execPath, [tsc, '-p', `${ROOT}tsconfig.build.json`, '--outDir', BUILT]);
  } catch (error) {
    throw new Error(String((error as { stdout?: Buffer }).stdout ?? error)); // what the compiler says, in words
  }
}
