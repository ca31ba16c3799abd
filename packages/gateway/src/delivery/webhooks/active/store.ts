import { type Kysely, sql } from 'kysely';
import { compileOnce } from '../../../database/compile-once.ts';
import type { Database, Engine } from '../../../database/database.ts';
import { isAmong, listParameter } from '../../../database/is-among.ts';
import { isFreeFor } from '../../../database/processes/store.ts';
import type { Schema } from '../../../database/schema.ts';
import { rolesWith } from '../../../people/rights/rights.ts';
import { toSubscription } from '../subscription/stored-subscription.ts';
import type { Subscription } from '../subscription/types.ts';

type Reading = Pick<Database, 'engine' | 'read'>;

/**
 * What is sent for a person or under a grant is sent while either is in force, whatever the row's own state is; of an agency that
 * is disabled nothing is sent, and its place in the log stays.
 */
function inForce(query: Kysely<Schema>, now: number) {
  const givers = rolesWith('access:manage');
  return query
    .selectFrom('webhook_subscriptions as s')
    .leftJoin('clients as c', 'c.id', 's.client_id')
    .leftJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('grants as g', 'g.id', 's.grant_id')
    .leftJoin('users as giver', 'giver.id', 'g.user_id')
    .where('s.state', '=', 'active')
    .where('c.disabled_at', 'is', null)
    .where('u.disabled_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('agencies as owner')
            .select('owner.id')
            .where('owner.disabled_at', 'is not', null)
            .where((of) =>
              of.or([
                of('owner.id', '=', of.ref('c.agency_id')),
                of('owner.id', '=', of.ref('u.agency_id')),
                of('owner.id', '=', of.ref('giver.agency_id')),
                of.and([of('s.client_id', 'is', null), of('owner.id', '=', of.ref('s.agency_id'))]),
              ]),
            ),
        ),
      ),
    )
    .where((eb) =>
      eb.or([
        eb('g.id', 'is', null),
        eb.and([
          eb('g.revoked_at', 'is', null),
          eb('g.expires_at', '>', now),
          eb('giver.disabled_at', 'is', null),
          eb.or([
            eb('giver.role', 'in', [...givers]),
            eb.exists(
              eb
                .selectFrom('agency_roles as r')
                .select('r.id')
                .whereRef('r.id', '=', 'giver.role')
                .whereRef('r.agency_id', '=', 'giver.agency_id')
                .where('r.rights', 'like', '%"access:manage"%'),
            ),
          ]),
        ]),
      ]),
    );
}

/** Looked for again and again, however little there is: whether they are in force is asked of those alone that are found. */
const withWork = compileOnce((query, owner: string, now: number) =>
  query
    .selectFrom('webhook_subscriptions as s')
    .innerJoin('agencies as a', 'a.id', 's.agency_id')
    .select('s.id')
    .where('s.state', '=', sql.lit('active'))
    .where((eb) => eb.or([eb('s.resting_until', 'is', null), eb('s.resting_until', '<=', now)]))
    .where(isFreeFor(owner, 's.lease_owner'))
    .where((eb) =>
      eb.or([
        eb('a.last_event_seq', '>', eb.ref('s.cursor_seq')),
        eb.exists(
          eb
            .selectFrom('webhook_deliveries as d')
            .select(sql`1`.as('one'))
            .whereRef('d.subscription_id', '=', 's.id')
            .where('d.state', '=', sql.lit('pending'))
            .where('d.next_attempt_at', '<=', now),
        ),
      ]),
    ),
);

type Ids = ReturnType<typeof listParameter>;

function inForceAmong(engine: Engine, query: Kysely<Schema>, ids: Ids, now: number) {
  return inForce(query, now).where(isAmong(engine, 's.id', ids, 'bigint'));
}

/** Built once for each engine. */
const amongOn = (engine: Engine) => ({
  ids: compileOnce((query, ids: Ids, now: number) => inForceAmong(engine, query, ids, now).select('s.id')),
  rows: compileOnce((query, ids: Ids, now: number) => inForceAmong(engine, query, ids, now).selectAll('s')),
});
const AMONG = { sqlite: amongOn('sqlite'), postgres: amongOn('postgres') };

/**
 * Those that may be sent to now and have something to send: events after their place, or a delivery that is due. Of those `atWork` it is
 * not asked whether they may still be sent to.
 */
export async function subscriptionsWithWork(
  { engine, read }: Reading,
  owner: string,
  now: number,
  atWork: Pick<ReadonlySet<number>, 'has'> = new Set(),
): Promise<number[]> {
  const ids = (await withWork(read, owner, now)).map(({ id }) => id);
  const asked = new Set(ids.filter((id) => !atWork.has(id)));
  if (asked.size === 0) return ids;
  const inForceNow = new Set(
    (await AMONG[engine].ids(read, listParameter(engine, [...asked]), now)).map(({ id }) => id),
  );
  // Whose run ends meanwhile was not asked about, and is looked at all the same.
  return ids.filter((id) => !asked.has(id) || inForceNow.has(id));
}

/** Those of `ids` that may still be sent to, as they are now. */
export async function activeSubscriptions(
  { engine, read }: Reading,
  ids: readonly number[],
  now: number,
): Promise<Subscription[]> {
  if (ids.length === 0) return [];
  return (await AMONG[engine].rows(read, listParameter(engine, ids), now)).map(toSubscription);
}

/** The agency's that may be sent to: an administrator's and its clients' own, no central station's. */
export async function activeOfAgency(query: Kysely<Schema>, agencyId: string, now: number): Promise<Subscription[]> {
  const rows = await inForce(query, now)
    .selectAll('s')
    .where('s.agency_id', '=', agencyId)
    .where('s.group_id', 'is', null)
    .execute();
  return rows.map(toSubscription);
}
