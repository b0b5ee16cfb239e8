import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { jsonLines } from '../../src/evidence/json-lines.js';
import { gapsBetween, type RequestHour, volumeColumns } from '../../src/evidence/request-hours.js';
import {
  assessment,
  detectionFloor,
  document,
  group,
  HOSTILE,
  ingest,
  member,
  source,
  uncalibrated,
} from './fixture.js';

const schema = JSON.parse(readFileSync('src/evidence/findings-1.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

function json(value: unknown): string {
  return [...jsonLines(value)].join('');
}

describe('the findings document', () => {
  test.each([
    ['with alerts', document()],
    ['uncalibrated', uncalibrated()],
    ['with a detection floor', document({ floor: detectionFloor() })],
    [
      'with a floor that could not be measured',
      document({ floor: detectionFloor({ cells: [], disguises: [] }) }),
    ],
    [
      'of an empty log',
      document({ assessment: assessment({ groups: [], requests: 0, firstTime: Infinity }), hours: [] }),
    ],
    [
      'with hostile ids',
      document({
        assessment: assessment({ groups: [group({ members: HOSTILE.map((id) => member(id, 0.5, 1)) })] }),
      }),
    ],
  ])('%s validates', (_, findings) => {
    const parsed: unknown = JSON.parse(json(findings));
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each<[string, (draft: Draft) => void]>([
    [
      'another schema name',
      (draft) => {
        draft['schema'] = 'stillhunt/findings/2';
      },
    ],
    [
      'an unknown key',
      (draft) => {
        draft['host'] = 'examiner-7';
      },
    ],
    [
      'no rows',
      (draft) => {
        delete draft['rows'];
      },
    ],
    [
      'a fractional count',
      (draft) => {
        draft['accounts'] = 1.5;
      },
    ],
    [
      'a strength above one',
      (draft) => {
        at(draft, 'groups', 0, 'members', 0)['strength'] = 1.2;
      },
    ],
    [
      'a rank of zero',
      (draft) => {
        at(draft, 'groups', 0)['rank'] = 0;
      },
    ],
    [
      'a group id that is a path',
      (draft) => {
        at(draft, 'groups', 0)['id'] = '../G-1';
      },
    ],
    [
      'a local time',
      (draft) => {
        at(draft, 'period')['from'] = '2026-04-22T00:00:00.000000+02:00';
      },
    ],
    [
      'an unknown family',
      (draft) => {
        at(draft, 'groups', 0, 'members', 0, 'nats')['luck'] = 1;
      },
    ],
    [
      'an unknown figure',
      (draft) => {
        at(draft, 'groups', 0, 'figures')['verdict'] = 'guilty';
      },
    ],
    [
      'a raster of too many members',
      (draft) => {
        const activity = at(draft, 'groups', 0, 'figures', 'activity');
        activity['group'] = Array.from({ length: 41 }, () => (activity['group'] as unknown[])[0]);
      },
    ],
    [
      'an edge to nowhere',
      (draft) => {
        at(draft, 'groups', 0, 'figures', 'infrastructure')['edges'] = [[0, 24]];
      },
    ],
    [
      'a day of 25 hours',
      (draft) => {
        at(draft, 'groups', 0, 'figures', 'hours')['log'] = new Array(25).fill(0.04);
      },
    ],
    [
      'a probability above one',
      (draft) => {
        at(draft, 'groups', 0, 'figures', 'posteriors', 0)['probability'] = 1.01;
      },
    ],
    [
      'a short hash',
      (draft) => {
        at(draft, 'inputs', 0)['sha256'] = 'abc';
      },
    ],
    [
      'a floor that claims to be measured',
      (draft) => {
        at(draft, 'floor')['run'] = true;
      },
    ],
    [
      'a floor beside a claim that it was not measured',
      (draft) => {
        draft['detection_floor'] = JSON.parse(json(document({ floor: detectionFloor() }).detection_floor));
      },
    ],
    [
      'a floor without its cells',
      (draft) => {
        at(draft, 'floor')['run'] = true;
        draft['detection_floor'] = {
          ...document({ floor: detectionFloor() }).detection_floor,
          cells: undefined,
        };
      },
    ],
  ])('%s does not validate', (_, spoil) => {
    const draft = JSON.parse(json(document())) as Draft;
    spoil(draft);
    expect(validate(draft)).toBe(false);
  });

  test('ranks from 1, alerts first, whatever order the groups came in', () => {
    const shuffled = [...assessment().groups].reverse().map((each) => ({ ...each, rank: 10 - each.rank }));
    const groups = document({ assessment: assessment({ groups: shuffled }) }).groups;
    expect(groups.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(groups.map(({ alert }) => alert)).toEqual([true, true, false, false]);
  });

  test('is the same to the byte for equal inputs, and holds no folder of the machine', () => {
    expect(json(document())).toBe(json(document()));
    expect(json(document())).not.toContain('/srv/');
  });

  test('gives one line to a member, and every value back exactly', () => {
    const findings = document({
      assessment: assessment({ groups: [group({ members: HOSTILE.map((id) => member(id, 0.5, 1)) })] }),
    });
    const text = json(findings);
    expect(text.split('\n').filter((line) => line.includes('"strength":'))).toHaveLength(HOSTILE.length);
    const back = JSON.parse(text) as FindingsDocument;
    expect(back.groups[0]!.members.map(({ account_id }) => account_id)).toEqual(HOSTILE);
    expect(back).toEqual(findings);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test('rounds: shares to 6 decimals, nats to 3, the rest to 6 significant digits; times to the microsecond', () => {
    const [first] = document().groups;
    expect(first!.support.nats).toBe(31.416);
    expect(first!.score).toBe(12.3457);
    expect(first!.members[0]!.nats).toEqual({ infrastructure: -0.75, lengths: 6.123, settings: 2.5 });
    expect(document().period.to).toBe('2026-06-05T23:59:59.123456Z');
  });

  test('what is not a finite number becomes null, not invalid JSON', () => {
    const evidence = [
      {
        family: 'timing',
        available: true,
        nats: 1,
        statistics: [{ name: 'x', value: Infinity, baseline: NaN, unit: '', n: 2 }],
      },
    ] as const;
    const findings = document({ assessment: assessment({ groups: [group({ evidence })] }) });
    expect(findings.groups[0]!.evidence[0]!.statistics[0]).toMatchObject({ value: null, baseline: null });
    expect(validate(JSON.parse(json(findings)))).toBe(true);
  });

  test('counts inputs that were not read to the end, and names duplicates as shown', () => {
    const april = '/srv/case/logs/april.csv.gz';
    const findings = document({
      ingest: ingest({
        sources: [
          source(april),
          source('/srv/case/logs/may.csv', { status: 'damaged', statusDetail: 'cut off' }),
          source('/srv/case/logs/copy/april.csv', { duplicateOf: april }),
        ],
      }),
    });
    expect(findings.coverage.incomplete_inputs).toBe(1);
    expect(findings.inputs.map(({ name, duplicate_of }) => [name, duplicate_of])).toEqual([
      ['april.csv.gz', null],
      ['may.csv', null],
      ['copy/april.csv', 'april.csv.gz'],
    ]);
  });

  test('shows an entry of an archive by its whole path inside, with the stored file that holds it', () => {
    const archive = {
      name: '/srv/case/april.tar.gz',
      bytes: 9,
      sha256: 'a'.repeat(64),
      compression: 'gzip',
    } as const;
    const findings = document({
      ingest: ingest({
        sources: ['eu/log.csv', 'eu/us/log.csv'].map((path) =>
          source(`${archive.name}!${path}`, { archive }),
        ),
      }),
    });
    const stored = { name: 'april.tar.gz', bytes: 9, sha256: archive.sha256 };
    expect(findings.inputs.map((input) => [input.name, input.archive])).toEqual([
      ['april.tar.gz!eu/log.csv', stored],
      ['april.tar.gz!eu/us/log.csv', stored],
    ]);
    expect(validate(JSON.parse(json(findings)))).toBe(true);
  });
});

test('gaps are the runs of hours between covered ones', () => {
  expect(gapsBetween([])).toEqual([]);
  expect(gapsBetween(at1([5]))).toEqual([]);
  expect(gapsBetween(at1([5, 6, 9, 10, 12]))).toEqual([
    { from: 7, to: 9 },
    { from: 11, to: 12 },
  ]);
});

test('volume columns line up with the day, hold every request and are not too many', () => {
  expect(volumeColumns([], 4)).toBeNull();
  expect(volumeColumns(at1([5, 6, 9]), 5)).toEqual({ from: 5, columnHours: 1, requests: [1, 1, 0, 0, 1] });
  expect(volumeColumns(at1([5, 6, 9]), 4)).toEqual({ from: 4, columnHours: 2, requests: [1, 1, 1] });
  const year = volumeColumns(at1(Array.from({ length: 8760 }, (_, i) => i + 3)), 400)!;
  expect(year).toMatchObject({ from: 0, columnHours: 24 });
  expect(year.requests.reduce((sum, n) => sum + n, 0)).toBe(8760);
  expect(volumeColumns(at1([0, 100_000]), 400)).toMatchObject({ columnHours: 264 });
});

/** Hours with one request each. */
function at1(hours: readonly number[]): RequestHour[] {
  return hours.map((hour) => ({ hour, requests: 1 }));
}

type Draft = Record<string, unknown>;

/** The object at a place in a draft, to be spoilt. */
function at(draft: Draft, ...path: (string | number)[]): Draft {
  return path.reduce<Draft>((inner, key) => inner[key] as Draft, draft);
}
