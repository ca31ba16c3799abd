import type {
  DeveloperConfirmation,
  DeveloperSession,
  DeveloperSignUp,
  DeveloperSignUpRequest,
  SignInRequest,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** The account of a developer: somebody who registers applications and belongs to no agency. */
export class DeveloperApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Asks for an account. The answer is the same whether the e-mail has one. */
  signUp(request: DeveloperSignUpRequest): Promise<DeveloperSignUp> {
    return this.#transport.send({ method: 'POST', path: '/api/developer/sign-ups', json: request });
  }

  /** Spends the link of a sign-up. 404 when it is unknown, spent or expired. */
  confirm(request: DeveloperConfirmation): Promise<void> {
    return this.#transport.send({ method: 'POST', path: '/api/developer/confirmations', json: request });
  }

  /** Opens a developer's session and sets its cookie. */
  signIn(request: SignInRequest): Promise<DeveloperSession> {
    return this.#transport.send({ method: 'POST', path: '/api/developer/session', json: request });
  }

  /** The open session; 401 when there is none or it is over. */
  read(signal?: AbortSignal): Promise<DeveloperSession> {
    return this.#transport.send({ method: 'GET', path: '/api/developer/session', signal });
  }

  /** Ends the session on the server. */
  signOut(): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: '/api/developer/session' });
  }
}
