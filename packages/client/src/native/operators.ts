import type { User, UserList } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Those who run the installation, for each other. */
export class OperatorApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(signal?: AbortSignal): Promise<UserList> {
    return this.#transport.send({ method: 'GET', path: '/api/operators', signal });
  }

  /** Lets a locked-out operator try again at once. */
  releaseLock(id: string): Promise<User> {
    return this.#transport.send({ method: 'POST', path: `/api/operators/${encodeURIComponent(id)}/release-lock` });
  }
}
