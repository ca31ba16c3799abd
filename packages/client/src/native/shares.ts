import type { GiveShareRequest, IncidentShare, IncidentShares, ShareList } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/**
 * Incidents that another agency of the installation sees by kind, type or area. Operators name the agency; for everyone else `agencyId`
 * stays null. For people: a session, not a client's token. What is seen by a share is read by `transfers`.
 */
export class ShareApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What the agency gave and received: what is in force, and what expired within 30 days; the newest first. */
  list(agencyId: string | null = null, signal?: AbortSignal): Promise<ShareList> {
    return this.#transport.send({ method: 'GET', path: '/api/shares', query: { agency_id: agencyId }, signal });
  }

  /** By which shares other agencies see one incident now; 404 where it is not the agency's. */
  ofIncident(incidentId: string, signal?: AbortSignal): Promise<IncidentShares> {
    return this.#transport.send({
      method: 'GET',
      path: `/api/incidents/${encodeURIComponent(incidentId)}/shares`,
      signal,
    });
  }

  /** Lets another agency see what fits; 404 where there is no such agency, 409 where its boundary is named and it has none. */
  give(share: GiveShareRequest, agencyId: string | null = null): Promise<IncidentShare> {
    return this.#transport.send({ method: 'POST', path: '/api/shares', query: { agency_id: agencyId }, json: share });
  }

  /** Ends it, whichever of both agencies one is of; 404 where it is not in force. */
  end(id: string, agencyId: string | null = null): Promise<void> {
    const path = `/api/shares/${encodeURIComponent(id)}`;
    return this.#transport.send({ method: 'DELETE', path, query: { agency_id: agencyId } });
  }
}
