import { pack } from '../database/packed/pack.ts';
import { damaged, PackedFault, unpack } from '../database/packed/unpack.ts';
import type { AuditRecord } from './types.ts';

/** A record's row: where it is packed, four of its columns are empty, and their values are in its bytes. */
export type StoredRecord = AuditRecord & {
  /** Undefined in a database that was not migrated since there is such a column. */
  readonly packed: Uint8Array | null | undefined;
};

/** No statement looks for anything in those four columns of a token that a client was given; of every other record some do. */
const isPackable = ({ action, outcome, actor_kind }: AuditRecord) =>
  action === 'token.issued' && outcome === 'success' && actor_kind === 'client';

/** The record as it is stored. */
export function toStored(record: AuditRecord, isPacking: boolean): AuditRecord & { readonly packed: Buffer | null } {
  const { subject, source, request_id, detail } = record;
  const isPacked = isPacking && isPackable(record);
  const packed = isPacked ? pack([subject, source, request_id, JSON.parse(detail)], record.at) : null;
  return packed === null
    ? { ...record, packed }
    : { ...record, subject: null, source: null, request_id: null, detail: '', packed };
}

const UNREADABLE = /^\{"unreadable":"([^"]*)"\}$/;

type Unpacked = readonly [
  subject: string | null,
  source: string | null,
  requestId: string | null,
  detail: Readonly<Record<string, unknown>>,
];

function asUnpacked(value: unknown): Unpacked {
  if (!Array.isArray(value) || value.length !== 4 || typeof value[3] !== 'object' || value[3] === null) throw damaged();
  return value as unknown as Unpacked;
}

const unreadable = (record: AuditRecord, reason: string): AuditRecord => ({
  ...record,
  detail: JSON.stringify({ unreadable: reason }),
});

/**
 * The record of a row. Where its bytes cannot be read, or are gone, it is given without what they state and with the reason in its detail, so
 * that the others are read beside it: it proves nothing then, and a verification states it.
 */
export function fromStored({ packed, ...record }: StoredRecord): AuditRecord {
  // No record is written with a detail that is empty unless it is packed.
  if (packed === null || packed === undefined)
    return record.detail === '' ? unreadable(record, 'has lost its bytes') : record;
  try {
    const [subject, source, requestId, detail] = asUnpacked(unpack(packed, record.at));
    return { ...record, subject, source, request_id: requestId, detail: JSON.stringify(detail) };
  } catch (err) {
    if (!(err instanceof PackedFault)) throw err;
    return unreadable(record, err.message);
  }
}

/** Why the bytes of a packed record could not be read, in words behind its place; nothing where they were. */
export function unreadableOf(record: AuditRecord): string | undefined {
  return isPackable(record) ? UNREADABLE.exec(record.detail)?.[1] : undefined;
}
