import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cluster that the test files of a run share, and the process that ends with the run. */
    cluster: { readonly folder: string; readonly owner: number };
  }
}

const SCRIPT = fileURLToPath(new URL('cluster', import.meta.url));

/** Gives a run a folder for its cluster, which the first test that needs it starts, and ends the cluster with the run. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-cluster-'));
  provide('cluster', { folder, owner: process.pid });
  return () => {
    execFileSync(SCRIPT, ['stop', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A running cluster of two shards: servers of their own on the loopback interface. */
export class Cluster {
  private constructor(
    private readonly folder: string,
    /** Ports for HTTP and for the native protocol, and process ids, by shard. */
    readonly http: readonly [number, number],
    readonly tcp: readonly [number, number],
    readonly pids: readonly [number, number],
  ) {}

  /**
   * The one that all test files share; keep to a database of your own and stop nothing in it.
   * @throws Error with what to install where there is no server
   */
  static shared(): Promise<Cluster> {
    const { folder, owner } = inject('cluster');
    return Cluster.start(folder, owner);
  }

  /** One for a test that ends servers; stop it at the end. */
  static own(): Promise<Cluster> {
    return Cluster.start(mkdtempSync(join(tmpdir(), 'stillhunt-own-cluster-')), process.pid);
  }

  private static async start(folder: string, owner: number): Promise<Cluster> {
    const env = { ...process.env, CH_OWNER: String(owner) };
    await cluster(['start', folder], env);
    const told = new Map(
      (await cluster(['env', folder], env)).split('\n').map((line) => line.split('=') as [string, string]),
    );
    const both = (name: string) => [Number(told.get(`${name}1`)), Number(told.get(`${name}2`))] as const;
    return new Cluster(folder, both('CH_HTTP'), both('CH_TCP'), both('CH_PID'));
  }

  /** Runs a statement as the user who may do all, on a shard (0 or 1); the body is what an INSERT reads. */
  async run(
    statement: string,
    { shard = 0, body }: { shard?: 0 | 1; body?: Uint8Array | string } = {},
  ): Promise<string> {
    const url = `http://127.0.0.1:${this.http[shard]}/?insert_distributed_sync=1`;
    const whole = body === undefined ? url : `${url}&query=${encodeURIComponent(statement)}`;
    const answer = await fetch(whole, { method: 'POST', body: body ?? statement });
    const text = await answer.text();
    if (!answer.ok || text.startsWith('Code: ')) throw new Error(`${statement}: ${text}`);
    return text;
  }

  /** Runs a statement on both shards. */
  async everywhere(statement: string): Promise<void> {
    await Promise.all([this.run(statement, { shard: 0 }), this.run(statement, { shard: 1 })]);
  }

  /** Ends its servers and removes its data; of a cluster of one's own. */
  async stop(): Promise<void> {
    await cluster(['stop', this.folder], process.env);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function cluster(words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await promisify(execFile)(SCRIPT, [...words], { env })).stdout;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`No cluster to test with. ${stderr ?? String(error)}`);
  }
}
