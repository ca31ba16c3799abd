import { type Agency, findAgency } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { type Client, isEnabled } from '../clients/types.ts';
import type { Grant } from '../grants/types.ts';
import type { Principal } from '../principals/principal.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
}

/** What a person is asked, however the application asks: which application, for which agency, until when. */
export interface ConsentQuestion {
  readonly client: Client;
  readonly agency: Agency;
  readonly userId: string;
  /** When access would end if it were allowed now. */
  readonly endsAt: number;
}

/** Who answers for which agency. Refuses with `forbidden` whoever cannot answer for one. */
export function answererOf({ rights, agencyId, user }: Principal): { agencyId: string; userId: string } {
  if (!rights.has('access:manage') || agencyId === null || user === null) {
    throw refuse.forbidden({
      description: 'Only an administrator of an agency can allow an application to use its data',
    });
  }
  return { agencyId, userId: user.id };
}

/** The question a client puts to that person's agency, or nothing where it may not ask there. */
export async function consentQuestion(
  { database, clients, clock }: Ports,
  { clientId, principal }: { clientId: string; principal: Principal },
): Promise<ConsentQuestion | undefined> {
  const { agencyId, userId } = answererOf(principal);
  const client = await clients.find(clientId);
  const agency = await findAgency(database.read, agencyId);
  if (client === undefined || !isEnabled(client) || agency === undefined) return undefined;
  if (client.agencyId !== null && client.agencyId !== agencyId) return undefined;
  const seconds = client.grantTypes.includes('refresh_token') ? client.grantTtlSeconds : client.accessTokenTtlSeconds;
  return { client, agency, userId, endsAt: clock.now() + seconds * 1000 };
}

/** Those of the asked scopes that are allowed, in the order asked. Refuses others with `invalid_request`. */
export function allowedScopes(asked: readonly string[], allowed: readonly string[]): readonly string[] {
  const scopes = asked.filter((scope) => allowed.includes(scope));
  if (scopes.length !== new Set(allowed).size) {
    throw refuse.invalidRequest({ description: 'Allow only scopes that the application asked for' });
  }
  return scopes;
}

/** The grant that a yes to the question gives, not yet used. */
export function newGrant(
  { client, agency, userId, endsAt }: ConsentQuestion,
  given: { id: string; scopes: readonly string[]; createdAt: number },
): Grant {
  return {
    ...given,
    agencyId: agency.id,
    clientId: client.id,
    userId,
    expiresAt: endsAt,
    activatedAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
}
