import { type Kysely, sql } from 'kysely';
import { isFreeFor } from '../../database/processes/store.ts';
import type { Schema } from '../../database/schema.ts';

/** A logout token that waits to be sent: for which sign-in (`grantId`, its `sid`), of whom and to whom. */
export interface WaitingLogout {
  readonly grantId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly agencyId: string;
}

export async function insertLogout(query: Kysely<Schema>, logout: WaitingLogout, now: number): Promise<void> {
  await query
    .insertInto('application_logouts')
    .values({
      grant_id: logout.grantId,
      client_id: logout.clientId,
      user_id: logout.userId,
      agency_id: logout.agencyId,
      state: 'waiting',
      attempts: 0,
      next_attempt_at: now,
      fault: null,
      lease_owner: null,
      created_at: now,
      finished_at: null,
    })
    .execute();
}

/** What that process may send now, but to those clients, in the order in which it is due. */
export async function dueLogouts(
  query: Kysely<Schema>,
  { owner, now, limit, without }: { owner: string; now: number; limit: number; without: readonly string[] },
): Promise<{ grantId: string; clientId: string }[]> {
  return query
    .selectFrom('application_logouts')
    .select(['grant_id as grantId', 'client_id as clientId'])
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '<=', now)
    .where(isFreeFor(owner, 'application_logouts.lease_owner'))
    .$if(without.length > 0, (chosen) => chosen.where('client_id', 'not in', without))
    .orderBy('next_attempt_at')
    .orderBy('grant_id')
    .limit(limit)
    .execute();
}

/**
 * Leases a due one to that process and counts the attempt before it is made. One conditional update: of two processes at once one
 * gets it, and the other nothing.
 */
export async function beginLogout(
  query: Kysely<Schema>,
  { grantId, owner, now }: { grantId: string; owner: string; now: number },
): Promise<(WaitingLogout & { readonly attempts: number }) | undefined> {
  const row = await query
    .updateTable('application_logouts')
    .set((eb) => ({ lease_owner: owner, attempts: eb('attempts', '+', 1) }))
    .where('grant_id', '=', grantId)
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '<=', now)
    .where(isFreeFor(owner, 'application_logouts.lease_owner'))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { client_id: clientId, user_id: userId, agency_id: agencyId, attempts } = row;
  return { grantId, clientId, userId, agencyId, attempts };
}

/**
 * Gives the lease back: finished as `sent` or `given_up`, or to be tried again at `nextAttemptAt`. False, and nothing changed, where
 * the lease is another process's.
 */
export async function finishAttempt(
  query: Kysely<Schema>,
  { grantId, owner }: { grantId: string; owner: string },
  outcome:
    | { readonly state: 'sent' | 'given_up'; readonly fault: string | null; readonly finishedAt: number }
    | { readonly state: 'waiting'; readonly fault: string; readonly nextAttemptAt: number },
): Promise<boolean> {
  const { state, fault } = outcome;
  const { numUpdatedRows } = await query
    .updateTable('application_logouts')
    .set({
      state,
      fault,
      lease_owner: null,
      ...(outcome.state === 'waiting'
        ? { next_attempt_at: outcome.nextAttemptAt }
        : { finished_at: outcome.finishedAt }),
    })
    .where('grant_id', '=', grantId)
    .where('state', '=', 'waiting')
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes up to `limit` that were sent or given up before `before`; returns how many. */
export async function deleteFinishedLogouts(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('application_logouts')
    .where('grant_id', 'in', (eb) =>
      eb
        .selectFrom('application_logouts')
        .select('grant_id')
        .where('finished_at', '<', before)
        .orderBy('finished_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What an application did not take of its logout tokens. Instants are in milliseconds. */
export interface UntakenLogouts {
  readonly clientId: string;
  readonly state: 'waiting' | 'given_up';
  readonly count: number;
  /** Of those that wait, when the first was made; of those that were given up, when the last one was. */
  readonly at: number;
  /** Why one of them was not taken. */
  readonly fault: string;
}

/** By application, the tokens that still wait after `attempts`, and those that were given up after `since`; the most first. */
export async function untakenLogouts(
  query: Kysely<Schema>,
  { attempts, since }: { attempts: number; since: number },
): Promise<UntakenLogouts[]> {
  const waiting = await query
    .selectFrom('application_logouts')
    .select(({ fn }) => [
      'client_id',
      fn.countAll<number | string>().as('count'),
      fn.min('created_at').as('at'),
      fn.max('fault').as('fault'),
    ])
    .where('state', '=', sql.lit('waiting'))
    .where('attempts', '>=', attempts)
    .groupBy('client_id')
    .execute();
  const givenUp = await query
    .selectFrom('application_logouts')
    .select(({ fn }) => [
      'client_id',
      fn.countAll<number | string>().as('count'),
      fn.max('finished_at').as('at'),
      fn.max('fault').as('fault'),
    ])
    .where('state', '=', 'given_up')
    .where('finished_at', '>', since)
    .groupBy('client_id')
    .execute();
  const read = (state: UntakenLogouts['state']) => (row: (typeof waiting)[number] | (typeof givenUp)[number]) => ({
    ...{ clientId: row.client_id, state, count: Number(row.count), at: row.at ?? 0, fault: row.fault ?? 'unknown' },
  });
  return [...givenUp.map(read('given_up')), ...waiting.map(read('waiting'))].sort((a, b) => b.count - a.count);
}
