import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

const DAY_MS = 86_400_000;
/** Today is one of them. */
const DAYS_COUNTED = 30;

const dayOf = (at: number) => Math.floor(at / DAY_MS);

/** Notes that the client signed the person in by their password: the last use of the two is kept, and how many a day in thirty. */
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
  const of = { client_id: use.clientId, user_id: use.userId };
  const day = dayOf(use.usedAt);
  await query
    .insertInto('password_grant_days')
    .values({ ...of, day, use_count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['client_id', 'user_id', 'day'])
        .doUpdateSet((eb) => ({ use_count: eb('password_grant_days.use_count', '+', 1) })),
    )
    .execute();
  await query
    .deleteFrom('password_grant_days')
    .where('client_id', '=', use.clientId)
    .where('user_id', '=', use.userId)
    .where('day', '<=', day - DAYS_COUNTED)
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
  /** In the last thirty days. */
  readonly useCount: number;
}

/** The uses of one agency's people, the latest first. */
export async function passwordGrantUsesOf(
  query: Kysely<Schema>,
  agencyId: string,
  now: number,
): Promise<PasswordGrantUse[]> {
  const rows = await query
    .selectFrom('password_grant_uses as p')
    .innerJoin('clients as c', 'c.id', 'p.client_id')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select((eb) => [
      eb
        .selectFrom('password_grant_days as d')
        .whereRef('d.client_id', '=', 'p.client_id')
        .whereRef('d.user_id', '=', 'p.user_id')
        .where('d.day', '>', dayOf(now) - DAYS_COUNTED)
        .select((of) => of.fn.sum<number | string>('d.use_count').as('sum'))
        .as('useCount'),
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
  return rows.map(({ useCount, ...use }) => ({ ...use, useCount: Number(useCount ?? 0) }));
}
