import { randomUUID } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
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
      return readObject(await readFile(path, 'utf8'));
    } catch (error) {
      // A file that is not there or not whole holds no token; a new one is asked for.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
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
      try {
        await writeFile(beside, text, { mode: 0o600 });
        // The mode of a file that was there already is not changed by writing it.
        await chmod(beside, 0o600);
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true }).catch(() => {});
        throw error;
      }
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
  // Another machine, or another container on this one, may have a process of the same number.
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  while (!(await take(lock, owner))) {
    if (Date.now() > deadline) throw locked(lock);
    if (await isAbandoned(lock)) await removeAbandoned(lock);
    else await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS * (0.5 + Math.random())));
  }
  const touch = () => utimes(lock, new Date(), new Date()).catch(() => {});
  const touching = setInterval(() => void touch(), TOUCHED_EVERY_MS);
  try {
    return await run();
  } finally {
    clearInterval(touching);
    // A machine that slept may find the lock of another one in its place.
    if ((await ownerOf(lock)) === owner) await rm(lock, { force: true });
  }
}

/**
 * Removes it where it still is abandoned. One process at a time looks and removes: a second one that had looked before would
 * remove the new lock of the first.
 */
async function removeAbandoned(lock: string): Promise<void> {
  const guard = `${lock}.removal`;
  if (!(await take(guard, ''))) {
    if (await isOlderThan(guard, ABANDONED_AFTER_MS)) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isAbandoned(lock)) await rm(lock, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function ownerOf(lock: string): Promise<string | null> {
  return readFile(lock, 'utf8').catch(() => null);
}

async function take(lock: string, owner: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(lock, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    await file.writeFile(owner);
    return true;
  } catch (error) {
    // A full disk takes an empty file: whoever comes next would wait for an owner that there is not.
    await rm(lock, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const [pid, host = hostname()] = (await ownerOf(lock))?.split(' ') ?? [];
  if (Number(pid) > 0 && host === hostname() && !isRunning(Number(pid))) return true;
  return isOlderThan(lock, ABANDONED_AFTER_MS);
}

async function isOlderThan(file: string, ms: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > ms;
  } catch {
    return false;
  }
}

function readObject(text: string): Record<string, StoredToken> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
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
