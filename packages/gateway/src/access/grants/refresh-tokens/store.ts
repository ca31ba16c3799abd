import type { Kysely } from 'kysely';
import type { Schema } from '../../../database/schema.ts';

/** One refresh token of a grant's family, by its hash. */
export interface RefreshToken {
  readonly tokenHash: string;
  readonly grantId: string;
  readonly createdAt: number;
  /** When it was exchanged for its successor; null while it may be used. */
  readonly spentAt: number | null;
  /** The answer it was exchanged for, readable with the token alone; null once that answer has been used. */
  readonly sealedAnswer: string | null;
}

export async function insertRefreshToken(
  query: Kysely<Schema>,
  token: { tokenHash: string; grantId: string; predecessorHash: string | null; createdAt: number },
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
