import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArrivedFile } from '../kernel/arrived-file.ts';
import { refuse } from '../kernel/errors.ts';

const AT_ONCE_OF_A_CLIENT = 4;
const AT_ONCE_IN_ALL = 16;
const RETRY_AFTER_SECONDS = 5;

/** How fast an upload must come. */
export interface UploadPace {
  /** In each span so many bytes, or all that are missing. */
  readonly spanMs: number;
  readonly bytesASpan: number;
  readonly withinMs: number;
}

const PACE: UploadPace = { spanMs: 10_000, bytesASpan: 65_536, withinMs: 240_000 };

/** An arrived file that its request has to give up in the end. */
export interface SpooledFile extends ArrivedFile {
  /** Removes it. Safe to call again. */
  close(): Promise<void>;
}

/**
 * Takes uploads to the disk as they arrive, a piece in memory at a time. A client has four on their way at once and all together
 * sixteen; more are refused with `too_many_requests` and `unavailable`, one that comes too slowly with `request_timeout`, one that
 * is larger than it may be with `body_too_large`. A file has no name on the disk, so that nothing is left of a process that dies.
 */
export class UploadSpool {
  readonly #pace: UploadPace;
  readonly #counts = new Map<string, number>();
  #count = 0;

  constructor(pace = PACE) {
    this.#pace = pace;
  }

  async take(key: string, stream: Readable, limitBytes: number, declaredBytes: number): Promise<SpooledFile> {
    try {
      if (declaredBytes > limitBytes) throw tooLarge(limitBytes);
      return await this.#takeOne(key, stream, limitBytes);
    } catch (err) {
      // The rest of a refused file still comes, so that its sender reads the refusal.
      if (stream instanceof IncomingMessage) stream.on('data', release);
      throw err;
    }
  }

  async #takeOne(key: string, stream: Readable, limitBytes: number): Promise<SpooledFile> {
    this.#begin(key);
    try {
      const handle = await openNameless();
      try {
        return await this.#receive(handle, stream, limitBytes);
      } catch (err) {
        await handle.close();
        throw err;
      }
    } finally {
      this.#end(key);
    }
  }

  async #receive(handle: FileHandle, stream: Readable, limitBytes: number): Promise<SpooledFile> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const piece of atPace(stream, this.#pace)) {
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      hash.update(piece);
      await handle.write(piece);
      if (stream instanceof IncomingMessage) release(piece);
    }
    return fileOf(handle, sizeBytes, hash.digest('hex'));
  }

  #begin(key: string): void {
    const count = this.#counts.get(key) ?? 0;
    if (count >= AT_ONCE_OF_A_CLIENT) {
      throw refuse.tooManyRequests({
        description: `At most ${AT_ONCE_OF_A_CLIENT} uploads at the same time; wait for one to end`,
        logDetail: 'uploads of one client',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    if (this.#count >= AT_ONCE_IN_ALL) {
      throw refuse.unavailable({
        description: `Too many uploads at this moment; try again in ${RETRY_AFTER_SECONDS} s`,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.#count += 1;
    this.#counts.set(key, count + 1);
  }

  #end(key: string): void {
    this.#count -= 1;
    const count = (this.#counts.get(key) ?? 1) - 1;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}

/**
 * Gives a piece's memory back now. Left to the collector, which counts memory outside its heap by some 64 MB at a time, uploads
 * that arrive at the speed of a local network hold that much. Only for what Node's parser copied out of a connection, which
 * nobody else refers to.
 */
function release(piece: Buffer): void {
  if (piece.buffer instanceof ArrayBuffer && piece.byteLength === piece.buffer.byteLength) piece.buffer.transfer(0);
}

function tooLarge(limitBytes: number) {
  return refuse.bodyTooLarge({ description: `The body must have at most ${limitBytes} bytes here` });
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `sallyport-upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

/** The stream's pieces while they come fast enough. Leaves the stream open, so that a refusal can be answered. */
async function* atPace(stream: Readable, { spanMs, bytesASpan, withinMs }: UploadPace): AsyncGenerator<Buffer> {
  const pieces = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let inSpan = 0;
  let failure: Error | undefined;
  let wake: (err: Error) => void = () => {};
  const slow = () => {
    failure = refuse.requestTimeout({
      description: `An upload must bring ${bytesASpan} bytes in ${spanMs / 1000} s and be whole in ${withinMs / 1000} s`,
    });
    wake(failure);
  };
  const spans = setInterval(() => {
    if (inSpan < bytesASpan) slow();
    inSpan = 0;
  }, spanMs);
  const whole = setTimeout(slow, withinMs);
  try {
    for (;;) {
      // A race with one promise for the whole upload would keep every piece until that promise is settled.
      const { value, done } = await new Promise<IteratorResult<Buffer>>((resolve, reject) => {
        wake = reject;
        pieces.next().then(resolve, reject);
        if (failure !== undefined) reject(failure);
      });
      if (done === true) return;
      inSpan += value.length;
      yield value;
    }
  } finally {
    clearInterval(spans);
    clearTimeout(whole);
  }
}

function fileOf(handle: FileHandle, sizeBytes: number, sha256: string): SpooledFile {
  let closed: Promise<void> | undefined;
  return {
    sizeBytes,
    sha256,
    async *pieces(pieceBytes) {
      for (let start = 0; start < sizeBytes; start += pieceBytes) {
        const piece = Buffer.alloc(Math.min(pieceBytes, sizeBytes - start));
        await handle.read(piece, 0, piece.length, start);
        yield piece;
      }
    },
    close() {
      closed ??= handle.close();
      return closed;
    },
  };
}

/** True for a body that is a file on the disk. */
export function isSpooled(body: unknown): body is SpooledFile {
  return typeof (body as Partial<SpooledFile> | null | undefined)?.close === 'function';
}
