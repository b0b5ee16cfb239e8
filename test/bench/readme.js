// Puts what commands print into README: between <!-- name --> marks.
//   npm run -s bench:sweep | node test/bench/readme.js sweep, and so quickstart, inspect, speed and detection
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const [name] = process.argv.slice(2);
const output = (await text(process.stdin)).trimEnd();
const block = ['quickstart', 'inspect', 'explain'].includes(name) ? `\`\`\`text\n${output}\n\`\`\`` : output;
const before = await readFile(README, 'utf8');
const marks = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
if (!marks.test(before)) throw new Error(`README has no <!-- ${name} --> marks`);
await writeFile(
  README,
  before.replace(marks, (_, open, close) => `${open}\n${block}\n\n${close}`),
);
