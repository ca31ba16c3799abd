import type { Database } from '../../database/database.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret, newSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import type { GrantPorts } from './exchange-once.ts';
import { openAnswer, sealAnswer } from './refresh-tokens/seal-answer.ts';
import {
  findRefreshToken,
  forgetAnswerThatGave,
  insertRefreshToken,
  type RefreshToken,
  refreshTokenKey,
  spendRefreshToken,
} from './refresh-tokens/store.ts';
import { endGrantWithRecord } from './revoke-grant.ts';
import { type AskedScope, checkMayUse, signForGrant } from './sign-for-grant.ts';
import { findGrant, useGrant } from './store.ts';
import type { Grant } from './types.ts';

/** How long a client that did not receive the answer may ask again and get the same one. */
export const REPLAY_WINDOW_MS = 10_000;

type Outcome =
  | { readonly kind: 'refreshed' | 'ended' | 'reused' }
  | { readonly kind: 'replayed'; readonly answer: IssuedToken };

function invalid(logDetail: string): DomainError {
  return refuse.invalidGrant({
    description: 'The refresh token is not valid; ask the agency to allow the application again',
    logDetail,
  });
}

async function findOwnGrant(
  { database }: { database: Database },
  { client, keyThumbprint }: { client: Client } & ProvenKey,
  token: RefreshToken | undefined,
): Promise<Grant> {
  const grant = token && (await findGrant(database.read, token.grantId));
  if (grant === undefined) throw invalid('no such refresh token');
  // RFC 6749 section 6: bound to the client it was issued to. A stranger revokes nothing.
  if (grant.clientId !== client.id) throw invalid('the refresh token was issued to another client');
  // RFC 9449 section 5: a public client's refresh token is good with a proof of its key alone.
  if (token?.keyThumbprint != null && token.keyThumbprint !== keyThumbprint) {
    throw invalid('the refresh token is bound to another key than the DPoP proof, or there was no proof');
  }
  return grant;
}

function replayOf(token: RefreshToken | undefined, refreshToken: string, now: number): IssuedToken | null {
  if (token?.spentAt == null || token.sealedAnswer === null || token.spentAt + REPLAY_WINDOW_MS <= now) return null;
  return openAnswer(refreshToken, token.sealedAnswer);
}

/**
 * A new access token for a refresh token (RFC 6749 section 6), atomically with its audit record. Where the client rotates,
 * the token is spent by one conditional update and the answer holds its successor; the same token again within ten
 * seconds, while that successor is unused, gets the same answer, and any other reuse revokes the whole family
 * (RFC 9700 section 4.14.2). Refuses with `invalid_grant`, and with `invalid_scope` more than was granted.
 */
export async function refreshAccess(
  ports: GrantPorts,
  request: { client: Client; refreshToken: string; origin: Origin } & AskedScope & ProvenKey,
): Promise<IssuedToken> {
  const { database, audit, clock, random } = ports;
  const { client, refreshToken, origin } = request;
  checkMayUse(ports, client, 'refresh_token', origin);
  const tokenHash = hashSecret(refreshToken);
  const grant = await findOwnGrant(ports, request, await findRefreshToken(database.read, tokenHash));
  const { token, jti } = await signForGrant(ports, { ...request, grant });
  const successor = client.isPublic || client.rotatesRefreshTokens ? newSecret(random).reveal() : null;
  const answer = successor === null ? token : { ...token, refreshToken: successor };
  const sealedAnswer = successor === null ? '' : sealAnswer(random, refreshToken, answer);
  const actor = { kind: 'client', id: client.id } as const;

  const outcome = await database.write(async (tx): Promise<Outcome> => {
    const now = clock.now();
    const record = (action: string, subject: string) =>
      audit.append(tx, {
        actor,
        agencyId: grant.agencyId,
        action,
        outcome: 'success',
        subject,
        origin,
        detail: { grant_type: 'refresh_token', scope: token.scope, grant_id: grant.id, user_id: grant.userId },
      });
    if (!(await useGrant(tx.query, grant.id, now))) return { kind: 'ended' };
    if (successor !== null && (await spendRefreshToken(tx.query, { tokenHash, now, sealedAnswer }))) {
      await forgetAnswerThatGave(tx.query, tokenHash);
      const successorHash = hashSecret(successor);
      await insertRefreshToken(tx.query, {
        tokenHash: successorHash,
        grantId: grant.id,
        predecessorHash: tokenHash,
        createdAt: now,
        keyThumbprint: refreshTokenKey(client, request),
      });
      await record('token.issued', jti);
      return { kind: 'refreshed' };
    }
    const current = await findRefreshToken(tx.query, tokenHash);
    if (current?.spentAt === null) {
      await record('token.issued', jti);
      return { kind: 'refreshed' };
    }
    const replayed = replayOf(current, refreshToken, now);
    if (replayed !== null) {
      await record('token.answered_again', grant.id);
      return { kind: 'replayed', answer: replayed };
    }
    await endGrantWithRecord(ports, tx, { grant, reason: 'refresh_token_reused', actor, origin });
    return { kind: 'reused' };
  });

  switch (outcome.kind) {
    case 'refreshed':
      return answer;
    case 'replayed':
      return outcome.answer;
    case 'ended':
      throw invalid('the grant was revoked or has expired');
    case 'reused':
      throw invalid('the refresh token was used before; its whole family is revoked');
  }
}
