import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Unpredictable bytes. Injected, so that a test can seed them. */
export interface Random {
  bytes(length: number): Buffer;
}

const POOL_BYTES = 8192;

/** Bytes of the operating system's generator, drawn in pools because one call per id costs microseconds. */
export function createSystemRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (length > POOL_BYTES) return randomFillSync(Buffer.alloc(length));
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = Buffer.from(pool.subarray(used, used + length));
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
}

/** A UUID version 7 (RFC 9562 section 5.7): ids made later sort later, to the millisecond. */
export function newUuid(clock: Pick<Clock, 'now'>, random: Random): string {
  const bytes = random.bytes(16);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
