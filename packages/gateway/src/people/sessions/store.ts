import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { EndReason, SessionEnd } from './end-reason.ts';

type Condition = (row: ExpressionBuilder<Schema, 'portal_sessions'>) => Expression<SqlBool>;

export async function insertSession(
  query: Kysely<Schema>,
  session: {
    tokenHash: string;
    userId: string;
    createdAt: number;
    expiresAt: number;
    source: string;
    userAgent: string | null;
    awaitsBanner: boolean;
    hasOldPassword: boolean;
  },
): Promise<void> {
  await query
    .insertInto('portal_sessions')
    .values({
      token_hash: session.tokenHash,
      user_id: session.userId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      source: session.source,
      user_agent: session.userAgent,
      last_seen_at: session.createdAt,
      awaits_banner: session.awaitsBanner ? 1 : 0,
      has_old_password: session.hasOldPassword ? 1 : 0,
    })
    .execute();
}

/** A session, and what its person has. */
export interface StoredSession {
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly tokenGeneration: number;
  /** When a second factor was shown in it; null where none was. */
  readonly factorAt: number | null;
  readonly hasFactor: boolean;
  /** True where the identity provider that opened it proved a second factor. */
  readonly hasProviderFactor: boolean;
  readonly lastSeenAt: number | null;
  /** When the password was shown again in it; null where it was not. */
  readonly passwordAt: number | null;
  /** When its person was last noted as active; null where nobody noted it. */
  readonly activeAt: number | null;
  /** True where its person has not acknowledged yet what the policy had them read at the sign-in. */
  readonly awaitsBanner: boolean;
  /** True where a password opened it that was older than the policy lets one be. */
  readonly hasOldPassword: boolean;
}

