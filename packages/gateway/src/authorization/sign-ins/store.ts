import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { ApplicationSignIn } from './types.ts';

export async function insertSignIn(query: Kysely<Schema>, signIn: ApplicationSignIn): Promise<void> {
  await query
    .insertInto('application_sign_ins')
    .values({
      grant_id: signIn.grantId,
      allowed_by: signIn.allowedBy,
      session_hash: signIn.sessionHash,
      authenticated_at: signIn.authenticatedAt,
      has_factor: signIn.hasFactor ? 1 : 0,
      nonce: signIn.nonce,
    })
    .execute();
}

/** The sign-in whose tokens are of that grant, or nothing where it is of none. */
export async function findSignIn(query: Kysely<Schema>, grantId: string): Promise<ApplicationSignIn | undefined> {
  const row = await query
    .selectFrom('application_sign_ins')
    .selectAll()
    .where('grant_id', '=', grantId)
    .executeTakeFirst();
  return (
    row && {
      grantId: row.grant_id,
      allowedBy: row.allowed_by,
      sessionHash: row.session_hash,
      authenticatedAt: row.authenticated_at,
      hasFactor: row.has_factor === 1,
      nonce: row.nonce,
    }
  );
}

/** A sign-in that is over, and whose it was. */
export interface EndedSignIn {
  readonly grantId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly agencyId: string;
  /** False where its code was never redeemed: the application has not learnt of it. */
  readonly isKnown: boolean;
  /** True where the grant is the agency's consent itself, which goes on. */
  readonly isConsent: boolean;
}

/** Sign-ins whose portal session was ended or has expired at `now` and that are not marked as ended, at most `limit`. */
export async function signInsWithoutSession(
  query: Kysely<Schema>,
  { now, limit }: { now: number; limit: number },
): Promise<EndedSignIn[]> {
  const rows = await query
    .selectFrom('application_sign_ins as s')
    .innerJoin('grants as g', 'g.id', 's.grant_id')
    .leftJoin('portal_sessions as p', (join) =>
      join.onRef('p.token_hash', '=', 's.session_hash').on('p.expires_at', '>', now),
    )
    .select(['g.id', 'g.client_id', 'g.user_id', 'g.agency_id', 'g.activated_at', 's.allowed_by'])
    .where('s.ended_at', 'is', null)
    .where('p.token_hash', 'is', null)
    .orderBy('s.grant_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    grantId: row.id,
    clientId: row.client_id,
    userId: row.user_id,
    agencyId: row.agency_id,
    isKnown: row.activated_at !== null,
    isConsent: row.allowed_by === null,
  }));
}

/** Marks a sign-in as ended. One conditional update: of several processes at once, one gets true. */
export async function markSignInEnded(query: Kysely<Schema>, grantId: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('application_sign_ins')
    .set({ ended_at: now })
    .where('grant_id', '=', grantId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
