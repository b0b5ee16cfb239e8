// The picture of the HTML report for README, of the shipped log: `npm run picture` after `npm run build`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const MARGIN = 16;
const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'fixtures', 'pictures');
const folder = mkdtempSync(join(tmpdir(), 'stillhunt-picture-'));
try {
  const log = join(root, 'fixtures', 'quickstart', 'log.csv.gz');
  const out = join(folder, 'case');
  execFileSync(process.execPath, [
    join(root, 'bin', 'stillhunt.js'),
    'investigate',
    log,
    '--out',
    out,
    '--quiet',
  ]);
  await take(pathToFileURL(join(out, 'report.html')).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** When the accounts of the first alert worked, beside matched ones. */
async function take(url) {
  const executablePath =
    process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    await page.goto(url);
    const { x, y, width, height } = await page.locator('figure.wide').first().boundingBox();
    const clip = { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    await page.screenshot({ path: join(pictures, 'report-when.png'), fullPage: true, clip });
  } finally {
    await browser.close();
  }
}
