import type { PasswordLinkOwner, SetPasswordRequest } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Sets a password through a one-time link. */
export class PasswordApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Whose link this is; spends nothing. 404 when the link is unknown, spent or expired. */
  checkLink(linkToken: string, signal?: AbortSignal): Promise<PasswordLinkOwner> {
    return this.#transport.send({
      method: 'POST',
      path: '/api/password-link/check',
      json: { link_token: linkToken },
      signal,
    });
  }

  /** Sets the password and spends the link, both or neither. A refused password (400) leaves the link unspent. */
  set(request: SetPasswordRequest): Promise<void> {
    return this.#transport.send({ method: 'POST', path: '/api/password', json: request });
  }
}
