import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import type { User } from '../users/types.ts';
import { insertSession } from './store.ts';

export interface OpenedSession {
  readonly user: User;
  readonly expiresAt: number;
}

const HOUR_MS = 3_600_000;

/** Part of the caller's transaction: a session of a person who was proven, of so many hours, with its audit record. */
export async function openSession(
  ports: {
    audit: Audit;
    clock: Clock;
    random: Random;
  },
  tx: Transaction,
  {
    user,
    hours,
    origin,
    detail,
  }: { user: User; hours: number; origin: Origin; detail?: Readonly<Record<string, unknown>> },
): Promise<OpenedSession & { token: Secret }> {
  const { audit, clock, random } = ports;
  const token = newSecret(random);
  const createdAt = clock.now();
  const expiresAt = createdAt + hours * HOUR_MS;
  await insertSession(tx.query, {
    tokenHash: hashSecret(token.reveal()),
    userId: user.id,
    createdAt,
    expiresAt,
    source: origin.source,
  });
  await audit.append(tx, {
    actor: { kind: 'user', id: user.id },
    agencyId: user.agencyId,
    action: 'session.opened',
    outcome: 'success',
    origin,
    ...(detail && { detail }),
  });
  return { user, expiresAt, token };
}
