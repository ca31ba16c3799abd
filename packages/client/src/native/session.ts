import type {
  ChangePasswordRequest,
  PasskeyOptions,
  RedeemedDeeplink,
  Session,
  ShownPasskey,
  SignInRequest,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Who the browser is signed in as. */
export class SessionApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Opens a portal session and sets its cookie. A locked account and a wrong password are refused alike (401). */
  signIn(request: SignInRequest): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session', json: request });
  }

  /** What the browser needs to ask for any passkey of this installation. */
  askForPasskey(): Promise<PasskeyOptions> {
    return this.#transport.send({ method: 'POST', path: '/api/session/passkey/begin' });
  }

  /** Opens a portal session by a passkey alone, and sets its cookie. */
  signInByPasskey(credential: ShownPasskey): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/passkey', json: { credential } });
  }

  /** The open session; 401 when there is none or it is over. */
  read(signal?: AbortSignal): Promise<Session> {
    return this.#transport.send({ method: 'GET', path: '/api/session', signal });
  }

  /** States that the person is active, so that the session is not locked for want of use. */
  beActive(): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/activity' });
  }

  /** Acknowledges the text that the sign-in showed, `banner_text` of the session. Refuses another text with `conflict`. */
  acknowledgeBanner(bannerText: string): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/banner', json: { banner_text: bannerText } });
  }

  /** Changes the password that has expired, where `sign_in_step` is `change_password`. */
  changeExpiredPassword(request: ChangePasswordRequest): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/password', json: request });
  }

  /** Ends the session on the server; its cookie is worthless from then on. */
  signOut(): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: '/api/session' });
  }

  /**
   * Opens a deeplink. The first browser to do so owns it and may repeat this until it expires. Refuses with
   * `deeplink_unknown`, `deeplink_owned` or `deeplink_expired`.
   */
  redeemDeeplink(ticket: string): Promise<RedeemedDeeplink> {
    return this.#transport.send({ method: 'POST', path: `/d/${encodeURIComponent(ticket)}` });
  }
}
