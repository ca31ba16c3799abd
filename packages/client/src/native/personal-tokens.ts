import type { NewPersonalToken, PersonalTokenOffer } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Tokens for an administrator's own programs, without an application. */
export class PersonalTokenApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What a token may be issued for, and until when it would last. */
  offer(signal?: AbortSignal): Promise<PersonalTokenOffer> {
    return this.#transport.send({ method: 'GET', path: '/api/personal-tokens', signal });
  }

  /** Issues an access and a refresh token; this answer is the only time they can be read. */
  issue(scopes: readonly string[]): Promise<NewPersonalToken> {
    return this.#transport.send({ method: 'POST', path: '/api/personal-tokens', json: { scopes } });
  }
}
