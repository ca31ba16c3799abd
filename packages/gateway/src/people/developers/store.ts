import { type Kysely, type Selectable, sql } from 'kysely';
import type { Engine } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import type { Developer, DeveloperSession } from './types.ts';

const SIGN_UP_LOCKS = 911_006;

function toDeveloper(row: Selectable<Schema['developers']>): Developer {
  return { id: row.id, email: row.email, name: row.name, passwordHash: row.password_hash, createdAt: row.created_at };
}

export async function findDeveloper(query: Kysely<Schema>, id: string): Promise<Developer | undefined> {
  const row = await query.selectFrom('developers').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toDeveloper(row);
}

export async function findDeveloperByEmail(query: Kysely<Schema>, email: string): Promise<Developer | undefined> {
  const row = await query.selectFrom('developers').selectAll().where('email', '=', email).executeTakeFirst();
  return row && toDeveloper(row);
}

/** False when the e-mail is taken, and nothing written. */
export async function insertDeveloper(query: Kysely<Schema>, developer: Developer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('developers')
    .values({
      id: developer.id,
      email: developer.email,
      name: developer.name,
      password_hash: developer.passwordHash,
      created_at: developer.createdAt,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What waits for its confirmation. */
export interface SignUp {
  readonly tokenHash: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly expiresAt: number;
}

/** Keeps a sign-up and forgets those that expired before `now`. */
export async function insertSignUp(query: Kysely<Schema>, signUp: SignUp, now: number): Promise<void> {
  await query.deleteFrom('developer_sign_ups').where('expires_at', '<=', now).execute();
  await query
    .insertInto('developer_sign_ups')
    .values({
      token_hash: signUp.tokenHash,
      email: signUp.email,
      name: signUp.name,
      password_hash: signUp.passwordHash,
      expires_at: signUp.expiresAt,
    })
    .execute();
}

/** The sign-up of a link that is neither spent nor expired, or nothing. */
export async function findSignUp(query: Kysely<Schema>, tokenHash: string, now: number): Promise<SignUp | undefined> {
  const row = await query
    .selectFrom('developer_sign_ups')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return (
    row && {
      tokenHash: row.token_hash,
      email: row.email,
      name: row.name,
      passwordHash: row.password_hash,
      expiresAt: row.expires_at,
    }
  );
}

/**
 * Lets sign-ups of one e-mail be stored one after the other, so that each counts those before it. Locked until the transaction
 * ends. SQLite has one writer at a time anyway.
 */
export async function takeSignUpTurn(query: Kysely<Schema>, engine: Engine, email: string): Promise<void> {
  if (engine === 'sqlite') return;
  await sql`SELECT pg_advisory_xact_lock(${SIGN_UP_LOCKS}::int, hashtext(${email}))`.execute(query);
}

/** How many links of this e-mail are still good. */
export async function countSignUps(query: Kysely<Schema>, email: string, now: number): Promise<number> {
  const { count } = await query
    .selectFrom('developer_sign_ups')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('email', '=', email)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Spends the link. One conditional deletion: of two at once, one gets true. */
export async function spendSignUp(query: Kysely<Schema>, tokenHash: string): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('developer_sign_ups')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Keeps a session and forgets those that expired before it began. */
export async function insertDeveloperSession(
  query: Kysely<Schema>,
  session: { tokenHash: string; developerId: string; createdAt: number; expiresAt: number; source: string },
): Promise<void> {
  await query.deleteFrom('developer_sessions').where('expires_at', '<=', session.createdAt).execute();
  await query
    .insertInto('developer_sessions')
    .values({
      token_hash: session.tokenHash,
      developer_id: session.developerId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      source: session.source,
    })
    .execute();
}

/** A session that has not expired, or nothing. */
export async function findOpenSession(
  query: Kysely<Schema>,
  tokenHash: string,
  now: number,
): Promise<DeveloperSession | undefined> {
  const row = await query
    .selectFrom('developer_sessions')
    .innerJoin('developers', 'developers.id', 'developer_sessions.developer_id')
    .selectAll('developers')
    .select('developer_sessions.expires_at')
    .where('developer_sessions.token_hash', '=', tokenHash)
    .where('developer_sessions.expires_at', '>', now)
    .executeTakeFirst();
  return row && { developer: toDeveloper(row), expiresAt: row.expires_at };
}

export async function deleteDeveloperSession(query: Kysely<Schema>, tokenHash: string): Promise<void> {
  await query.deleteFrom('developer_sessions').where('token_hash', '=', tokenHash).execute();
}

/** True where that developer has signed in from that source before. */
export async function isKnownDeveloperSource(
  query: Kysely<Schema>,
  developerId: string,
  source: string,
): Promise<boolean> {
  const row = await query
    .selectFrom('developer_sources')
    .select('developer_id')
    .where('developer_id', '=', developerId)
    .where('source', '=', source)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that this developer has signed in from this source. */
export async function rememberDeveloperSource(
  query: Kysely<Schema>,
  { developerId, source, at }: { developerId: string; source: string; at: number },
): Promise<void> {
  await query
    .insertInto('developer_sources')
    .values({ developer_id: developerId, source, last_signed_in_at: at })
    .onConflict((conflict) => conflict.columns(['developer_id', 'source']).doUpdateSet({ last_signed_in_at: at }))
    .execute();
}

/** Ends every developer's session. */
export async function deleteAllDeveloperSessions(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('developer_sessions').execute();
}
