import type {
  AccountReviewList,
  AddUserRequest,
  EditUserRequest,
  EndedSessions,
  User,
  UserList,
  UserWithPasswordLink,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Administers an agency's users. Operators name the agency; for everyone else `agencyId` stays null. */
export class UserApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<UserList> {
    return this.#transport.send({ method: 'GET', path: '/api/users', query: { agency_id: agencyId }, signal });
  }

  /** Adds the user and makes the one-time link that sets the first password. */
  add(request: AddUserRequest, agencyId: string | null = null): Promise<UserWithPasswordLink> {
    return this.#transport.send({
      method: 'POST',
      path: '/api/users',
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Changes only what is named. Disabling takes effect on open sessions and tokens within a second. */
  edit(id: string, request: EditUserRequest, agencyId: string | null = null): Promise<User> {
    return this.#transport.send({
      method: 'PATCH',
      path: userPath(id),
      query: { agency_id: agencyId },
      json: request,
    });
  }

  /** Accounts that are not disabled with their last and next review, the longest waiting first. */
  reviews(agencyId: string | null = null, signal?: AbortSignal): Promise<AccountReviewList> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/account-reviews',
      query: { agency_id: agencyId },
      signal,
    });
  }

  /** Confirms that the account is still needed; 409 where it is disabled, or one's own. */
  confirm(id: string, agencyId: string | null = null): Promise<void> {
    return this.#post(`${userPath(id)}/review`, agencyId);
  }

  /** Lets a locked-out person try again at once. */
  releaseLock(id: string, agencyId: string | null = null): Promise<User> {
    return this.#post(`${userPath(id)}/release-lock`, agencyId);
  }

  /** Ends every open portal and deeplink session of the user; answers how many there were. */
  endSessions(id: string, agencyId: string | null = null): Promise<EndedSessions> {
    return this.#post(`${userPath(id)}/end-sessions`, agencyId);
  }

  /** Removes every second factor and recovery code of a person who lost theirs, and ends their sessions. */
  resetFactors(id: string, agencyId: string | null = null): Promise<User> {
    return this.#post(`${userPath(id)}/reset-factors`, agencyId);
  }

  /** Makes a new one-time link; an earlier, unspent one stops working. */
  newPasswordLink(id: string, agencyId: string | null = null): Promise<UserWithPasswordLink> {
    return this.#post(`${userPath(id)}/password-link`, agencyId);
  }

  #post<T>(path: string, agencyId: string | null): Promise<T> {
    return this.#transport.send({ method: 'POST', path, query: { agency_id: agencyId } });
  }
}

function userPath(id: string): string {
  return `/api/users/${encodeURIComponent(id)}`;
}
