import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const BIN = fileURLToPath(new URL('../../gateway/bin/sallyport.js', import.meta.url));
/** Set by `tools/test.ts` to the same program in few files, which starts in half the processor time. */
export const SERVER_VARIABLE = 'SALLYPORT_TEST_SERVER';
/** The file that Node runs as `sallyport`. */
export const serverProgram = () => process.env[SERVER_VARIABLE] ?? BIN;
/** A bound and no measurement: where many processes share two cores, a start takes half a minute. */
const START_WITHIN_MS = 90_000;

/** A server in a process of its own, as an operator would start it. */
export interface GatewayProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** True once it is gone, for whatever reason. */
  hasEnded(): boolean;
  /** Ends it that way and waits until it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Ends it in order and removes its data folder, unless the caller gave it. */
  stop(): Promise<void>;
}

async function untilReady(
  { url, printed }: { url: string; printed: string },
  child: ChildProcess,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended while starting:\n${output()}`);
    const isReady = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady && output().includes(printed)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not answer within ${START_WITHIN_MS} ms:\n${output()}`);
}

/** Set by `tools/test.ts` to a data folder that has the sandbox, a copy of which starts with a third less to do. */
export const SANDBOX_VARIABLE = 'SALLYPORT_TEST_SANDBOX';

/** Makes such a folder: by a server's first start, which is then ended in order. */
export async function makeSandbox(dataDir: string): Promise<string> {
  const server = await startGatewayProcess({ dataDir });
  await server.kill('SIGTERM');
  return dataDir;
}

const newEmptyDir = () => mkdtempSync(join(tmpdir(), 'sallyport-serve-'));

/** A new data folder: one with the sandbox where the run has it, else an empty one. */
function newDataDir(): string {
  const dataDir = newEmptyDir();
  const sandbox = process.env[SANDBOX_VARIABLE];
  if (sandbox !== undefined) cpSync(sandbox, dataDir, { recursive: true });
  return dataDir;
}

const METRICS_TOKEN = 'the-metrics-token-of-tests';

/** Every process on one PostgreSQL needs the same key; without it a command there may not append to the keyed audit. */
export const SHARED_SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');
const SHARED = { SALLYPORT_SECRETS_KEY: SHARED_SECRETS_KEY };

/** What a server that was started here measures of itself. */
export async function metricsOf({ url }: Pick<GatewayProcess, 'url'>): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  return answer.text();
}

/**
 * Starts `sallyport serve --demo` and resolves once it answers; all that are given a PostgreSQL have one key. Without a
 * PostgreSQL or a `dataDir` its folder is a new one, and in a whole run has the sandbox and its key already.
 */
export async function startGatewayProcess(
  options: {
    databaseUrl?: string;
    dataDir?: string;
    port?: number;
    /** The URL clients reach it by, where several processes stand behind one. */
    publicUrl?: string;
    /** The host name in its public URL, for what browsers give to no address. */
    publicHost?: string;
    args?: readonly string[];
    env?: Record<string, string>;
    /** The file that Node runs as `sallyport`, where it is another one than the run's, as one that was installed. */
    program?: string;
  } = {},
): Promise<GatewayProcess> {
  const port = options.port ?? (await freePort());
  // On PostgreSQL every server has the one key, which is not in a folder.
  const newFolder = options.databaseUrl === undefined ? newDataDir : newEmptyDir;
  const dataDir = options.dataDir ?? newFolder();
  const url = `http://127.0.0.1:${port}`;
  const database = options.databaseUrl === undefined ? [] : ['--database-url', options.databaseUrl];
  const named = options.publicHost && `http://${options.publicHost}:${port}`;
  const publicUrl = options.publicUrl ?? named;
  const behind = publicUrl === undefined ? [] : ['--public-url', publicUrl];
  const own = ['--port', String(port), '--data-dir', dataDir, ...database, ...behind];
  const args = ['serve', '--demo', ...own, ...(options.args ?? [])];
  const child = spawn(process.execPath, [options.program ?? serverProgram(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SALLYPORT_METRICS_TOKEN: METRICS_TOKEN,
      ...(options.databaseUrl !== undefined && SHARED),
      ...options.env,
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await untilReady({ url, printed: publicUrl ?? url }, child, () => printed);
  async function kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    output: () => printed,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill,
    async stop() {
      await kill('SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs a `sallyport` command to its end, on PostgreSQL with the key of the servers there. */
export async function runCommand(
  args: readonly string[],
  program = serverProgram(),
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(args.includes('--database-url') && SHARED) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output };
}
