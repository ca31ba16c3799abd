import type { EditSecurityPolicyRequest, PasswordGrantUses, SecurityPolicy } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

const PATH = '/api/security-policy';
const OF_INSTALLATION = '/api/installation/security-policy';

/** What is asked of people's sign-in. Operators name the agency; for everyone else `agencyId` stays null. */
export class SecurityPolicyApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  read(agencyId: string | null = null, signal?: AbortSignal): Promise<SecurityPolicy> {
    return this.#transport.send({ method: 'GET', path: PATH, query: { agency_id: agencyId }, signal });
  }

  /** Sets what is named; a profile sets every value first. It holds at once for people who are signed in. */
  edit(change: EditSecurityPolicyRequest, agencyId: string | null = null): Promise<SecurityPolicy> {
    return this.#transport.send({ method: 'PATCH', path: PATH, query: { agency_id: agencyId }, json: change });
  }

  /** What every agency asks at least, and what is asked of operators. */
  readOfInstallation(signal?: AbortSignal): Promise<SecurityPolicy> {
    return this.#transport.send({ method: 'GET', path: OF_INSTALLATION, signal });
  }

  /** As `edit`, for every agency and for operators. */
  editOfInstallation(change: EditSecurityPolicyRequest): Promise<SecurityPolicy> {
    return this.#transport.send({ method: 'PATCH', path: OF_INSTALLATION, json: change });
  }

  /** Who signs in through a client by the password grant, the latest first. */
  passwordGrants(agencyId: string | null = null, signal?: AbortSignal): Promise<PasswordGrantUses> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'GET', path: '/api/password-grants', query, signal });
  }
}
