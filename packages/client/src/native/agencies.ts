import type {
  AddAgencyRequest,
  AgencyBoundary,
  EditAgencyRequest,
  OperatedAgencyList,
  PlacedAgency,
} from '@sallyport/contract';
import type { Transport } from '../transport.ts';

const boundaryOf = (agencyId: string) => `/api/agencies/${encodeURIComponent(agencyId)}/boundary`;

/** Reads and adds agencies; operators only. */
export class AgencyApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(signal?: AbortSignal): Promise<OperatedAgencyList> {
    return this.#transport.send({ method: 'GET', path: '/api/agencies', signal });
  }

  /** Adds an agency; its id cannot change afterwards. */
  add(agency: AddAgencyRequest): Promise<PlacedAgency> {
    return this.#transport.send({ method: 'POST', path: '/api/agencies', json: agency });
  }

  /** Sets the time zone in which the agency's times are shown. */
  edit(agencyId: string, changes: EditAgencyRequest): Promise<PlacedAgency> {
    const path = `/api/agencies/${encodeURIComponent(agencyId)}`;
    return this.#transport.send({ method: 'PATCH', path, json: changes });
  }

  /** Where the agency answers alerts. */
  boundary(agencyId: string, signal?: AbortSignal): Promise<AgencyBoundary> {
    return this.#transport.send({ method: 'GET', path: boundaryOf(agencyId), signal });
  }

  /** A GeoJSON Polygon, MultiPolygon or one Feature with it; null takes the boundary away. */
  setBoundary(agencyId: string, boundary: object | null): Promise<AgencyBoundary> {
    return this.#transport.send({ method: 'PATCH', path: boundaryOf(agencyId), json: { boundary } });
  }
}
