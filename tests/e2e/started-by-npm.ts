import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';

/**
 * Resolves once the server that `npm` or `npx` was told to start in that folder answers, on a free port that it is given as an
 * option. Its signals are the caller's.
 */
export async function startedByNpm(
  command: 'npm' | 'npx',
  args: readonly string[],
  { cwd, dataDir }: { cwd: string; dataDir: string },
): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  // As in a terminal of its own, without what npm gave to the tests.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  const env = { ...Object.fromEntries(own), SALLYPORT_DATA_DIR: dataDir };
  const options = [...(command === 'npm' ? ['--'] : []), '--port', String(port)];
  const child = spawn(command, [...args, ...options], { cwd, env, stdio: 'ignore' });
  await eventually(() =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  ).catch((err) => {
    child.kill('SIGKILL');
    throw err;
  });
  return { child, port };
}

/** True where nothing listens there. */
export const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
