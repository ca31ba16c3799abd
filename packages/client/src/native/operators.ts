import type { AccountReviewList, EditOperatorRequest, User, UserList } from '@sallyport/contract';
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

  /** Operators who are not disabled with their last and next review, the longest waiting first. */
  reviews(signal?: AbortSignal): Promise<AccountReviewList> {
    return this.#transport.send({ method: 'GET', path: '/api/operators/reviews', signal });
  }

  /** Confirms that the account is still needed; 409 where it is one's own, and there is another operator. */
  confirm(id: string): Promise<void> {
    return this.#transport.send({ method: 'POST', path: `/api/operators/${encodeURIComponent(id)}/review` });
  }

  /** Disables them or enables them again; 409 for oneself and for the last one who is enabled. */
  setDisabled(id: string, isDisabled: boolean): Promise<User> {
    const json: EditOperatorRequest = { is_disabled: isDisabled };
    return this.#transport.send({ method: 'PATCH', path: `/api/operators/${encodeURIComponent(id)}`, json });
  }

  /** Lets a locked-out operator try again at once. */
  releaseLock(id: string): Promise<User> {
    return this.#transport.send({ method: 'POST', path: `/api/operators/${encodeURIComponent(id)}/release-lock` });
  }
}
