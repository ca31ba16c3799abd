import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { AuthorizationCode, Grant } from './types.ts';

function toGrant(row: Selectable<Schema['grants']>): Grant {
  return {
    id: row.id,
    agencyId: row.agency_id,
    clientId: row.client_id,
    userId: row.user_id,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    activatedAt: row.activated_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

export async function findGrant(query: Kysely<Schema>, id: string): Promise<Grant | undefined> {
  const row = await query.selectFrom('grants').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toGrant(row);
}

/** The grant, which cannot be ended until the transaction does. */
export async function shareGrant(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  id: string,
): Promise<Grant | undefined> {
  const chosen = query.selectFrom('grants').selectAll().where('id', '=', id);
  const row = await (engine === 'postgres' ? chosen.forShare() : chosen).executeTakeFirst();
  return row && toGrant(row);
}

/**
 * What the agency's administrators allowed and is in force at `now`, newest first. One whose code was never redeemed gave nothing. A
 * sign-in by such a grant is none of them.
 */
export async function grantsInForce(query: Kysely<Schema>, agencyId: string, now: number): Promise<Grant[]> {
  const rows = await query
    .selectFrom('grants')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('revoked_at', 'is', null)
    .where('activated_at', 'is not', null)
    .where('expires_at', '>', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('application_sign_ins as s')
            .select('s.grant_id')
            .whereRef('s.grant_id', '=', 'grants.id')
            .where('s.allowed_by', 'is not', null),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toGrant);
}

/** What that person allowed that client and is in force at `now`, used or not. */
export async function grantsOfPerson(
  query: Kysely<Schema>,
  given: { userId: string; clientId: string; now: number },
): Promise<Grant[]> {
  const rows = await query
    .selectFrom('grants')
    .selectAll()
    .where('user_id', '=', given.userId)
    .where('client_id', '=', given.clientId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', given.now)
    .execute();
  return rows.map(toGrant);
}

export async function insertGrant(query: Kysely<Schema>, grant: Grant): Promise<void> {
  await query
    .insertInto('grants')
    .values({
      id: grant.id,
      agency_id: grant.agencyId,
      client_id: grant.clientId,
      user_id: grant.userId,
      scopes: JSON.stringify(grant.scopes),
      created_at: grant.createdAt,
      expires_at: grant.expiresAt,
      activated_at: grant.activatedAt,
      last_used_at: grant.lastUsedAt,
      revoked_at: grant.revokedAt,
    })
    .execute();
}

/** The one code that gives a grant. */
export async function insertCode(query: Kysely<Schema>, code: AuthorizationCode): Promise<void> {
  await query
    .insertInto('authorization_codes')
    .values({
      code_hash: code.codeHash,
      grant_id: code.grantId,
      redirect_uri: code.redirectUri,
      is_redirect_named: code.isRedirectNamed ? 1 : 0,
      code_challenge: code.codeChallenge,
      key_thumbprint: code.keyThumbprint,
      expires_at: code.expiresAt,
      redeemed_at: null,
    })
    .execute();
}

export async function findCode(query: Kysely<Schema>, codeHash: string): Promise<AuthorizationCode | undefined> {
  const row = await query
    .selectFrom('authorization_codes')
    .selectAll()
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return (
    row && {
      codeHash: row.code_hash,
      grantId: row.grant_id,
      redirectUri: row.redirect_uri,
      isRedirectNamed: row.is_redirect_named === 1,
      codeChallenge: row.code_challenge,
      keyThumbprint: row.key_thumbprint,
      expiresAt: row.expires_at,
    }
  );
}

/** Spends a code. One conditional update: of any number of uses at once, one gets true. */
export async function spendCode(query: Kysely<Schema>, codeHash: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('authorization_codes')
    .set({ redeemed_at: now })
    .where('code_hash', '=', codeHash)
    .where('redeemed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Notes a use of a grant that is in force, or returns false. Locks the grant's row until the transaction ends, so that
 * its uses and its revocation take turns on every engine.
 */
export async function useGrant(query: Kysely<Schema>, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('grants')
    .set((eb) => ({ last_used_at: now, activated_at: eb.fn.coalesce('activated_at', eb.val(now)) }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a grant; false where it was ended before. */
export async function endGrant(query: Kysely<Schema>, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('grants')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends every grant, and with it its refresh tokens. How many were in force. */
export async function endAllGrants(query: Kysely<Schema>, now: number): Promise<number> {
  const { numUpdatedRows } = await query
    .updateTable('grants')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
