import type { Seeded } from '../record/seeded.js';

/** Lines of JSON, some of them faulty; times in one form, or changing it on the way. */
export function randomLines(random: Seeded, rows: number): string {
  const start = Date.parse('2026-03-02T00:00:00Z');
  const epoch = random.chance(0.3);
  const changes = random.chance(0.2);
  const lines: string[] = [];
  for (let i = 0; i < rows; i++) {
    const at = start + i * 1717 + random.int(0, 900);
    const time = epoch ? (changes && i > rows / 2 ? Math.floor(at / 1000) : at) : new Date(at).toISOString();
    const record: Record<string, unknown> = {
      timestamp: changes && !epoch && i > rows / 3 ? String(time).slice(0, -1) : time,
      account_id: random.chance(0.01) ? null : `acc_${random.int(0, 30)}`,
      input_tokens: random.chance(0.02) ? -1 : random.int(0, 4000),
      output_tokens: random.int(0, 900),
      model: random.pick(['a', 'größe', null]),
      messages: [{ role: 'user', content: `question ${random.int(0, 50)} "quoted" \n` }],
    };
    const line = JSON.stringify(record);
    const kind = i === 0 ? 99 : random.int(0, 99); // what a log is must be seen from its start
    if (kind === 0) lines.push(line.slice(0, random.int(1, line.length - 1)));
    else if (kind === 1) lines.push('');
    else if (kind === 2) lines.push('7');
    else if (kind === 3) lines.push(`[${line},${line}]`);
    else lines.push(line);
  }
  return lines.join(random.chance(0.2) ? '\r\n' : '\n') + (random.chance(0.5) ? '\n' : '');
}
