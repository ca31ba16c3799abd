import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { isPasswordExpired } from '../../people/passwords/password-age.ts';
import type { PasswordHasher } from '../../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import { acceptUser, checkPassword } from '../../people/sign-in/check-password.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import { notePasswordGrant } from '../password-grants/store.ts';
import type { StrangerRecords } from '../refusals/stranger-records.ts';
import { chooseScopes, chooseScopesOfPerson } from './choose-scopes.ts';
import { signAccessToken } from './sign-access-token.ts';
import type { IssuedToken, ProvenKey } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly keys: KeyRing;
  readonly passwords: PasswordHasher;
  readonly policies: SecurityPolicies;
}

const WRONG =
  'The user name or the password is wrong, or the account is locked. An administrator of the agency can release a lock';

/**
 * A token for a user of the client's own agency (RFC 6749 section 4.3), for clients marked so. The sign-in, its audit record
 * and the cleared failures are one transaction, durable before the token is answered. Refuses with `invalid_grant`, and with
 * `unauthorized_client` where the client is not marked so or the agency's security policy does not allow it.
 */
export async function issuePasswordToken(
  ports: Ports,
  request: {
    client: Client;
    username: string;
    password: string;
    scope: string | undefined;
    origin: Origin;
  } & ProvenKey,
): Promise<IssuedToken> {
  const { database, audit } = ports;
  const { client, origin } = request;
  // RFC 9700 section 2.4: the password grant must not be used; it is an exception that a client is marked for.
  if (!client.settings.legacy.passwordGrant || !client.grantTypes.includes('password') || client.agencyId === null) {
    throw refuse.unauthorizedClient({ description: 'This client may not use the password grant' });
  }
  const { policy, profile } = await ports.policies.of(client.agencyId);
  if (!policy.allowsPasswordGrant) {
    throw refuse.unauthorizedClient({
      description: `The agency's security policy (${profile}) does not allow the password grant; use authorization_code or the device authorization`,
    });
  }
  chooseScopes(client, request.scope);
  const proof = await checkPassword(ports, {
    // Some clients send a raw '+' in a form field, which a decoder reads as a space; no e-mail address has a space.
    email: request.username.trim().replaceAll(' ', '+'),
    password: request.password,
    agencyId: client.agencyId,
    action: 'token.issued',
    clientId: client.id,
    origin,
  });
  if (proof === null) throw refuse.invalidGrant({ description: WRONG, isRecorded: true });
  if (isPasswordExpired(proof.user, policy, ports.clock.now())) {
    throw refuse.invalidGrant({
      description: "The person's password has expired: it is changed at the next sign-in to the portal",
      logDetail: 'the password has expired',
    });
  }
  const scopes = chooseScopesOfPerson(client, request.scope, proof.user);
  const { token, jti } = signAccessToken(ports, {
    client,
    user: proof.user,
    scopes,
    keyThumbprint: request.keyThumbprint,
  });
  await database.write(async (tx) => {
    if (!(await acceptUser(ports, tx, proof, origin.source))) throw refuse.invalidGrant({ description: WRONG });
    await notePasswordGrant(tx.query, {
      clientId: client.id,
      userId: proof.user.id,
      source: origin.source,
      usedAt: ports.clock.now(),
    });
    await audit.append(tx, {
      actor: { kind: 'user', id: proof.user.id },
      agencyId: client.agencyId,
      action: 'token.issued',
      outcome: 'success',
      subject: jti,
      origin,
      detail: { grant_type: 'password', scope: token.scope, client_id: client.id },
    });
  });
  return token;
}
