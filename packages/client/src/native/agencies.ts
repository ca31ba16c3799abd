import type {
  AddAgencyRequest,
  AgencyBoundary,
  BoundaryPreview,
  EditAgencyRequest,
  EditBoundaryRequest,
  OperatedAgency,
  OperatedAgencyList,
  PlacedAgency,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

export type BoundaryChoices = Omit<EditBoundaryRequest, 'boundary'>;

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

  /** Sets the time zone in which the agency's times are shown, or disables or enables it. */
  edit(agencyId: string, changes: EditAgencyRequest): Promise<OperatedAgency> {
    const path = `/api/agencies/${encodeURIComponent(agencyId)}`;
    return this.#transport.send({ method: 'PATCH', path, json: changes });
  }

  /** Where the agency answers alerts. */
  boundary(agencyId: string, signal?: AbortSignal): Promise<AgencyBoundary> {
    return this.#transport.send({ method: 'GET', path: boundaryOf(agencyId), signal });
  }

  /** GeoJSON with polygons, and the choices that it leaves open; null takes the boundary away. */
  setBoundary(agencyId: string, boundary: object | null, choices: BoundaryChoices = {}): Promise<AgencyBoundary> {
    return this.#transport.send({ method: 'PATCH', path: boundaryOf(agencyId), json: { boundary, ...choices } });
  }

  /** What a file would set, and which choices it leaves open; nothing is stored. */
  previewBoundary(agencyId: string, boundary: object, choices: BoundaryChoices = {}): Promise<BoundaryPreview> {
    const path = `${boundaryOf(agencyId)}/preview`;
    return this.#transport.send({ method: 'POST', path, json: { boundary, ...choices } });
  }
}
