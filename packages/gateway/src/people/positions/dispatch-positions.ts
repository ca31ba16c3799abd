import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import { findUser } from '../users/store.ts';
import { deletePosition, findPosition, insertPosition, markPositionSeen, positionsOf } from './store.ts';
import type { DispatchPosition } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

const POSITIONS_AT_MOST = 500;
/** How exactly it is known when a position was last used: each note is a write. */
const SEEN_WITHIN_MS = 60 * 60_000;

/** The agency's positions, the oldest first. `token` is the credential of the browser that asks, where it has one. */
export async function listPositions(
  { database }: { database: Database },
  { agencyId, token }: { agencyId: string; token: string | undefined },
): Promise<readonly (DispatchPosition & { readonly isThisBrowser: boolean })[]> {
  const own = token === undefined ? undefined : await findPosition(database.read, hashSecret(token));
  const positions = await positionsOf(database.read, agencyId);
  return positions.map((position) => ({ ...position, isThisBrowser: position.id === own?.id }));
}

/**
 * Registers the browser that asks, atomically with its audit record. Its credential is random, stored hashed and given to that browser
 * alone. Refuses with `conflict` one that is a position already, and more than 500 of an agency.
 */
export async function registerPosition(
  { database, audit, clock, random }: Ports,
  request: { agencyId: string; name: string; token: string | undefined; userId: string; actor: Actor; origin: Origin },
): Promise<{ position: DispatchPosition; token: Secret }> {
  const { agencyId, userId, actor, origin } = request;
  const given = newSecret(random);
  const by = await findUser(database.read, userId);
  const position: DispatchPosition = {
    id: newUuid(clock, random),
    agencyId,
    name: request.name.trim(),
    madeBy: by === undefined ? '' : `${by.firstName} ${by.lastName}`.trim(),
    createdAt: clock.now(),
    seenAt: null,
  };
  await database.write(async (tx) => {
    const own = request.token === undefined ? undefined : await findPosition(tx.query, hashSecret(request.token));
    if (own !== undefined) {
      throw refuse.conflict({ description: 'This browser is a dispatch position already; end that one first' });
    }
    if ((await positionsOf(tx.query, agencyId)).length >= POSITIONS_AT_MOST) {
      throw refuse.conflict({ description: `An agency has ${POSITIONS_AT_MOST} positions at most; end one first` });
    }
    await insertPosition(tx.query, position, hashSecret(given.reveal()));
    const done = { action: 'dispatch_position.registered', outcome: 'success', subject: position.id } as const;
    await audit.append(tx, { actor, agencyId, ...done, origin, detail: { name: position.name } });
  });
  return { position, token: given };
}

/** Ends a position, atomically with its audit record: its sessions lock again. Refuses one that is not the agency's with `not_found`. */
export async function endPosition(
  { database, audit }: Pick<Ports, 'database' | 'audit'>,
  { agencyId, id, actor, origin }: { agencyId: string; id: string; actor: Actor; origin: Origin },
): Promise<void> {
  await database.write(async (tx) => {
    const name = await deletePosition(tx.query, { agencyId, id });
    if (name === undefined) throw refuse.notFound({ description: 'No dispatch position with this id' });
    const done = { action: 'dispatch_position.ended', outcome: 'success', subject: id } as const;
    await audit.append(tx, { actor, agencyId, ...done, origin, detail: { name } });
  });
}

/** True where that credential is of a position of that agency. */
export async function isPositionOf(
  { database }: { database: Database },
  { agencyId, token }: { agencyId: string | null; token: string | undefined },
): Promise<boolean> {
  if (agencyId === null || token === undefined || token === '') return false;
  return (await findPosition(database.read, hashSecret(token)))?.agencyId === agencyId;
}

/** Notes that a session of the agency's is open at the position, at most once an hour. */
export async function notePositionSeen(
  { database, clock }: { database: Database; clock: Clock },
  { agencyId, token }: { agencyId: string | null; token: string | undefined },
): Promise<void> {
  if (agencyId === null || token === undefined || token === '') return;
  const position = await findPosition(database.read, hashSecret(token));
  const now = clock.now();
  if (position?.agencyId !== agencyId) return;
  if (position.seenAt !== null && now - position.seenAt < SEEN_WITHIN_MS) return;
  await database.write((tx) => markPositionSeen(tx.query, position.id, now));
}
