import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChainHead } from '../types.ts';
import { anchorLine, readAnchors } from './anchor-line.ts';

const REWRITTEN_AT_BYTES = 1_048_576;
/** Longer than another process needs between opening the file and writing its line. */
const APPENDED_WITHIN_MS = 1_000;
const MODE = 0o600;

/**
 * The file beside the database that states how far its audit had come. Any number of processes append to it; a line is on disk
 * when `append` returns. Past a mebibyte it is written anew with the newest head of each chain, which proves those before it.
 */
export class AnchorFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  append(heads: readonly ChainHead[]): void {
    writeDurably(this.path, 'a', anchorLine(heads));
  }

  /** True where it has grown enough to be worth it, or would be the first time it is looked at. */
  isLong(): boolean {
    return existsSync(this.path) && statSync(this.path).size > REWRITTEN_AT_BYTES;
  }

  /** What another process appends meanwhile is kept: it is read from the file that was replaced, and appended to the new one. */
  async rewrite(): Promise<void> {
    const replaced = openSync(this.path, 'r');
    try {
      const { size } = statSync(this.path);
      const { heads } = readAnchors(readFileSync(replaced, 'utf8'));
      const temporary = `${this.path}.${process.pid}.new`;
      writeDurably(temporary, 'w', anchorLine(heads));
      renameSync(temporary, this.path);
      await sleep(APPENDED_WITHIN_MS);
      const rest = Buffer.alloc(REWRITTEN_AT_BYTES);
      const read = readSync(replaced, rest, 0, rest.length, size);
      if (read > 0) writeDurably(this.path, 'a', rest.toString('utf8', 0, read));
    } finally {
      closeSync(replaced);
    }
  }
}

function writeDurably(path: string, flag: 'a' | 'w', text: string): void {
  const file = openSync(path, flag, MODE);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
