import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { type Language, languageOf } from '../../kernel/language.ts';

/** Who is to be reminded that their password expires, and when it was set. */
export interface UserToRemind {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  /** In which they are written to; undefined where neither they nor their agency chose one. */
  readonly mailLanguage: Language | undefined;
  readonly changedAt: number;
}

/**
 * Up to `limit` people of the agency, or operators where `agencyId` is null, who are not disabled and whose password is `ageMs` old in no more than one
 * of `beforeMs` and not yet, and who were not reminded since that began. Of nobody whose provider has taken the place of their password.
 */
export async function usersToRemind(
  query: Kysely<Schema>,
  {
    agencyId,
    now,
    ageMs,
    beforeMs,
    limit,
  }: { agencyId: string | null; now: number; ageMs: number; beforeMs: readonly number[]; limit: number },
): Promise<UserToRemind[]> {
  const changedAt = sql<number>`coalesce(users.password_changed_at, users.created_at)`;
  const rows = await query
    .selectFrom('users')
    .leftJoin('agencies as a', 'a.id', 'users.agency_id')
    .select([
      'users.id',
      'email',
      'first_name',
      'users.language',
      'a.language as agency_language',
      changedAt.as('changed_at'),
    ])
    .where('users.agency_id', agencyId === null ? 'is' : '=', agencyId)
    .where('users.disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .where(changedAt, '>', now - ageMs)
    .where((eb) =>
      eb.or(
        beforeMs.map((before) =>
          eb.and([
            eb(changedAt, '<=', now - ageMs + before),
            eb.or([
              eb('password_reminded_at', 'is', null),
              eb('password_reminded_at', '<', sql<number>`${changedAt} + ${sql.lit(ageMs - before)}`),
            ]),
          ]),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('external_identities as x')
            .innerJoin('identity_providers as p', 'p.id', 'x.provider_id')
            .select('x.user_id')
            .whereRef('x.user_id', '=', 'users.id')
            .whereRef('p.agency_id', '=', 'users.agency_id')
            .where('p.ends_passwords', '=', 1)
            .where('p.disabled_at', 'is', null),
        ),
      ),
    )
    .orderBy('users.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, email: row.email, firstName: row.first_name, changedAt: Number(row.changed_at) },
    mailLanguage: languageOf(row.language) ?? languageOf(row.agency_language) ?? undefined,
  }));
}
