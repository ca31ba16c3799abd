import { readAgency } from '../../agencies/find-agencies.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import type { ListedIncident } from '../incident/types.ts';
import { listSection } from '../queue/list-section.ts';
import { boardsOf, endBoard, findBoard, insertBoard, noteSeen } from './store.ts';
import type { BoardFilter, WallBoard } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

const BOARDS_AT_MOST = 50;
const SHOWN_AT_MOST = 200;
/** How exactly it is known when a display read last: each note is a write. */
const SEEN_WITHIN_MS = 60_000;

/** The agency's displays, the oldest first. */
export function listBoards({ database }: { database: Database }, agencyId: string): Promise<readonly WallBoard[]> {
  return boardsOf(database.read, agencyId);
}

/**
 * Makes a display, atomically with its audit record. Its token is random, stored hashed and returned once. Refuses more than
 * 50 of an agency (`conflict`).
 */
export async function addBoard(
  { database, audit, clock, random }: Ports,
  request: { agencyId: string; name: string; filter: BoardFilter; madeBy: string; actor: Actor; origin: Origin },
): Promise<{ board: WallBoard; token: Secret }> {
  const { agencyId, filter, madeBy, actor, origin } = request;
  const token = newSecret(random);
  const made = { id: newUuid(clock, random), agencyId, name: request.name.trim(), filter, madeBy };
  const board: WallBoard = { ...made, createdAt: clock.now(), seenAt: null };
  await database.write(
    async (tx) => {
      if ((await boardsOf(tx.query, agencyId)).length >= BOARDS_AT_MOST) {
        throw refuse.conflict({ description: `An agency has ${BOARDS_AT_MOST} displays at most; end one first` });
      }
      await insertBoard(tx.query, board, hashSecret(token.reveal()));
      const { id: subject, name } = board;
      const done = { action: 'wall_board.added', outcome: 'success', subject, origin } as const;
      await audit.append(tx, { actor, agencyId, ...done, detail: { name, ...filter } });
    },
    { agencyId },
  );
  return { board, token };
}

/** Ends a display: its next reading is refused. Atomic with the audit record. Refuses one that is not the agency's (`not_found`). */
export async function removeBoard(
  { database, audit, clock }: Omit<Ports, 'random'>,
  { agencyId, id, actor, origin }: { agencyId: string; id: string; actor: Actor; origin: Origin },
): Promise<void> {
  await database.write(
    async (tx) => {
      if (!(await endBoard(tx.query, agencyId, id, clock.now()))) {
        throw refuse.notFound({ description: 'No display with this id' });
      }
      await audit.append(tx, { actor, agencyId, action: 'wall_board.ended', outcome: 'success', subject: id, origin });
    },
    { agencyId },
  );
}

/**
 * What a display shows: the agency's active incidents that its filter leaves, the newest first, at most 200. That it reads is noted
 * about once a minute. Refuses a token of no display that goes on (`invalid_token`), and one of an agency that is disabled (`forbidden`):
 * it shows again what is active once that is over.
 */
export async function readBoard(
  { database, clock }: { database: Database; clock: Clock },
  token: string | undefined,
): Promise<{ board: WallBoard; agencyName: string; incidents: readonly ListedIncident[] }> {
  const board = token === undefined || token === '' ? undefined : await findBoard(database.read, hashSecret(token));
  if (board === undefined) {
    throw refuse.invalidToken({ description: 'This display was ended, or its link is not whole; ask for another one' });
  }
  const { agencyId, filter } = board;
  const agency = await readAgency({ database }, agencyId);
  if (agency.disabledAt !== null) {
    throw refuse.forbidden({ description: 'The agency of this display is disabled on this server' });
  }
  const { hidesTests = false, ...rest } = filter;
  const { incidents } = await listSection(
    { database, clock },
    { agencyId, userId: null, section: 'active', filter: rest, hidesTests, before: undefined, limit: SHOWN_AT_MOST },
  );
  const now = clock.now();
  if (board.seenAt === null || board.seenAt < now - SEEN_WITHIN_MS) {
    await database.write(({ query }) => noteSeen(query, board.id, now, now - SEEN_WITHIN_MS), { agencyId });
  }
  return { board, agencyName: agency.name, incidents };
}
