import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { writeFolder } from '../../src/pack/folder.js';
import { sealedPack } from '../../src/pack/layout.js';
import type { SigningKey } from '../../src/pack/signing-key.js';
import { NOTHING_STATED, type Statement } from '../../src/pack/statement.js';
import { document } from '../evidence/fixture.js';

/** A folder for the tests of one file, removed after them. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-seal-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the real ssh-keygen. */
export function sshKeygen(args: readonly string[], input: string | Uint8Array = ''): string {
  return execFileSync('ssh-keygen', args, { input, stdio: 'pipe', encoding: 'utf8' });
}

export interface SealedParts {
  readonly findings?: FindingsDocument;
  readonly statement?: Partial<Statement>;
  readonly key?: SigningKey | null;
}

export async function writeSealed(
  out: string,
  { findings = document(), statement = {}, key = null }: SealedParts = {},
): Promise<void> {
  const facets = Uint8Array.from([65, 82, 82, 79, 87, 49]);
  const stated = { ...NOTHING_STATED, ...statement };
  await writeFolder(out, sealedPack({ document: findings, facets, statement: stated, key }), {
    force: false,
  });
}

/** Paths of the files in a folder, sorted. */
export function filesOf(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => !statSync(join(folder, file)).isDirectory()).sort();
}
