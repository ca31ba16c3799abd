import { createHash } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Slots } from '../../kernel/slots.ts';
import type { Audit } from '../append-record.ts';
import { type AuditFilter, checkFilter, filterDetail } from '../search/filter.ts';
import { pagesInOrder } from '../search/records-in-order.ts';
import type { Actor } from '../types.ts';
import { CSV_HEADER, csvRow, type ExportFormat, jsonLine } from './encode-record.ts';

export interface ExportPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  /** So many exports may run at once. */
  readonly auditExports: Slots;
}

export interface AuditExport {
  readonly filter: AuditFilter;
  readonly format: ExportFormat;
  readonly actor: Actor;
  readonly origin: Origin;
}

/** An export that has begun. `end` is to be called when nobody reads it any more, however far it came. */
export interface RunningExport {
  readonly chunks: AsyncGenerator<string>;
  readonly end: () => void;
}

/**
 * The records of the filter up to now, oldest first, a page at a time as they are taken. The audit states that it began, and
 * once it was whole how many records it had and the SHA-256 of its bytes. Refuses with `too_many_requests` where as many run
 * as may, and with `invalid_request` a span that ends before it begins.
 */
export async function exportAudit(ports: ExportPorts, asked: AuditExport): Promise<RunningExport> {
  const { database, audit, clock, auditExports } = ports;
  checkFilter(asked.filter);
  const owner = asked.filter.agencyId ?? '';
  if (auditExports.whatIsFull(owner) !== null) {
    throw refuse.tooManyRequests({ description: 'Other exports of the audit run; try again', retryAfterSeconds: 10 });
  }
  const end = await auditExports.take(owner);
  try {
    const { actor, origin, format } = asked;
    const entry = { actor, agencyId: asked.filter.agencyId, outcome: 'success' as const, origin };
    const record = (action: string, detail: Record<string, unknown>) =>
      database.write((tx) => audit.append(tx, { ...entry, action, detail }));
    await record('audit.export_started', { format, ...filterDetail(asked.filter) });
    // What is recorded while it runs is not in it, or it would have no end.
    const until = Math.min(asked.filter.until ?? Number.MAX_SAFE_INTEGER, clock.now() + 1);
    const filter = { ...asked.filter, until };
    return { chunks: written(ports, filter, format, (detail) => record('audit.exported', { format, ...detail })), end };
  } catch (err) {
    end();
    throw err;
  }
}

async function* written(
  { database }: ExportPorts,
  filter: AuditFilter,
  format: ExportFormat,
  finish: (detail: Record<string, unknown>) => Promise<void>,
): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const encode = format === 'csv' ? csvRow : jsonLine;
  let records = 0;
  let text = format === 'csv' ? CSV_HEADER : '';
  for await (const page of pagesInOrder(database, filter)) {
    text += page.map(encode).join('');
    digest.update(text);
    if (text !== '') yield text;
    text = '';
    records += page.length;
  }
  await finish({ records, sha256: digest.digest('hex') });
}
