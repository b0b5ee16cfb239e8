import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Calibration } from '../../src/assess/calibration.js';
import { calibrate } from '../../src/assess/calibration.js';
import { falseDiscoveryLimit } from '../../src/assess/false-discovery.js';
import type { Assessment } from '../../src/assess/finding.js';
import { FALSE_DISCOVERY_RATE } from '../../src/assess/thresholds.js';
import { coarseReference } from '../../src/cli/reference.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { run } from './run.js';

/** Operations that ship, for these tests alone. */
const OPERATIONS = Array.from({ length: 40 }, (_, n) => 8 - n / 10);
let shipped: readonly number[] = OPERATIONS;
vi.mock('../../src/assess/shipped-reference.js', async (original) => ({
  ...(await original<typeof import('../../src/assess/shipped-reference.js')>()),
  shippedScores: () => ({ others: [], operations: shipped }),
}));

let base: string;
beforeEach(() => {
  shipped = OPERATIONS;
  base = mkdtempSync(join(tmpdir(), 'stillhunt-reference-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const COLUMNS = 'timestamp,account_id,model,input_tokens,output_tokens';
const ROW = '2026-05-01T00:00:00Z,acc,m,10,20';

function log(name: string, columns = COLUMNS, row = ROW): string {
  const path = join(base, name);
  writeFileSync(path, `${columns}\n${row}\n${row}\n`);
  return path;
}

function groupOf(score: number, accounts: number, support = group().support, id = 'G-1') {
  return group({
    id,
    score,
    support,
    members: Array.from({ length: accounts }, (_, n) => member(`${n}`, 1, 2)),
  });
}

interface Seen {
  readonly tables: FacetTable[];
  readonly calibrations: (Calibration | null | undefined)[];
}

/**
 * Runs `investigate`. Stands for linking and assessment: a reference, which is analysed without calibration, has groups
 * with the given scores, and a log one group of score 4.
 */
async function investigate(argv: readonly string[], scores: readonly number[], accounts = 8, tested = 1) {
  const seen: Seen = { tables: [], calibrations: [] };
  const out = join(base, 'evidence');
  const analyze = async (table: FacetTable, calibration?: Calibration | null): Promise<Assessment> => {
    seen.tables.push(table);
    seen.calibrations.push(calibration);
    const first = seen.tables.length === 1;
    const groups =
      first && argv.includes('--reference')
        ? scores.map((score) => groupOf(score, accounts))
        : Array.from({ length: tested }, (_, n) =>
            groupOf(4, 9, { nats: 4, calibrated: calibration?.support(4) ?? null }, `G-${n}`),
          );
    return assessment({ groups, accounts: table.accounts.length, requests: 2 });
  };
  const { code, stderr } = await run(['investigate', ...argv, '--out', out], {}, analyze);
  const findings = () => JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as FindingsDocument;
  return { code, stderr, findings, ...seen };
}

/** Scores in no order, as groups come. */
const OTHERS = Array.from({ length: 50 }, (_, n) => -2 - ((n * 7) % 50) / 10);

describe('--reference', () => {
  test("puts the reference's groups in the place of the shipped ones, and keeps the shipped operations", async () => {
    const argv = [log('usage.csv'), '--reference', log('april.csv')];
    const { code, stderr, findings, calibrations } = await investigate(argv, OTHERS);
    expect([code, stderr]).toEqual([0, '']);
    expect(calibrations[0]).toBe(null); // its own groups are scored, not judged
    const expected = calibrate({ others: OTHERS.toSorted((x, y) => y - x), operations: OPERATIONS })!;
    for (const score of [-9, -4, 0, 4, 9]) {
      expect(calibrations[1]!.support(score)).toEqual(expected.support(score));
      expect(calibrations[1]!.exceeded(score)).toBe(expected.exceeded(score));
    }
    expect(findings().groups[0]!.support.calibrated!.references).toBe(50);
  });

  test('is named in the findings, with its size', async () => {
    const reference = log('april.csv');
    const { findings } = await investigate([log('usage.csv'), '--reference', reference], OTHERS);
    const sha256 = createHash('sha256').update(readFileSync(reference)).digest('hex');
    expect(findings().configuration.reference).toEqual({
      inputs: [{ name: 'april.csv', sha256 }],
      accounts: 1,
      requests: 2,
      groups: 50,
      used: true,
    });
    expect(findings().inputs.map(({ name }) => name)).toEqual(['usage.csv']);
    const schema = JSON.parse(readFileSync('src/evidence/findings-1.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate(findings()) || validate.errors).toBe(true);
  });

  test('takes several inputs, read like the log itself', async () => {
    const columns = 'ts,who,model,input_tokens,output_tokens';
    mkdirSync(join(base, 'year'));
    log('year/one.csv', columns, '2026-04-01 00:00:00,x,m,1,2');
    const two = log('two.csv', columns, '2026-04-02 00:00:00,y,m,1,2');
    const input = log('usage.csv', columns, '2026-05-01 00:00:00,z,m,1,2');
    const { code, tables, findings } = await investigate(
      [
        input,
        ...['--column', 'time=ts', '--column', 'account=who', '--timezone', 'UTC'],
        ...['--reference', join(base, 'year'), two],
      ],
      OTHERS,
    );
    expect(code).toBe(0);
    expect(tables.map(({ accounts }) => accounts)).toEqual([['x', 'y'], ['z']]);
    expect(
      findings()
        .configuration.reference!.inputs.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['two.csv', 'year/one.csv']);
  });

  test('is analysed without columns that the log does not have', async () => {
    const more = log('april.csv', `${COLUMNS},payment_id,ip`, `${ROW},card,192.0.2.1`);
    const { tables } = await investigate([log('usage.csv'), '--reference', more], OTHERS);
    expect(tables[0]!.fields).toEqual(tables[1]!.fields);
    expect(tables[0]!.fields.has('payment')).toBe(false);
  });

  test('without columns that the log has: exit code 3 before any analysis, naming them', async () => {
    const input = log('usage.csv', `${COLUMNS},payment_id,ip`, `${ROW},card,192.0.2.1`);
    const { code, stderr, tables } = await investigate([input, '--reference', log('april.csv')], OTHERS);
    expect([code, tables]).toEqual([3, []]);
    expect(stderr).toMatch(/The reference has no column for .*payment.*, expected those of the log/);
    expect(stderr).toContain('Give a reference with the same columns');
  });

  test.each([
    ['groups', 29, 8, /The reference has 29 groups of at least 8 accounts, expected at least 30/],
    ['groups that are large enough', 50, 7, /The reference has 0 groups of at least 8 accounts/],
  ])('with too few %s: nothing is calibrated, exit code 4, and what to do', async (_what, n, size, text) => {
    const argv = [log('usage.csv'), '--reference', log('april.csv')];
    const { code, stderr, calibrations, findings } = await investigate(argv, OTHERS.slice(0, n), size);
    expect(code).toBe(4);
    expect(stderr).toMatch(text);
    expect(stderr).toContain('support is not calibrated.\nGive more of the log that you vouch for');
    expect(calibrations).toEqual([null, null]); // not the shipped one either
    expect(findings().groups[0]!.support.calibrated).toBe(null);
    expect(findings().configuration.reference).toMatchObject({ used: false });
  });

  test('where too few operations ship for such columns: nothing is calibrated, and why', async () => {
    shipped = [1, 2];
    const argv = [log('usage.csv'), '--reference', log('april.csv')];
    const { code, stderr, calibrations } = await investigate(argv, OTHERS);
    expect([code, calibrations[1]]).toEqual([4, null]);
    expect(stderr).toMatch(/2 operations ship for logs with such columns \(times, models and tokens alone\)/);
  });

  test('that is too small for a single alert says so', async () => {
    const argv = [log('usage.csv'), '--reference', log('april.csv')];
    const few = await investigate(argv, OTHERS, 8, 40);
    expect([few.code, few.stderr]).toEqual([
      0,
      expect.stringMatching(
        /^warning: the reference has 50 groups; a single alert among 40 tested groups needs about \d+ groups, so alerts may be missing\n$/,
      ),
    ]);
    expect((await investigate([...argv, '--force', '--quiet'], OTHERS, 8, 40)).stderr).toBe('');
  });

  test('says so exactly where control of false discoveries drops the best possible alert', () => {
    const sized = (n: number) => {
      const others = Array.from({ length: n }, (_, i) => -2 - i / n);
      const calibration = calibrate({ others, operations: OPERATIONS })!;
      const entry = { inputs: [], accounts: 1, requests: 1, groups: n, used: true };
      return { calibration, entry, problem: null };
    };
    for (const n of [30, 100, 400]) {
      const least = sized(n).calibration.exceeded(1e9);
      for (const tested of [1, 10, 15, 16, 50, 51, 200, 201, 800]) {
        const chances = [least, ...Array.from({ length: tested - 1 }, () => 1)];
        const kept = least <= falseDiscoveryLimit(chances, FALSE_DISCOVERY_RATE);
        const said = coarseReference(sized(n), tested);
        expect([n, tested, said === null]).toEqual([n, tested, kept]);
        if (said === null) continue;
        // The size that it names is enough, within rounding.
        const needed = Number(/needs about ([\d,]+)/.exec(said)![1]!.replace(',', ''));
        expect(coarseReference(sized(needed + 1), tested)).toBe(null);
      }
    }
  });

  test('without a usable row: exit code 3, naming the reference', async () => {
    const argv = [log('usage.csv'), '--reference', log('april.csv', COLUMNS, 'never,a,m,1,2')];
    const { code, stderr } = await investigate(argv, OTHERS);
    expect([code, stderr]).toEqual([3, expect.stringContaining('None of the 2 rows of the reference')]);
  });

  test('left out, leaves the choice of calibration to the columns', async () => {
    const { calibrations, findings } = await investigate([log('usage.csv')], []);
    expect(calibrations).toEqual([undefined]);
    expect(findings().configuration).not.toHaveProperty('reference');
  });
});
