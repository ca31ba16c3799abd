import type { AddRoleRequest, AgencyRole, EditRoleRequest, RoleList } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** The roles of an agency's people. Operators name the agency; for everyone else `agencyId` stays null. */
export class RoleApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Those of every installation, then the agency's own. */
  list(agencyId: string | null = null, signal?: AbortSignal): Promise<RoleList> {
    return this.#transport.send({ method: 'GET', path: '/api/roles', query: { agency_id: agencyId }, signal });
  }

  /** Refuses rights that the caller has not. */
  add(request: AddRoleRequest, agencyId: string | null = null): Promise<AgencyRole> {
    return this.#transport.send({ method: 'POST', path: '/api/roles', query: { agency_id: agencyId }, json: request });
  }

  /** Changes only what is named. Where a right goes, the sessions and tokens of everybody who has the role end. */
  edit(id: string, request: EditRoleRequest, agencyId: string | null = null): Promise<AgencyRole> {
    return this.#transport.send({
      method: 'PATCH',
      path: rolePath(id),
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Refuses a role that somebody has. */
  remove(id: string, agencyId: string | null = null): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: rolePath(id), query: { agency_id: agencyId } });
  }
}

function rolePath(id: string): string {
  return `/api/roles/${encodeURIComponent(id)}`;
}
