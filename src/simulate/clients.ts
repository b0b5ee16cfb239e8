import type { Interned } from './interned.js';
import type { Random } from './random.js';

/** Client software that anyone may use, most popular first: name, versions in use, and whether people sit at it. */
const PUBLIC_CLIENTS: readonly (readonly [
  name: string,
  major: number,
  minors: number,
  interactive: boolean,
])[] = [
  ['aster-python', 0, 34, false],
  ['aster-node', 0, 28, false],
  ['openchat-web', 3, 6, true],
  ['codepilot-cli', 1, 14, true],
  ['langrelay', 0, 22, false],
  ['python-httpx', 0, 5, false],
  ['chatbox-desktop', 1, 9, true],
  ['python-requests', 2, 4, false],
  ['deskmate-vscode', 4, 11, true],
  ['aster-go', 1, 7, false],
  ['aster-java', 2, 8, false],
  ['mobilechat-ios', 5, 6, true],
  ['mobilechat-android', 5, 7, true],
  ['indexflow', 0, 13, false],
  ['curl', 8, 6, false],
  ['axios', 1, 6, false],
  ['n8flow', 1, 20, false],
  ['notebook-kernel', 6, 5, true],
  ['agentloop', 0, 18, true],
  ['go-http-client', 2, 1, false],
];

const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ra',
  'to',
  'ven',
  'sol',
  'ner',
  'pix',
  'zen',
  'da',
  'qu',
  'hal',
  'or',
  'bit',
  'lum',
];

function version(random: Random, major: number, minors: number): string {
  // Recent versions lead, old ones linger.
  return `${major}.${minors + 2 - random.rank(minors, 0.8)}.${random.rank(4)}`;
}

/** A made-up name such as a company would give to its own software. */
export function coinedName(random: Random): string {
  let name = '';
  for (let n = random.integer(2, 3); n > 0; n--) name += random.pick(SYLLABLES);
  return name;
}

/** User agent of a public client; `interactive` restricts it to those that people, or only programs, use. */
export function publicClient(agents: Interned, random: Random, interactive?: boolean): number {
  const fitting = PUBLIC_CLIENTS.filter((client) => interactive === undefined || client[3] === interactive);
  const [name, major, minors] = fitting[random.rank(fitting.length, 0.7)]!;
  return agents.code(`${name}/${version(random, major, minors)}`);
}

/** User agent of software that one customer wrote. */
export function ownClient(agents: Interned, random: Random): number {
  return agents.code(
    `${coinedName(random)}-${random.pick(['svc', 'bot', 'api', 'worker', 'app', 'web'])}/${version(random, random.integer(0, 4), 12)}`,
  );
}
