import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Notes that the client signed the person in by their password; the last use of the two is kept. */
export async function notePasswordGrant(
  query: Kysely<Schema>,
  use: { clientId: string; userId: string; source: string; usedAt: number },
): Promise<void> {
  const last = { source: use.source, last_used_at: use.usedAt };
  await query
    .insertInto('password_grant_uses')
    .values({ client_id: use.clientId, user_id: use.userId, ...last })
    .onConflict((conflict) => conflict.columns(['client_id', 'user_id']).doUpdateSet(last))
    .execute();
}

/** Who signs in through a client by the password grant, with the last address and instant. */
export interface PasswordGrantUse {
  readonly clientId: string;
  readonly clientName: string;
  readonly userId: string;
  readonly email: string;
  readonly source: string;
  readonly lastUsedAt: number;
}

/** The uses of one agency's people, the latest first. */
export function passwordGrantUsesOf(query: Kysely<Schema>, agencyId: string): Promise<PasswordGrantUse[]> {
  return query
    .selectFrom('password_grant_uses as p')
    .innerJoin('clients as c', 'c.id', 'p.client_id')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select([
      'c.id as clientId',
      'c.name as clientName',
      'u.id as userId',
      'u.email as email',
      'p.source as source',
      'p.last_used_at as lastUsedAt',
    ])
    .where('c.agency_id', '=', agencyId)
    .orderBy('p.last_used_at', 'desc')
    .execute();
}
