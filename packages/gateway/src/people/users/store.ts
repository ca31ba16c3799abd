import { type Kysely, type Selectable, sql } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';
import { type Language, languageOf } from '../../kernel/language.ts';
import { readRights } from '../rights/read-rights.ts';
import type { User, UserState } from './types.ts';

interface UserRow extends Selectable<Schema['users']> {
  /** Of the agency's own role that the person has, where it is one. */
  role_title: string | null;
  role_rights: string | null;
  agency_disabled_at: number | null;
  agency_language: string | null;
}

function toUser(row: UserRow): User {
  const [language, agencyLanguage] = [languageOf(row.language), languageOf(row.agency_language)];
  return {
    id: row.id,
    agencyId: row.agency_id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    ...(row.role_title !== null && { ownRoleTitle: row.role_title }),
    ...(row.role_rights !== null && { ownRoleRights: readRights(row.role_rights) }),
    passwordHash: row.password_hash,
    ...(row.password_changed_at !== null && { passwordChangedAt: row.password_changed_at }),
    disabledAt: row.disabled_at,
    ...(row.agency_disabled_at !== null && { isAgencyDisabled: true as const }),
    lastSignedInAt: row.last_signed_in_at,
    createdAt: row.created_at,
    tokenGeneration: row.token_generation,
    ...(language !== null && { language }),
    ...(agencyLanguage !== null && { agencyLanguage }),
  };
}

/** People with what their agency's own role may do, where they have one, and whether their agency is disabled. */
function selectUsers(query: Kysely<Schema>) {
  return query
    .selectFrom('users')
    .leftJoin('agency_roles as r', (join) =>
      join.onRef('r.id', '=', 'users.role').onRef('r.agency_id', '=', 'users.agency_id'),
    )
    .leftJoin('agencies as a', 'a.id', 'users.agency_id')
    .selectAll('users')
    .select(['r.title as role_title', 'r.rights as role_rights', 'a.disabled_at as agency_disabled_at'])
    .select('a.language as agency_language');
}

const userById = compileOnce((query, id: string) => selectUsers(query).where('users.id', '=', id));

/** With whether an identity provider of the agency's has taken the place of the person's password. */
const userByEmail = compileOnce((query, email: string) =>
  selectUsers(query)
    .where('users.email', '=', email)
    .select((eb) =>
      eb
        .selectFrom('external_identities as x')
        .innerJoin('identity_providers as p', 'p.id', 'x.provider_id')
        .select(sql<number>`1`.as('one'))
        .whereRef('x.user_id', '=', 'users.id')
        .whereRef('p.agency_id', '=', 'users.agency_id')
        .where('p.ends_passwords', '=', 1)
        .where('p.disabled_at', 'is', null)
        .limit(1)
        .as('provider_instead'),
    ),
);

const userSource = compileOnce((query, userId: string, source: string) =>
  query.selectFrom('user_sources').select('user_id').where('user_id', '=', userId).where('source', '=', source),
);

export async function findUser(query: Kysely<Schema>, id: string): Promise<User | undefined> {
  const [row] = await userById(query, id);
  return row && toUser(row);
}

export async function findUserByEmail(query: Kysely<Schema>, email: string): Promise<User | undefined> {
  const [row] = await userByEmail(query, email);
  return row && { ...toUser(row), hasNoPasswordSignIn: row.provider_instead !== null };
}

