import type { AuditPage, AuditQuery } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Who did what, for administrators of an agency, and of all agencies for those who run the installation. */
export class AuditApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** A page of 50, or of `limit`, the newest first; `cursor` is one that a page before gave. */
  search(
    query: AuditQuery & { readonly cursor?: string | null; readonly limit?: number } = {},
    signal?: AbortSignal,
  ): Promise<AuditPage> {
    return this.#transport.send({ method: 'GET', path: '/api/audit', query: { ...query }, signal });
  }

  /** Where a browser that is signed in saves an export from: a path on the server, to be followed as a link. */
  exportPath(query: AuditQuery, format: 'jsonl' | 'csv'): string {
    const given = Object.entries({ ...query, format }).filter(([, value]) => value !== null && value !== undefined);
    return `/api/audit/export?${new URLSearchParams(given as [string, string][])}`;
  }
}
