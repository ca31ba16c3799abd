import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));
const ANSWERS_WITHIN_MS = 90_000;

export interface SpawnedServer {
  output(): string;
  /** Sends the signal and resolves with the exit code, or the signal that ended it. */
  end(signal: 'SIGTERM' | 'SIGINT'): Promise<number | string>;
}

/**
 * Starts `sallyport` with exactly these arguments and resolves once it prints `ready`: the one of the checkout, or `bin` in
 * the folder `cwd`.
 */
export async function spawnServer(
  args: readonly string[],
  ready: string,
  { bin = BIN, cwd }: { bin?: string; cwd?: string } = {},
): Promise<SpawnedServer> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const deadline = Date.now() + ANSWERS_WITHIN_MS;
  while (!printed.includes(ready)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server did not start:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    output: () => printed,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode ?? 'unknown';
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code, by] = (await gone) as [number | null, string | null];
      return code ?? by ?? 'unknown';
    },
  };
}
