import type { Incident, IncidentList, SearchResult } from '@sallyport/contract';
import type { Transport } from '../transport.ts';

/** Reads the agency's incidents. */
export class IncidentApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. `before` is the `next_before` of the page read last. */
  list(page: { limit?: number; before?: string | null } = {}, signal?: AbortSignal): Promise<IncidentList> {
    return this.#transport.send({ method: 'GET', path: '/api/incidents', query: page, signal });
  }

  /** One incident with its cards; 404 when this agency has none by that id. */
  read(id: string, signal?: AbortSignal): Promise<Incident> {
    return this.#transport.send({ method: 'GET', path: `/api/incidents/${encodeURIComponent(id)}`, signal });
  }

  /** Incidents of a phone number in any spelling, or of an alert id; 400 when the query cannot be read as either. */
  search(query: string, signal?: AbortSignal): Promise<SearchResult> {
    return this.#transport.send({ method: 'GET', path: '/api/search', query: { query }, signal });
  }
}
