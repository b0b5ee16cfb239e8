import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { visible } from '../../src/evidence/hidden-characters.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { htmlReport } from '../../src/report/html/html-report.js';
import { assessment, detectionFloor, document as findingsOf } from '../evidence/fixture.js';
import { launchChromium } from './chromium.js';
import { ACTIVE, hostileFigures } from './hostile-figures.js';

let browser: Browser;
let folder: string;
const pages = new Map<string, string>();

async function write(name: string, findings: FindingsDocument): Promise<void> {
  let page = '';
  for await (const part of htmlReport(findings)) page += part;
  const path = join(folder, `${name}.html`);
  writeFileSync(path, page);
  pages.set(name, pathToFileURL(path).href);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillhunt-page-'));
  browser = await launchChromium();
  await write('alerts', findingsOf({ floor: detectionFloor() }));
  await write('nothing', findingsOf({ assessment: assessment({ groups: [] }) }));
  await write('hostile', hostileFigures());
  await write('partner', profiled(findingsOf(), 'partner', pseudonyms(Buffer.alloc(32, 1))));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 780 } };
const DARK = { colorScheme: 'dark' } as const;

/** What happens while a page is looked at: messages, requests for anything but the page, dialogs. */
async function look<T>(
  name: string,
  options: BrowserContextOptions,
  at: (page: Page) => Promise<T>,
): Promise<{ happened: string[]; seen: T }> {
  const context = await browser.newContext(options);
  const happened: string[] = [];
  const page = await context.newPage();
  const url = pages.get(name)!;
  page.on('console', (message) => happened.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => happened.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) happened.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  try {
    return { happened, seen: await at(page) };
  } finally {
    await context.close();
  }
}

/** What is run inside of the page, as source: the page has globals that these tests have not. */
const OPEN_ALL = `for (const each of document.querySelectorAll('details')) each.open = true`;

/** How much wider the page is than the window, and what sticks out of it without a box that scrolls. */
const OVERFLOW = `(() => {
  const out = [...document.querySelectorAll('body *')].filter((each) =>
    each.closest('.scroll, svg, .skip') === null && each.getBoundingClientRect().right > innerWidth + 1);
  return {
    wide: document.documentElement.scrollWidth - innerWidth,
    out: out.map((each) => each.tagName + ' ' + each.textContent.slice(0, 40)).slice(0, 5),
  };
})()`;

const FAULTS = `axe.run(document, {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200) + ' (' + nodes.length + ')'))`;

const SPOIL = `(() => {
  const box = document.createElement('p');
  box.className = 'spoilt';
  box.textContent = 'too pale and too wide';
  document.querySelector('main').append(box);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.spoilt{width:900px;max-width:none;color:#eee;background:#fff}');
  document.adoptedStyleSheets = [sheet];
})()`;

const ON_PAPER = `({
  nav: getComputedStyle(document.querySelector('nav')).display,
  paper: getComputedStyle(document.body).backgroundColor,
  wide: document.documentElement.scrollWidth - innerWidth,
  whole: [...document.querySelectorAll('figure')].every((each) => getComputedStyle(each).breakInside === 'avoid'),
})`;

const CONTENTS = `({
  active: document.querySelectorAll('script, img, iframe, object, form, input, foreignObject, use').length,
  styles: document.querySelectorAll('style, [style], link').length,
  handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on'))),
  links: [...document.querySelectorAll('a')].map((each) => each.getAttribute('href')),
  missing: [...document.querySelectorAll('a')].map((each) => each.getAttribute('href'))
    .filter((href) => document.getElementById(href.slice(1)) === null),
  values: [...document.querySelectorAll('code')].map(({ textContent }) => textContent),
  drawn: [...document.querySelectorAll('svg text')].map(({ textContent }) => textContent),
  all: document.body.textContent,
  title: document.title,
})`;

interface Contents {
  readonly links: string[];
  readonly values: string[];
  readonly drawn: string[];
  readonly all: string;
}

interface Overflow {
  readonly wide: number;
  readonly out: readonly string[];
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(FAULTS);
}

describe('in a browser', () => {
  test.each([
    ['alerts', 'a wide window', DESK],
    ['alerts', 'a phone, dark', { ...PHONE, ...DARK }],
    ['partner', 'a phone', PHONE],
    ['nothing', 'a phone', PHONE],
    ['hostile', 'a phone', PHONE],
  ])('%s on %s: silent, alone, within the window, no serious fault', async (name, _, options) => {
    const { happened, seen } = await look(name, options, async (page) => {
      const closed = await page.evaluate<Overflow>(OVERFLOW);
      await page.evaluate(OPEN_ALL);
      return { closed, open: await page.evaluate<Overflow>(OVERFLOW), faults: await faults(page) };
    });
    expect(happened).toEqual([]);
    expect(seen).toEqual({ closed: { wide: 0, out: [] }, open: { wide: 0, out: [] }, faults: [] });
  });

  test('a pale text and a wide box would be seen', async () => {
    const { seen } = await look('nothing', PHONE, async (page) => {
      await page.evaluate(SPOIL);
      return { ...(await page.evaluate<Overflow>(OVERFLOW)), faults: await faults(page) };
    });
    expect(seen.wide).toBeGreaterThan(100);
    expect(seen.out).toEqual(['P too pale and too wide']);
    expect(seen.faults.join()).toContain('color-contrast');
  });

  test('the same without script', async () => {
    const text = (page: Page) => page.locator('main').innerText();
    const plain = await look('alerts', DESK, text);
    const { seen, happened } = await look('alerts', { ...DESK, javaScriptEnabled: false }, text);
    expect(happened).toEqual([]);
    expect(seen === plain.seen).toBe(true);
    expect(seen).toContain('What weakens this');
  });

  test('on paper: without navigation, within the sheet, pictures whole', async () => {
    const { seen } = await look('alerts', { viewport: { width: 700, height: 1000 } }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const shown = await page.evaluate<{ nav: string; paper: string; wide: number; whole: boolean }>(
        ON_PAPER,
      );
      const pdf = await page.pdf({ format: 'A4' });
      return { ...shown, pages: pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0 };
    });
    expect(seen).toMatchObject({ nav: 'none', paper: 'rgb(255, 255, 255)', wide: 0, whole: true });
    expect(seen.pages).toBeGreaterThan(4);
  });
});

describe('hostile values', () => {
  test('make no element, no link and no style of their own, and are read as they are', async () => {
    const { happened, seen } = await look('hostile', DESK, async (page) => {
      await page.evaluate(OPEN_ALL);
      return page.evaluate<Contents>(CONTENTS);
    });
    expect(happened).toEqual([]);
    expect(seen).toMatchObject({
      active: 0,
      styles: 1,
      handlers: [],
      missing: [],
      title: 'stillhunt report',
    });
    for (const link of seen.links) expect(link).toMatch(/^#[a-z0-9-]+$/);
    expect(seen.all).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    for (const value of ACTIVE.filter((each) => each !== '' && each.length < 100)) {
      expect(seen.values).toContain(visible(value));
      const start = [...visible(value)].slice(0, 8).join('');
      expect(
        seen.drawn.some((text) => text.includes(start)),
        value,
      ).toBe(true);
    }
    expect(Math.max(...seen.values.map(({ length }) => length))).toBeLessThanOrEqual(121);
  });
});
