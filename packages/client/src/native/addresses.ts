import type { AddressSetList, AgencyMap, FoundPlaces, LoadedAddresses } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** An agency's address points and road centre lines. Operators name the agency; for everyone else `agencyId` stays null. */
export class AddressApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What is loaded, at most one set of each kind. */
  list(agencyId: string | null = null, signal?: AbortSignal): Promise<AddressSetList> {
    return this.#transport.send({ method: 'GET', path: '/api/addresses', query: { agency_id: agencyId }, signal });
  }

  /** Takes the place of what was loaded of the same kind. The type of the file is `text/csv`, `application/geo+json` or `application/geopackage+sqlite3`; 400 where it cannot be read. */
  load(file: Blob, fileName: string, agencyId: string | null = null): Promise<LoadedAddresses> {
    const query = { agency_id: agencyId, file_name: fileName };
    return this.#transport.send({ method: 'POST', path: '/api/addresses', query, file });
  }

  remove(kind: 'points' | 'streets', agencyId: string | null = null): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `/api/addresses/${kind}`, query: { agency_id: agencyId } });
  }

  /** The agency's boundary, and where its people open a position. */
  agencyMap(agencyId: string | null = null, signal?: AbortSignal): Promise<AgencyMap> {
    return this.#transport.send({ method: 'GET', path: '/api/agency-map', query: { agency_id: agencyId }, signal });
  }

  /** `{latitude}` and `{longitude}` must stand in the link; null for none. */
  setPositionLink(positionLink: string | null, agencyId: string | null = null): Promise<void> {
    const json = { position_link: positionLink };
    return this.#transport.send({ method: 'PATCH', path: '/api/agency-map', query: { agency_id: agencyId }, json });
  }

  /** Addresses as they are typed, and positions by coordinates, MGRS, USNG or plus code. */
  find(text: string, limit?: number, signal?: AbortSignal): Promise<FoundPlaces> {
    return this.#transport.send({ method: 'GET', path: '/api/places', query: { text, limit }, signal });
  }
}
