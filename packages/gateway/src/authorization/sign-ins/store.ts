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
