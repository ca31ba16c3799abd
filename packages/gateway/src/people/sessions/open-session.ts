import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import type { SecurityPolicy } from '../policies/policy.ts';
import { isKnownSource } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { insertSession } from './store.ts';

export interface OpenedSession {
  readonly user: User;
  readonly expiresAt: number;
}

const HOUR_MS = 3_600_000;

/** True where the person signed in before, and never from there. Asked before `rememberSource`. */
export async function isNewPlace(query: Database['read'], user: User, { source }: Origin): Promise<boolean> {
  return user.lastSignedInAt !== null && !(await isKnownSource(query, user.id, addressKey(source)));
}

/**
 * Part of the caller's transaction: a session of a person who was proven, for as long as the policy lets it last, with its audit record,
 * and a mail where they signed in from a new place. It awaits the acknowledgement of the policy's banner, where there is one.
 */
export async function openSession(
  ports: {
    audit: Audit;
    clock: Clock;
    random: Random;
    mail: MailQueue;
  },
  tx: Transaction,
  {
    user,
    policy,
    origin,
    isFromNewPlace,
    awaitsBanner = policy.bannerText !== null,
    hasOldPassword = false,
    detail,
  }: {
    user: User;
    policy: SecurityPolicy;
    origin: Origin;
    isFromNewPlace: boolean;
    awaitsBanner?: boolean;
    /** True where it is by a password that is to be changed first. */
    hasOldPassword?: boolean;
    detail?: Readonly<Record<string, unknown>>;
  },
): Promise<OpenedSession & { token: Secret }> {
  const { audit, clock, random } = ports;
  const token = newSecret(random);
  const createdAt = clock.now();
  const expiresAt = createdAt + policy.sessionHours * HOUR_MS;
  await insertSession(tx.query, {
    tokenHash: hashSecret(token.reveal()),
    userId: user.id,
    createdAt,
    expiresAt,
    source: origin.source,
    userAgent: origin.userAgent ?? null,
    awaitsBanner,
    hasOldPassword,
  });
  if (isFromNewPlace) await mailAboutAccount(ports, tx, user, 'new_place', { place: origin.source });
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
