import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { FromServer, Recording } from './messages.ts';

const STARTS_WITHIN_MS = 90_000;
/** What a start leaves to be done later has been done by then. */
const WARM_AFTER_MS = 12_000;

/** The sandbox, in a process of its own, with every function recorded. */
export interface RecordedServer {
  readonly url: string;
  /** Ends the walk of that name and returns it. */
  take(name: string): Promise<Recording>;
  stop(): Promise<void>;
}

function commandOf(root: string): string {
  const gateway = join(root, 'packages/gateway');
  const { bin } = JSON.parse(readFileSync(join(gateway, 'package.json'), 'utf8')) as { bin: { sallyport: string } };
  return join(gateway, bin.sallyport);
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Starts the sandbox of the checkout at `root` and resolves once it is warm. */
export async function startRecordedServer(root: string): Promise<RecordedServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-walks-'));
  const recorder = pathToFileURL(join(import.meta.dirname, 'recorder.ts')).href;
  const args = ['--import', recorder, commandOf(root), 'serve', '--demo', '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, WALKS_ROOT: root, NODE_NO_WARNINGS: '1' },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new AbortController();
  child.once('exit', () => ended.abort(new Error(`the server ended:\n${printed}`)));
  async function received<K extends FromServer['kind']>(kind: K): Promise<Extract<FromServer, { kind: K }>> {
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(STARTS_WITHIN_MS)]);
    for (;;) {
      const [message] = (await once(child, 'message', { signal })) as [FromServer];
      if (message.kind === kind) return message as Extract<FromServer, { kind: K }>;
    }
  }
  const { port } = await received('listening');
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) await pause(50);
  await pause(WARM_AFTER_MS);
  return {
    url,
    take(name) {
      const recording = received('walk');
      child.send({ take: name });
      return recording;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