/** True for a person whom the agency's directory provisions, and has not removed. */
export async function isProvisioned(query: Kysely<Schema>, userId: string): Promise<boolean> {
  const row = await query
    .selectFrom('provisioned_people')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** True where that person has signed in from that source before. */
export async function isKnownSource(query: Kysely<Schema>, userId: string, source: string): Promise<boolean> {
  return (await userSource(query, userId, source)).length > 0;
}

/** The users of one agency by name, or the operators where `agencyId` is null, with locks and open sessions at `now`. */
export async function statesOfAgency(
  query: Kysely<Schema>,
  agencyId: string | null,
  now: number,
): Promise<UserState[]> {
  return states(query, now, (users) =>
    users
      .where('users.agency_id', agencyId === null ? 'is' : '=', agencyId)
      .orderBy('last_name')
      .orderBy('first_name'),
  );
}

/** Every user and operator by e-mail, with locks and open sessions at `now`. */
export async function allStates(query: Kysely<Schema>, now: number): Promise<UserState[]> {
  return states(query, now, (users) => users.orderBy('email'));
}

/** One user as administrators see it, or nothing. */
export async function findState(query: Kysely<Schema>, id: string, now: number): Promise<UserState | undefined> {
  const [standing] = await states(query, now, (users) => users.where('users.id', '=', id));
  return standing;
}

async function states(
  query: Kysely<Schema>,
  now: number,
  choose: (users: ReturnType<typeof selectUsers>) => ReturnType<typeof selectUsers>,
): Promise<UserState[]> {
  const rows = await choose(selectUsers(query)).execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const locks = await query
    .selectFrom('sign_in_failures')
    .select('user_id')
    .where('user_id', 'in', ids)
    .where('locked_at', 'is not', null)
    .execute();
  const sessions = await query
    .selectFrom('portal_sessions')
    .select('user_id')
    .where('user_id', 'in', ids)
    .where('expires_at', '>', now)
    .execute();
  const deeplinks = await query
    .selectFrom('deeplinks')
    .select('user_id')
    .where('user_id', 'in', ids)
    .where('expires_at', '>', now)
    .where('redeemed_at', 'is not', null)
    .where('ended_at', 'is', null)
    .execute();
  const open = [...sessions, ...deeplinks];
  return rows.map((row) => ({
    ...toUser(row),
    isLocked: locks.some(({ user_id }) => user_id === row.id),
    openSessions: open.filter(({ user_id }) => user_id === row.id).length,
  }));
}

/** Voids every token the person was given so far, by number: what any clock showed when they were issued changes nothing. */
export async function startTokenGeneration(query: Kysely<Schema>, id: string): Promise<void> {
  await query
    .updateTable('users')
    .set((eb) => ({ token_generation: eb('token_generation', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** False when the e-mail is taken, and nothing written. */
export async function insertUser(query: Kysely<Schema>, user: User): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('users')
    .values({
      id: user.id,
      agency_id: user.agencyId,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      role: user.role,
      password_hash: user.passwordHash,
      password_changed_at: user.passwordHash === null ? null : user.createdAt,
      disabled_at: user.disabledAt,
      last_signed_in_at: user.lastSignedInAt,
      created_at: user.createdAt,
      token_generation: user.tokenGeneration,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Locks the user's row until the transaction ends: what is then read of the person stays true until the commit. SQLite
 * runs one transaction at a time, and has nothing to hold.
 */
export async function lockUser(query: Kysely<Schema>, engine: 'sqlite' | 'postgres', id: string): Promise<void> {
  if (engine === 'postgres')
    await query.selectFrom('users').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** As `lockUser`, every operator: of two transactions that do so one waits for the other. */
export async function lockOperators(query: Kysely<Schema>, engine: 'sqlite' | 'postgres'): Promise<void> {
  if (engine === 'postgres') {
    await query
      .selectFrom('users')
      .select('id')
      .where('agency_id', 'is', null)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
  }
}

/** Who runs the installation and is not disabled, by id. */
export async function enabledOperators(query: Kysely<Schema>): Promise<string[]> {
  const rows = await query
    .selectFrom('users')
    .select('id')
    .where('agency_id', 'is', null)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * The person, whose access cannot be ended until the transaction does; others may read and share the row meanwhile. SQLite
 * runs one transaction at a time, and has nothing to share.
 */
export async function shareUser(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  id: string,
): Promise<User | undefined> {
  const chosen = selectUsers(query).where('users.id', '=', id);
  const row = await (engine === 'postgres' ? chosen.forShare('users') : chosen).executeTakeFirst();
  return row && toUser(row);
}

/** Up to `limit` people of the agency who are not disabled and have not signed in, or been added or enabled, since `before`. */
export async function inactiveUsers(
  query: Kysely<Schema>,
  { agencyId, before, limit }: { agencyId: string; before: number; limit: number },
): Promise<string[]> {
  const rows = await query
    .selectFrom('users')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('disabled_at', 'is', null)
    .where('created_at', '<', before)
    .where((eb) => eb.or([eb('last_signed_in_at', 'is', null), eb('last_signed_in_at', '<', before)]))
    .where((eb) => eb.or([eb('enabled_at', 'is', null), eb('enabled_at', '<', before)]))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that the person was mailed that their password expires. */
export async function markReminded(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('users').set({ password_reminded_at: at }).where('id', '=', id).execute();
}

/** As `startTokenGeneration`, for everybody of the agency. */
export async function startTokenGenerations(query: Kysely<Schema>, agencyId: string): Promise<void> {
  await query
    .updateTable('users')
    .set((eb) => ({ token_generation: eb('token_generation', '+', 1) }))
    .where('agency_id', '=', agencyId)
    .execute();
}

export async function disableUser(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('users').set({ disabled_at: at }).where('id', '=', id).execute();
}

/** Notes when the account was enabled anew: it has not been inactive since before. */
export async function markEnabled(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('users').set({ enabled_at: at }).where('id', '=', id).execute();
}

/** Notes that somebody confirmed the account, by the name that colleagues read. */
export async function markReviewed(
  query: Kysely<Schema>,
  id: string,
  { at, by }: { at: number; by: string },
): Promise<void> {
  await query.updateTable('users').set({ reviewed_at: at, reviewed_by: by }).where('id', '=', id).execute();
}

/** PostgreSQL's unique violation; SQLite lets one writer look and write, and cannot meet it here. */
const UNIQUE_VIOLATION = '23505';

/** Writes the editable columns of a user. False where another transaction has just taken the e-mail: undo yours. */
export async function updateUser(
  query: Kysely<Schema>,
  user: Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'role' | 'disabledAt'>,
): Promise<boolean> {
  const update = query
    .updateTable('users')
    .set({
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      role: user.role,
      disabled_at: user.disabledAt,
    })
    .where('id', '=', user.id);
  try {
    await update.execute();
    return true;
  } catch (err) {
    if ((err as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw err;
  }
}

export async function updateLanguage(query: Kysely<Schema>, userId: string, language: Language | null): Promise<void> {
  await query.updateTable('users').set({ language }).where('id', '=', userId).execute();
}

export async function updatePassword(
  query: Kysely<Schema>,
  userId: string,
  passwordHash: string,
  changedAt: number,
): Promise<void> {
  await query
    .updateTable('users')
    .set({ password_hash: passwordHash, password_changed_at: changedAt })
    .where('id', '=', userId)
    .execute();
}

/**
 * Marks the sign-in of a person whose password is still this one and who is not disabled. One conditional update, which holds
 * the person's row until the transaction ends; false, and nothing written, where something changed since the password was read.
 */
export async function markSignedIn(
  query: Kysely<Schema>,
  person: { id: string; passwordHash: string; at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('users')
    .set({ last_signed_in_at: person.at })
    .where('id', '=', person.id)
    .where('password_hash', '=', person.passwordHash)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Marks the sign-in of a person whom an identity provider or a passkey proved. */
export async function markSignInWithoutPassword(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('users').set({ last_signed_in_at: at }).where('id', '=', id).execute();
}

/** Remembers that the person has signed in from this source. */
export async function rememberSource(query: Kysely<Schema>, userId: string, source: string, at: number): Promise<void> {
  await query
    .insertInto('user_sources')
    .values({ user_id: userId, source, last_signed_in_at: at })
    .onConflict((conflict) => conflict.columns(['user_id', 'source']).doUpdateSet({ last_signed_in_at: at }))
    .execute();
}
