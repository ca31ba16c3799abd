import { createHash, createHmac } from 'node:crypto';
import type { AuditKey } from './keys.ts';
import type { AuditRecord } from './types.ts';

/** What a chain's first record names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

/** The form until 2026-11-29, with the key's id and the whole HMAC in hex. */
const WHOLE = /^k1\.([0-9a-f]+)\.[0-9a-f]{64}$/;
/** The form since: both in base64url. */
const SHORT = /^k2\.([\w-]{11})\.[\w-]{22}$/;

/** Half of an HMAC-SHA256, which is as much as a truncated one must keep (RFC 2104 section 5). */
const SHORT_BYTES = 16;

/**
 * Over every other field in a fixed order, the predecessor's hash among them: HMAC-SHA256 under the key, with the key's id in
 * front of it, or SHA-256 as it was before records were keyed.
 */
export function hashRecord(record: Omit<AuditRecord, 'hash'>, key?: AuditKey): string {
  const text = hashedText(record);
  if (key === undefined) return createHash('sha256').update(text).digest('hex');
  const mac = createHmac('sha256', key.key).update(text).digest().subarray(0, SHORT_BYTES);
  return `k2.${Buffer.from(key.id, 'hex').toString('base64url')}.${mac.toString('base64url')}`;
}

/** True where the record's hash is over what it states, in the form in which the hash was written. */
export function isAsWritten({ hash, ...record }: AuditRecord, key?: AuditKey): boolean {
  if (key === undefined || !WHOLE.test(hash)) return hashRecord(record, key) === hash;
  return hash === `k1.${key.id}.${createHmac('sha256', key.key).update(hashedText(record)).digest('hex')}`;
}

function hashedText(record: Omit<AuditRecord, 'hash'>): string {
  const fields = [
    record.chain,
    record.number,
    record.at,
    record.actor_kind,
    record.actor_id,
    record.agency_id,
    record.action,
    record.outcome,
    record.subject,
    record.source,
    record.request_id,
    record.detail,
    record.previous_hash,
  ];
  return JSON.stringify(fields);
}

/** The id of the key a hash was made with, or null where it was made without one. */
export function keyIdOf(hash: string): string | null {
  const short = SHORT.exec(hash)?.[1];
  if (short !== undefined) return Buffer.from(short, 'base64url').toString('hex');
  return WHOLE.exec(hash)?.[1] ?? null;
}
