import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationError } from '../../kernel/installation-error.ts';
import type { Random } from '../../kernel/random.ts';
import { writeNewFile } from './new-file.ts';

const KEY_BYTES = 32;

/** Where the key lies: beside the database, never in it. */
export function keyFileOf(dataDir: string): string {
  return join(dataDir, 'sallyport.key');
}

/** The key of the folder (32 bytes in base64), or nothing where it has none. */
export function readKeyFile(dataDir: string): string | undefined {
  const path = keyFileOf(dataDir);
  if (!existsSync(path)) return undefined;
  const key = readFileSync(path, 'utf8').trim();
  if (Buffer.from(key, 'base64').length === KEY_BYTES) return key;
  throw new InstallationError(
    `${path} must hold ${KEY_BYTES} bytes in base64: put it back from a backup. Without it, what it sealed is lost: remove the file, and a new one is made, with new signing keys; then give every webhook a new secret`,
  );
}

/** The key of the folder, made where it has none. */
export function makeKeyFile(dataDir: string, random: Random): string {
  const path = keyFileOf(dataDir);
  if (!existsSync(path)) writeNewFile(path, `${random.bytes(KEY_BYTES).toString('base64')}\n`);
  const key = readKeyFile(dataDir);
  if (key === undefined) throw new InstallationError(`${path} was removed while the server started; start it again`);
  return key;
}
