import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What the manifest states of a file, `name` from the export's folder on. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Writes what comes, in order, to a file that its owner alone may read; returns its size and hash once it is on the disk. */
export async function writeHashed(
  path: string,
  parts: AsyncIterable<string | Buffer>,
): Promise<Omit<WrittenFile, 'name'>> {
  const file: FileHandle = await open(path, 'w', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of parts) {
      const content = typeof part === 'string' ? Buffer.from(part) : part;
      hash.update(content);
      bytes += content.length;
      await file.writeFile(content);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
