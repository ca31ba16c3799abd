import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** What an application asked for at the authorization endpoint, waiting for a person's answer. */
export interface AuthorizationRequest {
  readonly idHash: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly isRedirectNamed: boolean;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly codeChallenge: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

function toRequest(row: Selectable<Schema['authorization_requests']>): AuthorizationRequest {
  return {
    idHash: row.id_hash,
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    isRedirectNamed: row.is_redirect_named === 1,
    scopes: JSON.parse(row.scopes) as string[],
    state: row.state,
    codeChallenge: row.code_challenge,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** Stores a request, and removes those that nobody answered in time. */
export async function insertRequest(query: Kysely<Schema>, request: AuthorizationRequest): Promise<void> {
  await query.deleteFrom('authorization_requests').where('expires_at', '<=', request.createdAt).execute();
  await query
    .insertInto('authorization_requests')
    .values({
      id_hash: request.idHash,
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      is_redirect_named: request.isRedirectNamed ? 1 : 0,
      scopes: JSON.stringify(request.scopes),
      state: request.state,
      code_challenge: request.codeChallenge,
      created_at: request.createdAt,
      expires_at: request.expiresAt,
      decided_at: null,
    })
    .execute();
}

/** A request that waits for its answer at `now`, or nothing. */
export async function findWaitingRequest(
  query: Kysely<Schema>,
  idHash: string,
  now: number,
): Promise<AuthorizationRequest | undefined> {
  const row = await query
    .selectFrom('authorization_requests')
    .selectAll()
    .where('id_hash', '=', idHash)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && toRequest(row);
}

/** Marks a waiting request as answered. One conditional update: of two answers at once, one gets true. */
export async function decideRequest(query: Kysely<Schema>, idHash: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('authorization_requests')
    .set({ decided_at: now })
    .where('id_hash', '=', idHash)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
