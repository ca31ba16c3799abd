import type { ApplicationSignIn, Authorization, AuthorizationAnswer } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** What applications ask an agency to allow. For an administrator of the agency, signed in by hand. */
export class AuthorizationApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The question under this id; 404 once it was answered, or ten minutes after it was asked. */
  read(id: string, signal?: AbortSignal): Promise<Authorization> {
    return this.#transport.send({ method: 'GET', path: authorizationPath(id), signal });
  }

  /** Allows these scopes, or with none refuses. Answers where the browser goes next. */
  decide(id: string, scopes: readonly string[]): Promise<AuthorizationAnswer> {
    return this.#transport.send({ method: 'POST', path: authorizationPath(id), json: { scopes } });
  }

  /** Signs the person in to the application, where their agency allowed it, or answers what is left to do. */
  signIn(id: string, isConfirmed = false): Promise<ApplicationSignIn> {
    const json = { is_confirmed: isConfirmed };
    return this.#transport.send({ method: 'POST', path: `${authorizationPath(id)}/sign-in`, json });
  }
}

function authorizationPath(id: string): string {
  return `/api/authorizations/${encodeURIComponent(id)}`;
}