/** Notes that a second factor was shown in the session. False where it has ended. */
export async function markFactorShown(query: Kysely<Schema>, tokenHash: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('portal_sessions')
    .set({ factor_at: at })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes that the password was shown again in the session. False where it has ended. */
export async function markPasswordShown(query: Kysely<Schema>, tokenHash: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('portal_sessions')
    .set({ password_at: at })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes that the banner was acknowledged in the session. False where it was before, or the session has ended. */
export async function markBannerAcknowledged(query: Kysely<Schema>, tokenHash: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('portal_sessions')
    .set({ awaits_banner: 0 })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .where('awaits_banner', '=', 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A session that has not expired, or nothing. */
export async function findSession(
  query: Kysely<Schema>,
  tokenHash: string,
  now: number,
): Promise<StoredSession | undefined> {
  const row = await query
    .selectFrom('portal_sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select((eb) => [
      's.user_id',
      's.created_at',
      's.expires_at',
      's.factor_at',
      's.last_seen_at',
      's.password_at',
      's.active_at',
      's.awaits_banner',
      's.has_old_password',
      'u.token_generation',
      eb
        .selectFrom('user_factors as f')
        .whereRef('f.user_id', '=', 's.user_id')
        .where('f.confirmed_at', 'is not', null)
        .select((of) => of.fn.countAll<number | string>().as('count'))
        .as('factor_count'),
      eb
        .selectFrom('external_sessions as e')
        .whereRef('e.token_hash', '=', 's.token_hash')
        .select('e.proves_factor')
        .as('provider_factor'),
    ])
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .executeTakeFirst();
  return (
    row && {
      userId: row.user_id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      tokenGeneration: row.token_generation,
      factorAt: row.factor_at,
      hasFactor: Number(row.factor_count) > 0,
      hasProviderFactor: row.provider_factor === 1,
      lastSeenAt: row.last_seen_at,
      passwordAt: row.password_at,
      activeAt: row.active_at,
      awaitsBanner: row.awaits_banner === 1,
      hasOldPassword: row.has_old_password === 1,
    }
  );
}

/** The identity provider that opened the session; undefined where none did, or it is disabled. */
export async function providerOfSession(
  query: Kysely<Schema>,
  tokenHash: string,
): Promise<{ id: string; title: string } | undefined> {
  return query
    .selectFrom('external_sessions as e')
    .innerJoin('identity_providers as p', 'p.id', 'e.provider_id')
    .select(['p.id', 'p.title'])
    .where('e.token_hash', '=', tokenHash)
    .where('p.disabled_at', 'is', null)
    .executeTakeFirst();
}

/** Part of what ends sessions: notes why those end that are open. */
async function noteEnds(query: Kysely<Schema>, which: Condition, { reason, at }: SessionEnd): Promise<void> {
  await query
    .insertInto('ended_sessions')
    .columns(['token_hash', 'reason', 'ended_at'])
    .expression((eb) =>
      eb
        .selectFrom('portal_sessions')
        .select((row) => ['token_hash', row.val(reason).as('reason'), row.val(at).as('ended_at')])
        .where(which)
        .where('expires_at', '>', at),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Why the session ended; undefined where it is not noted. */
export async function findEndReason(query: Kysely<Schema>, tokenHash: string): Promise<EndReason | undefined> {
  const row = await query
    .selectFrom('ended_sessions')
    .select('reason')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row?.reason as EndReason | undefined;
}

/** A session that was not ended, whether or not it has expired. */
export async function findLastOfSession(
  query: Kysely<Schema>,
  tokenHash: string,
): Promise<Pick<StoredSession, 'userId' | 'createdAt' | 'expiresAt'> | undefined> {
  return query
    .selectFrom('portal_sessions')
    .select(['user_id as userId', 'created_at as createdAt', 'expires_at as expiresAt'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

/** Removes up to `limit` notes of ends before `before`; returns how many. */
export async function deleteOldEnds(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('ended_sessions')
    .where('token_hash', 'in', (eb) =>
      eb
        .selectFrom('ended_sessions')
        .select('token_hash')
        .where('ended_at', '<', before)
        .orderBy('ended_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteSession(query: Kysely<Schema>, tokenHash: string, end: SessionEnd): Promise<void> {
  await deleteSessions(query, [tokenHash], end);
}

/** Ends the session where it is that person's. Whether it awaited its banner's acknowledgement; undefined where there was none. */
export async function deleteSessionOf(
  query: Kysely<Schema>,
  { tokenHash, userId }: { tokenHash: string; userId: string },
  end: SessionEnd,
): Promise<{ awaitsBanner: boolean } | undefined> {
  await noteEnds(query, (row) => row.and({ token_hash: tokenHash, user_id: userId }), end);
  const ended = await query
    .deleteFrom('portal_sessions')
    .where('token_hash', '=', tokenHash)
    .where('user_id', '=', userId)
    .returning('awaits_banner')
    .executeTakeFirst();
  return ended && { awaitsBanner: ended.awaits_banner === 1 };
}

export async function deleteSessions(
  query: Kysely<Schema>,
  tokenHashes: readonly string[],
  end: SessionEnd,
): Promise<void> {
  if (tokenHashes.length === 0) return;
  await noteEnds(query, (row) => row('token_hash', 'in', tokenHashes), end);
  await query.deleteFrom('portal_sessions').where('token_hash', 'in', tokenHashes).execute();
}

/** Removes up to `limit` sessions that expired before `before`; returns how many. */
export async function deleteExpiredSessions(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('portal_sessions')
    .where('token_hash', 'in', (eb) =>
      eb
        .selectFrom('portal_sessions')
        .select('token_hash')
        .where('expires_at', '<', before)
        .orderBy('expires_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** A session as its person sees it. */
export interface OwnSessionRow {
  readonly tokenHash: string;
  readonly source: string;
  readonly userAgent: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  readonly expiresAt: number;
}

/** As much of a session's hash as orders those that began in one millisecond. */
const TIE_LENGTH = 12;

/** Where a page of sessions ended. */
export interface SessionPlace {
  readonly createdAt: number;
  readonly tie: string;
}

export const placeOfSession = ({ createdAt, tokenHash }: OwnSessionRow): SessionPlace => ({
  createdAt,
  tie: tokenHash.slice(0, TIE_LENGTH),
});

/** The person's sessions that are open at `now`, the newest first: those after `before`, at most `limit`. */
export async function openSessionsOf(
  query: Kysely<Schema>,
  { userId, now, before, limit }: { userId: string; now: number; before: SessionPlace | null; limit: number },
): Promise<OwnSessionRow[]> {
  const tie = sql<string>`substr(token_hash, 1, ${sql.lit(TIE_LENGTH)})`;
  return query
    .selectFrom('portal_sessions')
    .select([
      'token_hash as tokenHash',
      'source',
      'user_agent as userAgent',
      'created_at as createdAt',
      'last_seen_at as lastSeenAt',
      'expires_at as expiresAt',
    ])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .$if(before !== null, (all) =>
      all.where((row) =>
        row.or([
          row('created_at', '<', before?.createdAt ?? 0),
          row.and([row('created_at', '=', before?.createdAt ?? 0), row(tie, '>', before?.tie ?? '')]),
        ]),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy(tie)
    .limit(limit)
    .execute();
}

/** Notes that the session was used. */
export async function markSeen(query: Kysely<Schema>, tokenHash: string, at: number): Promise<void> {
  await query.updateTable('portal_sessions').set({ last_seen_at: at }).where('token_hash', '=', tokenHash).execute();
}

/** Notes that the person of an open session is active. */
export async function markActive(query: Kysely<Schema>, tokenHash: string, at: number): Promise<void> {
  await query
    .updateTable('portal_sessions')
    .set({ active_at: at })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .execute();
}

/** Ends every session of the user, but for one that may be kept, and returns how many were open. */
export async function endSessionsOfUser(
  query: Kysely<Schema>,
  { userId, keptTokenHash = '' }: { userId: string; keptTokenHash?: string | undefined },
  end: SessionEnd,
): Promise<number> {
  await noteEnds(query, (row) => row.and([row('user_id', '=', userId), row('token_hash', '<>', keptTokenHash)]), end);
  const open = await query
    .selectFrom('portal_sessions')
    .select('token_hash')
    .where('user_id', '=', userId)
    .where('token_hash', '<>', keptTokenHash)
    .where('expires_at', '>', end.at)
    .execute();
  await query
    .deleteFrom('portal_sessions')
    .where('user_id', '=', userId)
    .where('token_hash', '<>', keptTokenHash)
    .execute();
  return open.length;
}

/** Ends every session of the agency's people. */
export async function endSessionsOfAgency(query: Kysely<Schema>, agencyId: string, end: SessionEnd): Promise<void> {
  const people = query.selectFrom('users').select('id').where('agency_id', '=', agencyId);
  await noteEnds(query, (row) => row('user_id', 'in', people), end);
  await query.deleteFrom('portal_sessions').where('user_id', 'in', people).execute();
}

/**
 * No session of the agency's people lasts longer than that from now on; none of anybody where `agencyId` is null. Those that have lasted
 * longer end at `at`, noted as ended by the policy.
 */
export async function shortenSessions(
  query: Kysely<Schema>,
  { agencyId, longestMs, at }: { agencyId: string | null; longestMs: number; at: number },
): Promise<void> {
  const people = query.selectFrom('users').select('id').where('agency_id', '=', agencyId);
  const ofThem: Condition = (row) => (agencyId === null ? row.val(true) : row('user_id', 'in', people));
  await noteEnds(query, (row) => row.and([ofThem(row), row('created_at', '<=', at - longestMs)]), {
    ...{ reason: 'policy_changed', at },
  });
  await query
    .updateTable('portal_sessions')
    .set((row) => ({ expires_at: row('created_at', '+', longestMs) }))
    .where((row) => row.and([ofThem(row as never), row('expires_at', '>', row('created_at', '+', longestMs))]))
    .execute();
}

/** Ends every session. How many were open at `now`. */
export async function deleteAllSessions(query: Kysely<Schema>, now: number): Promise<number> {
  const { open } = await query
    .selectFrom('portal_sessions')
    .select(({ fn }) => fn.countAll<number | string>().as('open'))
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  await query.deleteFrom('portal_sessions').execute();
  return Number(open);
}
