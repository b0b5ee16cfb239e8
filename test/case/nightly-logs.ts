import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tempFolder } from '../ingest/read-all.js';
import { Seeded } from '../record/seeded.js';

const NIGHT_MS = 86_400_000;
const START = Date.UTC(2026, 4, 1);

/** Logs of some nights in a fresh folder, with requests that spill over midnight, refused rows and shared accounts. */
export function nightlyLogs(
  nights: number,
  rows: number,
  seed = 1,
): { readonly folder: string; readonly logs: readonly string[] } {
  const folder = join(tempFolder(), 'logs');
  mkdirSync(folder);
  const random = new Seeded(seed);
  const logs = Array.from({ length: nights }, (_, night) => {
    const lines = ['timestamp,account_id,model,input_tokens,output_tokens,ip,prompt_hash'];
    for (let row = 0; row < rows; row++) {
      const at = START + (night + random.int(-5, 95) / 90) * NIGHT_MS;
      const time = random.chance(0.02) ? 'yesterday' : new Date(at).toISOString();
      const account = `acct-${random.int(0, 40)}`;
      const ip = `10.${random.int(0, 3)}.${random.int(0, 9)}.${random.int(1, 250)}`;
      lines.push(
        `${time},${account},m-${random.int(0, 3)},${random.int(1, 4000)},${random.int(1, 900)},${ip},h${random.int(0, 60)}`,
      );
    }
    const text = `${lines.join('\n')}\n`;
    const zipped = night % 3 === 1;
    const path = join(folder, `night-${String(night).padStart(2, '0')}.csv${zipped ? '.gz' : ''}`);
    writeFileSync(path, zipped ? gzipSync(text) : text);
    return path;
  });
  return { folder, logs };
}
