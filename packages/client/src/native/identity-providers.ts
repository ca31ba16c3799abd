import type {
  AddIdentityProviderRequest,
  EditIdentityProviderRequest,
  IdentityProvider,
  IdentityProviderList,
  SignInOptions,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

const PATH = '/api/identity-providers';

/** An agency's identity providers. Operators name the agency; for everyone else `agencyId` stays null. */
export class IdentityProviderApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Where somebody with that address signs in besides by password; by the domain alone. */
  optionsFor(email: string, signal?: AbortSignal): Promise<SignInOptions> {
    return this.#transport.send({ method: 'GET', path: '/api/sign-in-options', query: { email }, signal });
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<IdentityProviderList> {
    return this.#transport.send({ method: 'GET', path: PATH, query: { agency_id: agencyId }, signal });
  }

  add(request: AddIdentityProviderRequest, agencyId: string | null = null): Promise<IdentityProvider> {
    return this.#transport.send({ method: 'POST', path: PATH, query: { agency_id: agencyId }, json: request });
  }

  /** Changes only what is named. Disabling ends the sessions of its people. */
  edit(id: string, request: EditIdentityProviderRequest, agencyId: string | null = null): Promise<IdentityProvider> {
    return this.#transport.send({
      method: 'PATCH',
      path: `${PATH}/${encodeURIComponent(id)}`,
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Ends the sessions of its people; their passwords open their accounts again. */
  remove(id: string, agencyId: string | null = null): Promise<void> {
    return this.#transport.send({
      method: 'DELETE',
      path: `${PATH}/${encodeURIComponent(id)}`,
      query: { agency_id: agencyId },
    });
  }
}
