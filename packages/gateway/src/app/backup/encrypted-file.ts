import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InstallationError } from '../../kernel/installation-error.ts';
import type { Random } from '../../kernel/random.ts';

const MAGIC = Buffer.from('sallyport backup 1\n');
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const HEADER_BYTES = MAGIC.length + SALT_BYTES;
const CIPHER = 'chacha20-poly1305';
/** A key encrypts one file alone, so its nonce may be the same. */
const NONCE = Buffer.alloc(12);
/** The declarations ask for it; only the CCM mode of another cipher reads it. */
const UNUSED = { plaintextLength: 0 };
/** RFC 7914: 128 * N * r bytes, 32 MiB. */
const SCRYPT = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 } as const;

const WRONG = 'cannot be decrypted: SALLYPORT_BACKUP_KEY is another one than it was made with, or the file was changed';

function keyOf(secret: string, salt: Buffer): Buffer {
  return scryptSync(secret, salt, 32, SCRYPT);
}

function cipherOf(secret: string, salt: Buffer) {
  const cipher = createCipheriv(CIPHER, keyOf(secret, salt), NONCE, { authTagLength: TAG_BYTES });
  return cipher.setAAD(Buffer.concat([MAGIC, salt]), UNUSED);
}

async function readAt(path: string, position: number, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether `encryptFile` made the file. */
export async function isEncrypted(path: string): Promise<boolean> {
  return MAGIC.equals(await readAt(path, 0, MAGIC.length));
}

/**
 * ChaCha20-Poly1305 (RFC 8439) under a key that scrypt (RFC 7914) makes of the secret and of a salt of the file's own: a
 * line of text, the salt, the encrypted file, 16 bytes that authenticate all of it. `to` must not be there.
 */
export async function encryptFile(
  from: string,
  to: string,
  { secret, random }: { secret: string; random: Random },
): Promise<void> {
  const salt = Buffer.from(random.bytes(SALT_BYTES));
  const cipher = cipherOf(secret, salt);
  const target = await open(to, 'wx', 0o600);
  try {
    await target.write(Buffer.concat([MAGIC, salt]));
    const withTag = new Transform({
      transform: (chunk, _, done) => done(null, chunk),
      flush(done) {
        done(null, cipher.getAuthTag());
      },
    });
    await pipeline(createReadStream(from), cipher, withTag, createWriteStream(to, { flags: 'a' }));
    await target.sync();
  } finally {
    await target.close();
  }
}

/**
 * Writes what was encrypted to `to`, which must not be there. Refuses another secret and a changed file with an
 * `InstallationError`; what stands in `to` then is nothing to be used.
 */
export async function decryptFile(from: string, to: string, secret: string): Promise<void> {
  const file = await open(from, 'r');
  const { size } = await file.stat();
  await file.close();
  if (size < HEADER_BYTES + TAG_BYTES) throw new InstallationError(`${from} is cut: it has ${size} bytes`);
  const salt = await readAt(from, MAGIC.length, SALT_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(secret, salt), NONCE, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.concat([MAGIC, salt]), UNUSED);
  decipher.setAuthTag(await readAt(from, size - TAG_BYTES, TAG_BYTES));
  const encrypted = createReadStream(from, { start: HEADER_BYTES, end: size - TAG_BYTES - 1 });
  try {
    if (size === HEADER_BYTES + TAG_BYTES) decipher.final();
    else await pipeline(encrypted, decipher, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw cause;
    throw new InstallationError(`${from} ${WRONG}`, { cause });
  }
}
