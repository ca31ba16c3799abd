import type { Client, ClientList, EditClientRequest, IssueClientRequest, NewClientSecret } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Administers an agency's clients. Operators name the agency; for everyone else `agencyId` stays null. */
export class ClientApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<ClientList> {
    return this.#transport.send({ method: 'GET', path: '/api/clients', query: { agency_id: agencyId }, signal });
  }

  /** Issues credentials of an approved application for the agency. The answer is the only time the secret is readable. */
  issue(request: IssueClientRequest, agencyId: string | null = null): Promise<NewClientSecret> {
    return this.#transport.send({
      method: 'POST',
      path: '/api/clients',
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Changes only what is named. */
  edit(id: string, request: EditClientRequest, agencyId: string | null = null): Promise<Client> {
    return this.#transport.send({
      method: 'PATCH',
      path: clientPath(id),
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Adds a secret beside the one in use; two may be valid at a time. The answer is the only time it is readable. */
  addSecret(id: string, agencyId: string | null = null): Promise<NewClientSecret> {
    return this.#transport.send({
      method: 'POST',
      path: `${clientPath(id)}/secrets`,
      query: { agency_id: agencyId },
    });
  }

  /** Removes a secret; token requests that use it are refused from then on. */
  removeSecret(id: string, secretId: string, agencyId: string | null = null): Promise<Client> {
    return this.#transport.send({
      method: 'DELETE',
      path: `${clientPath(id)}/secrets/${encodeURIComponent(secretId)}`,
      query: { agency_id: agencyId },
    });
  }
}

function clientPath(id: string): string {
  return `/api/clients/${encodeURIComponent(id)}`;
}
