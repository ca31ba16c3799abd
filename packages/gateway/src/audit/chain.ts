import { createHash, createHmac } from 'node:crypto';
import type { AuditKey } from './keys.ts';
import type { AuditRecord } from './types.ts';

/** What a chain's first record names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

const KEYED = /^k1\.([0-9a-f]+)\.[0-9a-f]{64}$/;

/**
 * Over every other field in a fixed order, the predecessor's hash among them: HMAC-SHA256 under the key, with the key's id in
 * front of it, or SHA-256 as it was before records were keyed.
 */
export function hashRecord(record: Omit<AuditRecord, 'hash'>, key?: AuditKey): string {
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
  const text = JSON.stringify(fields);
  if (key === undefined) return createHash('sha256').update(text).digest('hex');
  return `k1.${key.id}.${createHmac('sha256', key.key).update(text).digest('hex')}`;
}

/** The id of the key a hash was made with, or null where it was made without one. */
export function keyIdOf(hash: string): string | null {
  return KEYED.exec(hash)?.[1] ?? null;
}
