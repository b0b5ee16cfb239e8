import { describe, expect, test } from 'vitest';
import { profiled } from '../../../src/pack/profiled.js';
import { pseudonyms } from '../../../src/pseudonym/pseudonym.js';
import { githubCommand, inertForGithub } from '../../../src/report/escape-github.js';
import { annotationLines } from '../../../src/report/gate/annotations.js';
import { document, HOSTILE } from '../../evidence/fixture.js';
import { alertsOf, compared, damaged, gateRun, listed } from './documents.js';
import { commandIn, commandsIn } from './runner.js';

const ACTING = [
  ...HOSTILE,
  'x\n::error::made up',
  'x\r::stop-commands::t',
  '::add-mask::G-',
  '##[error]made up',
  'a ##[set-env name=PATH]x',
  '\u2028::warning::x',
  '\u001b[0Ksection_start:0:x\r\u001b[0K',
  '100%0A::error::x',
  'a:b,c=d%',
];

describe('GitHub', () => {
  test('a command is read back as it was given, whatever it says', () => {
    for (const text of ACTING) {
      const line = githubCommand('error', { title: text, file: '' }, text);
      expect(line).not.toMatch(/[\r\n]/);
      const plain = text.replaceAll('##[', '##\\u005b');
      expect(commandIn(line), line).toEqual({ name: 'error', properties: { title: plain }, data: plain });
    }
    expect(githubCommand('notice', {}, 'x')).toBe('::notice::x');
    expect(githubCommand('error', { title: 'a:b,c%' }, 'd:e,f%\r\n')).toBe(
      '::error title=a%3Ab%2Cc%25::d:e,f%25%0D%0A',
    );
  });

  test('groups that trip are errors, other alerts and a partial input warnings, the outcome comes last', () => {
    const commands = commandsIn(annotationLines(gateRun(damaged(), ['P1'], true), 'github'));
    expect(commands.map(({ name, properties }) => [name, properties['title']])).toEqual([
      ['error', 'Operation hypothesis G-7f3a: 30 accounts behave as one source (P1)'],
      ['warning', 'Partial input'],
      ['warning', 'Operation hypothesis G-19c0: 2 accounts behave as one source (P2)'],
      ['notice', 'stillhunt'],
    ]);
    expect(commands[0]!.data).toMatch(/It trips the gate: P1\.$/);
    expect(commands.at(-1)!.data).toMatch(
      /^Gate tripped: 1 group of 1,212 tested groups \(P1\)\. Nothing is left out/,
    );
  });

  test('at most ten of a level, and the last line counts what is left out', () => {
    const counts = (alerts: number, gates: Parameters<typeof gateRun>[1]) => {
      const commands = commandsIn(annotationLines(gateRun(alertsOf(alerts), gates), 'github'));
      const of = (level: string) => commands.filter(({ name }) => name === level).length;
      return [of('error'), of('warning'), of('notice'), commands.at(-1)!.data];
    };
    expect(counts(10, ['alert'])).toEqual([10, 0, 1, expect.stringContaining('Nothing is left out')]);
    expect(counts(11, ['alert'])).toEqual([
      10,
      0,
      1,
      expect.stringContaining('Left out above: 1 group that trips it;'),
    ]);
    expect(counts(50, ['P2'])).toEqual([
      10,
      10,
      1,
      expect.stringContaining(
        'Left out above: 15 groups that trip it and 15 further alerts; 10 errors and as many',
      ),
    ]);
    expect(counts(12, [])).toEqual([0, 10, 1, expect.stringMatching(/^No gate was set.*2 further alerts;/)]);
  });

  test('a passed gate says what it does not mean', () => {
    const empty = { ...document(), groups: [] };
    const lines = annotationLines(gateRun(empty, ['alert']), 'github');
    expect(lines).toBe(
      '::notice title=stillhunt::Gate passed: none of 1,212 tested groups trips it (alert). Nothing is left out above. ' +
        'An empty result does not mean that nothing happened. Open: evidence/report.html\n',
    );
  });
});

describe.each(ACTING.map((text) => [text]))('a list reason %j', (text) => {
  test('is no command, section or colour in what is told', () => {
    for (const platform of ['github', 'gitlab'] as const) {
      const lines = annotationLines(gateRun(listed(text), ['watched', 'alert']), platform);
      expect(lines.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Zl}/u);
      const names = commandsIn(lines).map(({ name }) => name);
      expect(names).toEqual(platform === 'github' ? ['error', 'error', 'notice'] : []);
      expect(lines.match(/\n/g)).toHaveLength(3);
    }
  });
});

test('a redacted document is told without names and reasons', () => {
  const shown = profiled(listed('R-secret'), 'ci', pseudonyms(Buffer.alloc(32, 1)));
  const lines = annotationLines(gateRun(shown, ['watched', 'alert']), 'github');
  expect(lines).not.toMatch(/R-secret|r\.lin|acc_|G-19c0/);
  expect(commandsIn(lines).map(({ name }) => name)).toEqual(['error', 'error', 'notice']);
});

test('what changed since the baseline is told of a group', () => {
  const lines = annotationLines(gateRun(compared(), ['new-alert']), 'gitlab');
  expect(lines).toMatch(/^error: Operation hypothesis G-19c0: .*then no alert/);
  expect(lines).toMatch(/\nwarning: Operation hypothesis G-7f3a: .*then an alert/);
});

describe('text for a log that the runner reads', () => {
  const inert = (pieces: readonly string[]) => {
    let out = '';
    const write = inertForGithub((text) => {
      out += text;
    });
    for (const piece of pieces) write(piece);
    return out;
  };

  test('holds no command, however it is cut into pieces', () => {
    for (const text of ACTING) {
      const log = `first ${text}\n${text}\n  ${text}\n`;
      for (const pieces of [[log], [...log], log.split(/(?<=[#:])/), log.split(/(?=[:[])/)]) {
        const out = inert(pieces);
        expect(commandsIn(out), JSON.stringify(text)).toEqual([]);
        expect(out.replaceAll('\\u005b', '[').replaceAll('\\u003a', ':')).toBe(log);
      }
    }
    expect(commandsIn('x\n::error::y\n')).toHaveLength(1);
  });

  test('JSON stays the same value', () => {
    const value = { a: ['##[error]x', '::error::y', 'a#', '#['], '##[k]': ':' };
    const json = `${JSON.stringify(value, null, 2)}\n`;
    for (const pieces of [[json], [...json]]) expect(JSON.parse(inert(pieces))).toEqual(value);
  });
});
