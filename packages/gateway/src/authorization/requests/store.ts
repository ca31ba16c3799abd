import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { OpenIdQuestion } from './openid-parameters.ts';
import type { AnswerForm } from './redirect-back.ts';

/** What an application asks for, checked. */
export interface RequestedAccess {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly isRedirectNamed: boolean;
  readonly scopes: readonly string[];
  readonly state: string | null;
  /** Null where the client may do without PKCE, and did. */
  readonly codeChallenge: string | null;
  /** The key its code will be bound to (RFC 9449 section 10), by its thumbprint. */
  readonly keyThumbprint: string | null;
  /** What is asked of the sign-in; null where no ID token is asked for. */
  readonly openid: OpenIdQuestion | null;
}

/** What an application asked for at the authorization endpoint, waiting for a person's answer. */
export interface AuthorizationRequest extends RequestedAccess {
  readonly idHash: string;
  readonly answerForm: AnswerForm;
  readonly createdAt: number;
  readonly expiresAt: number;
}

type AccessColumns = Omit<Schema['pushed_requests'], 'uri_hash' | 'expires_at'>;

function toAccess(row: AccessColumns): RequestedAccess {
  return {
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    isRedirectNamed: row.is_redirect_named === 1,
    scopes: JSON.parse(row.scopes) as string[],
    state: row.state,
    codeChallenge: row.code_challenge,
    keyThumbprint: row.key_thumbprint,
    openid: row.openid === null ? null : (JSON.parse(row.openid) as OpenIdQuestion),
  };
}

function toColumns(access: RequestedAccess): AccessColumns {
  return {
    client_id: access.clientId,
    redirect_uri: access.redirectUri,
    is_redirect_named: access.isRedirectNamed ? 1 : 0,
    scopes: JSON.stringify(access.scopes),
    state: access.state,
    code_challenge: access.codeChallenge,
    key_thumbprint: access.keyThumbprint,
    openid: access.openid && JSON.stringify(access.openid),
  };
}

function toRequest(row: Selectable<Schema['authorization_requests']>): AuthorizationRequest {
  return {
    ...toAccess(row),
    idHash: row.id_hash,
    answerForm: row.answer_form as AnswerForm,
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
      ...toColumns(request),
      id_hash: request.idHash,
      answer_form: request.answerForm,
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

/** Stores a pushed request, and removes those that no browser brought in time. */
export async function insertPushedRequest(
  query: Kysely<Schema>,
  pushed: { uriHash: string; access: RequestedAccess; now: number; expiresAt: number },
): Promise<void> {
  await query.deleteFrom('pushed_requests').where('expires_at', '<=', pushed.now).execute();
  await query
    .insertInto('pushed_requests')
    .values({ ...toColumns(pushed.access), uri_hash: pushed.uriHash, expires_at: pushed.expiresAt })
    .execute();
}

/** Takes a client's pushed request away. One statement: of any number of uses at once, one gets it. */
export async function takePushedRequest(
  query: Kysely<Schema>,
  taken: { uriHash: string; clientId: string; now: number },
): Promise<RequestedAccess | undefined> {
  const row = await query
    .deleteFrom('pushed_requests')
    .where('uri_hash', '=', taken.uriHash)
    .where('client_id', '=', taken.clientId)
    .where('expires_at', '>', taken.now)
    .returningAll()
    .executeTakeFirst();
  return row && toAccess(row);
}

/** Forgets every request, answered or not: the applications ask again. */
export async function deleteAllRequests(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('authorization_requests').execute();
  await query.deleteFrom('pushed_requests').execute();
}
