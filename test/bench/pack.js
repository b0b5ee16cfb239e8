// Writes a signed pack of many groups, verifies it, and prints what that took. Run: npm run build && npm run bench:pack
// Options: --groups 1000 --members 25000 --alerts 100. Ends with 1 where writing takes 20 s or longer.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkFindings } from '../../dist/evidence/findings-check.js';
import { leafHash, RecordTree } from '../../dist/evidence/record-tree.js';
import { Ed25519Key } from '../../dist/pack/ed25519-key.js';
import { writeFolder } from '../../dist/pack/folder.js';
import { sealedPack } from '../../dist/pack/layout.js';
import { profiled } from '../../dist/pack/profiled.js';
import { trustedKeys } from '../../dist/pack/trusted-keys.js';
import { verifyPack } from '../../dist/pack/verify.js';
import { run } from './command.js';

const LIMIT_SECONDS = 20;
/** Rows of the tree that cited records stand in, and groups without an alert that cite some. */
const ROWS = 200_000;
const OTHERS_CITING = 50;
const RECORDS_PER_CLAIM = 2;

const BIN = fileURLToPath(new URL('../../bin/stillhunt.js', import.meta.url));
const LOG = fileURLToPath(new URL('../../fixtures/quickstart/log.csv.gz', import.meta.url));

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '1000' },
    members: { type: 'string', default: '25000' },
    alerts: { type: 'string', default: '100' },
  },
});
const [groups, members, alerts] = [values.groups, values.members, values.alerts].map(Number);

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-bench-pack-'));
try {
  await run([BIN, 'investigate', LOG, '--out', join(folder, 'model'), '--quiet']);
  const model = JSON.parse(readFileSync(join(folder, 'model', 'findings.json'), 'utf8'));
  const facets = readFileSync(join(folder, 'model', 'facets.arrow'));
  const document = profiled(multiplied(model), 'internal', null);
  const check = checkFindings(document);
  if (!check.valid || check.unknown.length > 0) throw new Error(`not findings: ${JSON.stringify(check)}`);

  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { privateKey, publicKey: Ed25519Key.of(privateKey) };
  const out = join(folder, 'pack');
  const writing = await timed(() =>
    writeFolder(out, sealedPack({ document, facets, key }), { force: false }),
  );
  const verifying = await timed(() => verifyPack(out, { trusted: trustedKeys(key.publicKey.line) }));
  if (verifying.result.problems.length > 0) throw new Error(JSON.stringify(verifying.result.problems));

  const files = readdirSync(out, { recursive: true })
    .map((path) => statSync(join(out, path)))
    .filter((file) => file.isFile());
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  console.log(`groups ${document.groups.length}, of them alerts ${alerts}`);
  console.log(`members ${document.groups.reduce((sum, group) => sum + group.members.length, 0)}`);
  console.log(`cited records ${document.records.length}`);
  console.log(`pack ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  console.log(
    `written and signed in ${writing.seconds.toFixed(2)} s, processors ${writing.cpuSeconds.toFixed(2)} s (limit ${LIMIT_SECONDS} s)`,
  );
  console.log(
    `verified in ${verifying.seconds.toFixed(2)} s, processors ${verifying.cpuSeconds.toFixed(2)} s`,
  );
  console.log(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
  if (writing.seconds >= LIMIT_SECONDS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The findings of a real run with its groups repeated: alerts first, each group with members and records of its own. */
function multiplied(model) {
  const alert = model.groups.find((group) => group.alert);
  const others = model.groups.filter((group) => !group.alert);
  const records = new Map();
  const tree = new RecordTree();
  const citing = alerts + OTHERS_CITING;
  const all = Array.from({ length: groups }, (_, at) => {
    const group = at < alerts ? alert : others[at % others.length];
    const size = Math.floor(((at + 1) * members) / groups) - Math.floor((at * members) / groups);
    const copy = { ...group, id: `G-${hex(`group ${at}`).slice(0, 8)}`, rank: at + 1, accounts: size };
    copy.members = Array.from({ length: size }, (_, i) => ({
      ...group.members[i % group.members.length],
      account_id: `acc_${at}_${i}`,
    }));
    if (at < citing) {
      copy.claims = (group.claims ?? []).map((claim, i) => ({
        ...claim,
        records: Array.from({ length: RECORDS_PER_CLAIM }, (_, k) => cite(`${at} ${i} ${k}`)),
      }));
    } else {
      delete copy.claims;
    }
    return copy;
  });
  for (let row = tree.size; row < ROWS; row++) tree.add(hex(`row ${row}`));
  const proven = [...records.values()].map(({ leaf, ...record }) => ({ ...record, proof: tree.proof(leaf) }));
  const { records_root: _, ...rest } = model; // made anew by the profile
  return {
    ...rest,
    records: proven.sort((a, b) => (a.id < b.id ? -1 : 1)),
    record_trees: [{ input: model.inputs[0].name, records: tree.size, root: tree.root() }],
    groups: all,
  };

  function cite(name) {
    const sha256 = hex(name);
    const id = `R${leafHash(sha256).slice(0, 16)}`;
    const leaf = tree.add(sha256, true);
    records.set(id, { ...model.records[records.size % model.records.length], id, sha256, leaf });
    return id;
  }
}

function hex(text) {
  return createHash('sha256').update(text).digest('hex');
}

async function timed(work) {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}
