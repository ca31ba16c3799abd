import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(tmpdir(), 'sallyport-test-ports');
/** Below every system's range for outgoing connections, which takes ports at any moment (Linux from 32768). */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const taken = new Set<string>();

process.once('exit', () => {
  for (const path of taken) rmSync(path, { force: true });
});

/**
 * A port of 127.0.0.1 that is this process's until it ends: no other test is given it, and no outgoing connection takes
 * it, so that a server that is killed can be started on it again.
 */
export async function freePort(): Promise<number> {
  mkdirSync(FOLDER, { recursive: true });
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (take(port) && (await canListen(port))) return port;
  }
}

function take(port: number): boolean {
  const path = join(FOLDER, String(port));
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
    // Left behind by a test that has ended: free for the next one that comes by.
    if (!isRunning(Number(readFileSync(path, 'utf8')))) rmSync(path, { force: true });
    return false;
  }
  taken.add(path);
  return true;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
