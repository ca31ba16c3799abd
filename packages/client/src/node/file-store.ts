import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SallyportError } from '../requests/error.ts';
import type { StoredToken } from '../tokens/token.ts';
import { memoryStore, type TokenStore } from '../tokens/token-store.ts';

const LOOKS_EVERY_MS = 25;
/** A lock this old was left by a process that died: a token request has ended long before. */
const ABANDONED_AFTER_MS = 60_000;
const TOUCHED_EVERY_MS = 10_000;

/**
 * Keeps tokens in a file that only this user can read (0600), with a lock beside it, so that several processes share one token
 * and one of them renews it. What a crash leaves behind is either the old file or the new one.
 */
export function fileStore(path: string): TokenStore {
  const inThisProcess = memoryStore();
  async function readAll(): Promise<Record<string, StoredToken>> {
    try {
      return JSON.parse(await readFile(path, 'utf8'));
    } catch (error) {
      // A file that is not there or not whole holds no token; a new one is asked for.
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
  }
  return {
    async read(key) {
      return (await readAll())[key] ?? null;
    },
    async write(key, token) {
      const { [key]: _, ...others } = await readAll();
      const text = JSON.stringify(token === null ? others : { ...others, [key]: token });
      const beside = `${path}.${process.pid}.new`;
      await writeFile(beside, text, { mode: 0o600 });
      // The mode of a file that was there already is not changed by writing it.
      await chmod(beside, 0o600);
      await rename(beside, path);
    },
    exclusively(_key, run) {
      // One file holds every key, so its lock is for all of them.
      return inThisProcess.exclusively('', () => withLock(`${path}.lock`, run));
    },
  };
}

async function withLock<T>(lock: string, run: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  const deadline = Date.now() + 2 * ABANDONED_AFTER_MS;
  while (!(await take(lock))) {
    if (Date.now() > deadline) throw locked(lock);
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS * (0.5 + Math.random())));
  }
  const touching = setInterval(() => void writeFile(lock, String(process.pid)).catch(() => {}), TOUCHED_EVERY_MS);
  try {
    return await run();
  } finally {
    clearInterval(touching);
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(lock, 'utf8'));
    if (pid > 0 && !isRunning(pid)) return true;
    return Date.now() - (await stat(lock)).mtimeMs > ABANDONED_AFTER_MS;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is running too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(lock: string): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'store_locked',
    detail: `${lock} is held by a process that is still running.`,
    requestId: null,
    retryAfterSeconds: null,
  });
}
