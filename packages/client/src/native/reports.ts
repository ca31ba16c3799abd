import type { Report } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** An agency's calls and alerts in figures. Operators name the agency; for everyone else `agencyId` stays null. */
export class ReportsApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Of the days from `since` to `until`, both included, as `2026-11-21`; without them, of the week that ends today. */
  read(
    days: { readonly since?: string | null; readonly until?: string | null } = {},
    agencyId: string | null = null,
    signal?: AbortSignal,
  ): Promise<Report> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/report',
      query: { ...days, agency_id: agencyId },
      signal,
    });
  }
}
