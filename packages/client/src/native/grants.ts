import type { GrantList } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** What an agency allowed applications. Operators name the agency; for everyone else `agencyId` stays null. */
export class GrantApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<GrantList> {
    return this.#transport.send({ method: 'GET', path: '/api/grants', query: { agency_id: agencyId }, signal });
  }

  /** Ends the application's access: its next call is refused, on every process within a second. */
  revoke(id: string, agencyId: string | null = null): Promise<void> {
    return this.#transport.send({
      method: 'DELETE',
      path: `/api/grants/${encodeURIComponent(id)}`,
      query: { agency_id: agencyId },
    });
  }
}
