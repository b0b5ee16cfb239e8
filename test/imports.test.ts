import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Stages that a stage may import from, and no others. What lies beside the stages any may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  record: [],
  facet: ['record'],
  ingest: ['facet', 'record'],
  fingerprint: ['facet', 'record'],
  tabulate: ['fingerprint', 'ingest', 'facet', 'record'],
  link: ['fingerprint', 'facet'],
  assess: ['link', 'fingerprint', 'facet', 'record'],
  simulate: [],
  evaluate: ['floor'],
  floor: ['assess', 'evaluate', 'simulate', 'fingerprint', 'facet'],
  pseudonym: [],
  warehouse: ['tabulate', 'fingerprint', 'ingest', 'facet', 'record'],
  case: ['warehouse', 'tabulate', 'fingerprint', 'ingest', 'facet', 'record', 'pseudonym'],
  evidence: ['floor', 'assess', 'link', 'fingerprint', 'ingest', 'facet', 'record'],
  // Words for what each stage says; of those that read or write files the types alone.
  report: ['evidence', 'case', 'evaluate', 'floor', 'assess', 'link', 'ingest', 'facet', 'record'],
  explain: ['report', 'evidence', 'assess', 'link'],
  pack: ['report', 'evidence', 'pseudonym', 'ingest', 'link', 'facet', 'record'],
};
const ANY = ['cli', 'index.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly types: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(SRC, file), 'utf8')));

function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(
    /^(?:import|export)( type)? [^;]*?from '(\.[^']+)\.js'|import\('(\.[^']+)\.js'\)/gm,
  );
  return [...found].map(([, types, still, later]) => ({
    from: file,
    to: `${normalize(join(file, '..', (still ?? later)!))}.ts`,
    types: types !== undefined,
  }));
}

const stage = (file: string) => file.split('/')[0]!;

/** Imports of a stage from one that it may not import. */
function astray(all: readonly Import[]): Import[] {
  return all.filter(({ from, to }) => {
    if (stage(from) === stage(to) || !to.includes('/') || ANY.includes(stage(from))) return false;
    return !MAY_IMPORT[stage(from)]?.includes(stage(to));
  });
}

/** Files that import themselves over others, types aside. */
function circular(all: readonly Import[]): string[] {
  const reached = (start: string) => {
    const seen = new Set<string>();
    const next = [start];
    for (let file = next.pop(); file !== undefined; file = next.pop()) {
      for (const { from, to, types } of all) {
        if (from !== file || types || seen.has(to)) continue;
        seen.add(to);
        next.push(to);
      }
    }
    return seen;
  };
  return [...new Set(all.map(({ from }) => from))].filter((file) => reached(file).has(file));
}

describe('imports', () => {
  test('go one way through the pipeline', () => {
    expect(imports.length).toBeGreaterThan(files.length);
    expect(astray(imports)).toEqual([]);
  });

  test('of the middle reach no file system, but for what ships and for stored tables', () => {
    const reading = files.filter((file) =>
      /from 'node:(?:fs|net|http|https|child_process)/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    const pure = ['facet', 'fingerprint', 'link', 'assess', 'floor', 'evidence', 'report', 'explain'];
    expect(reading.filter((file) => pure.includes(stage(file)))).toEqual([
      'assess/shipped-reference.ts', // the reference that assessment has by default
      'evidence/account-lists.ts', // a schema that ships
      'evidence/findings-check.ts', // a schema that ships
      'fingerprint/arrow-frames.ts', // the reader of tables on disk
    ]);
  });

  test('run in no circle', () => {
    expect(circular(imports)).toEqual([]);
  });

  test('the wrong way, or in a circle, would be seen', () => {
    const wrong = importsOf(
      'evidence/x.ts',
      "import { y } from '../report/y.js';\nimport type { T } from './z.js';",
    );
    const back = importsOf('evidence/z.ts', "import { x } from './x.js';");
    expect(astray([...wrong, ...back])).toEqual([{ from: 'evidence/x.ts', to: 'report/y.ts', types: false }]);
    expect(circular([...wrong, ...back])).toEqual([]);
    const third = importsOf('evidence/x.ts', "import { a, b } from './z.js';");
    expect(circular([...third, ...back])).toEqual(['evidence/x.ts', 'evidence/z.ts']);
  });
});
