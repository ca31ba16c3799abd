import type {
  BegunTotp,
  ChangePasswordRequest,
  ConfirmedFactor,
  EditAccountRequest,
  MadePasskey,
  NewRecoveryCodes,
  OpenableApplications,
  OwnFactors,
  OwnSessions,
  PasskeyOptions,
  Session,
  ShowableFactors,
  ShownPasskey,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

const FACTORS = '/api/account/factors';

/** The password, second factors and sessions of the person who is signed in by hand. */
export class AccountApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Goes on with a sign-in by the code of an authenticator app, or by a recovery code. */
  showFactor(code: string): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/factor', json: { code } });
  }

  /** Shows the password again, of somebody who has no second factor, or where the session asks for one to go on. */
  showPassword(password: string): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/factor/password', json: { password } });
  }

  /** What the person can show in this session; each of them unlocks it. */
  showable(signal?: AbortSignal): Promise<ShowableFactors> {
    return this.#transport.send({ method: 'GET', path: '/api/session/factor', signal });
  }

  factors(signal?: AbortSignal): Promise<OwnFactors> {
    return this.#transport.send({ method: 'GET', path: FACTORS, signal });
  }

  /** Its seed is in this answer alone. */
  beginTotp(name: string): Promise<BegunTotp> {
    return this.#transport.send({ method: 'POST', path: `${FACTORS}/totp`, json: { name } });
  }

  /** By its first code; with a first factor the answer has ten recovery codes, once. */
  confirmFactor(id: string, code: string): Promise<ConfirmedFactor> {
    return this.#transport.send({
      method: 'POST',
      path: `${FACTORS}/${encodeURIComponent(id)}/confirm`,
      json: { code },
    });
  }

  /** What the browser needs to make a passkey of that name, once and within five minutes. */
  beginPasskey(name: string): Promise<PasskeyOptions> {
    return this.#transport.send({ method: 'POST', path: `${FACTORS}/passkey`, json: { name } });
  }

  /** By what the browser made; with a first factor the answer has ten recovery codes, once. */
  confirmPasskey(credential: MadePasskey): Promise<ConfirmedFactor> {
    return this.#transport.send({ method: 'POST', path: `${FACTORS}/passkey/confirm`, json: { credential } });
  }

  /** What the browser needs to ask for one of the person's passkeys. */
  askForPasskey(): Promise<PasskeyOptions> {
    return this.#transport.send({ method: 'POST', path: '/api/session/factor/passkey/begin' });
  }

  /** Goes on with a sign-in by a passkey. */
  showPasskey(credential: ShownPasskey): Promise<Session> {
    return this.#transport.send({ method: 'POST', path: '/api/session/factor/passkey', json: { credential } });
  }

  removeFactor(id: string): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `${FACTORS}/${encodeURIComponent(id)}` });
  }

  /** Those before are void. */
  renewRecoveryCodes(): Promise<NewRecoveryCodes> {
    return this.#transport.send({ method: 'POST', path: '/api/account/recovery-codes' });
  }

  /** In which language the person reads the portal; null leaves it to the browser. */
  edit(request: EditAccountRequest): Promise<Session> {
    return this.#transport.send({ method: 'PATCH', path: '/api/account', json: request });
  }

  /** The applications that the person opens signed in. */
  applications(signal?: AbortSignal): Promise<OpenableApplications> {
    return this.#transport.send({ method: 'GET', path: '/api/account/applications', signal });
  }

  /** The newest first. `before` is the `next_before` of the page read last. */
  sessions(
    { before = null, limit }: { before?: string | null; limit?: number } = {},
    signal?: AbortSignal,
  ): Promise<OwnSessions> {
    const query = { before, limit };
    return this.#transport.send({ method: 'GET', path: '/api/account/sessions', query, signal });
  }

  endSession(id: string): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `/api/account/sessions/${encodeURIComponent(id)}` });
  }

  /** Every other session of the person ends. A wrong present password is refused with `invalid_credentials`. */
  changePassword(request: ChangePasswordRequest): Promise<void> {
    return this.#transport.send({ method: 'POST', path: '/api/account/password', json: request });
  }
}
