import type { Kysely } from 'kysely';
import type { Schema } from '../../../database/schema.ts';
import type { Client } from '../../clients/types.ts';
import type { ProvenKey } from '../../tokens/types.ts';

/** One refresh token of a grant's family, by its hash. */
export interface RefreshToken {
  readonly tokenHash: string;
  readonly grantId: string;
  readonly createdAt: number;
  /** When it was exchanged for its successor; null while it may be used. */
  readonly spentAt: number | null;
  /** The answer it was exchanged for, readable with the token alone; null once that answer has been used. */
  readonly sealedAnswer: string | null;
  /** The key it is bound to, by its thumbprint; null where whoever holds it may use it. */
  readonly keyThumbprint: string | null;
}

/** RFC 9449 section 5: a public client's refresh token is bound to the key it proved; others prove who they are. */
export function refreshTokenKey(client: Client, { keyThumbprint }: ProvenKey): string | null {
  return client.isPublic ? (keyThumbprint ?? null) : null;
}

export async function insertRefreshToken(
  query: Kysely<Schema>,
  token: Pick<RefreshToken, 'tokenHash' | 'grantId' | 'createdAt' | 'keyThumbprint'> & {
    predecessorHash: string | null;
  },
): Promise<void> {
  await query
    .insertInto('refresh_tokens')
    .values({
      token_hash: token.tokenHash,
      grant_id: token.grantId,
      predecessor_hash: token.predecessorHash,
      created_at: token.createdAt,
      spent_at: null,
      sealed_answer: null,
      key_thumbprint: token.keyThumbprint,
    })
    .execute();
}

export async function findRefreshToken(query: Kysely<Schema>, tokenHash: string): Promise<RefreshToken | undefined> {
  const row = await query
    .selectFrom('refresh_tokens')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return (
    row && {
      tokenHash: row.token_hash,
      grantId: row.grant_id,
      createdAt: row.created_at,
      spentAt: row.spent_at,
      sealedAnswer: row.sealed_answer,
      keyThumbprint: row.key_thumbprint,
    }
  );
}

/** Spends a refresh token for the answer sealed in it. One conditional update: of uses at once, one gets true. */
export async function spendRefreshToken(
  query: Kysely<Schema>,
  spent: { tokenHash: string; now: number; sealedAnswer: string },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('refresh_tokens')
    .set({ spent_at: spent.now, sealed_answer: spent.sealedAnswer })
    .where('token_hash', '=', spent.tokenHash)
    .where('spent_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Forgets the answer that gave this token: whoever uses it has read that answer. */
export async function forgetAnswerThatGave(query: Kysely<Schema>, tokenHash: string): Promise<void> {
  await query
    .updateTable('refresh_tokens')
    .set({ sealed_answer: null })
    .where(
      'token_hash',
      '=',
      query.selectFrom('refresh_tokens').select('predecessor_hash').where('token_hash', '=', tokenHash),
    )
    .execute();
}
