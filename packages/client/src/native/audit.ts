import type { AuditPage } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Reads an agency's audit record. Operators name the agency; for everyone else `agencyId` stays null. */
export class AuditApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The newest records, or those before `next` of another page. */
  list(before: string | null = null, agencyId: string | null = null, signal?: AbortSignal): Promise<AuditPage> {
    return this.#transport.send({ method: 'GET', path: '/api/audit', query: { agency_id: agencyId, before }, signal });
  }
}
