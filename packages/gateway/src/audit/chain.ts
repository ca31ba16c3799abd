import { createHash } from 'node:crypto';
import type { AuditRecord } from './types.ts';

/** What a chain's first record names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

/** SHA-256 over every other field in a fixed order, the predecessor's hash among them. */
export function hashRecord(record: Omit<AuditRecord, 'hash'>): string {
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
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
