import { type Kysely, type Migration, sql } from 'kysely';
import { addressKey } from '../../kernel/address.ts';

interface Places {
  sign_in_failures: {
    user_id: string;
    source: string;
    failed_count: number;
    window_started_at: number;
    locked_at: number | null;
  };
  user_sources: { user_id: string; source: string; last_signed_in_at: number };
  developer_sources: { developer_id: string; source: string; last_signed_in_at: number };
  developer_sessions: { developer_id: string; source: string; created_at: number };
  developer_failures: { developer_id: string; source: string; failed_count: number; window_started_at: number };
}

/**
 * The places people are known at, and their failures, by the key of an address: a /64 of IPv6, and IPv4 inside IPv6 as IPv4. A
 * place that is locked stays locked; failures of 15 minutes that were not enough to lock are forgotten. And the refusals that
 * name a client, by the client. And where developers have signed in from.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(untyped: Kysely<unknown>) {
      const db = untyped as Kysely<Places>;
      await moveKnownPlaces(db);
      await moveLocks(db);
      await db.deleteFrom('developer_failures').where('source', 'like', '%:%').execute();
      const statements = [
        `CREATE TABLE developer_sources (
          developer_id ${text} NOT NULL REFERENCES developers(id), source ${text} NOT NULL,
          last_signed_in_at ${int} NOT NULL, PRIMARY KEY (developer_id, source))`,
        'CREATE INDEX developer_sign_ups_by_email ON developer_sign_ups (email, expires_at)',
        `CREATE INDEX audit_refusals_by_claim ON audit_records (subject, at)
           WHERE outcome = 'refused' AND actor_kind = 'anonymous'`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
      await noteDevelopersPlaces(db);
    },
  };
}

async function noteDevelopersPlaces(db: Kysely<Places>): Promise<void> {
  const sessions = await db.selectFrom('developer_sessions').select(['developer_id', 'source', 'created_at']).execute();
  for (const { developer_id, source, created_at } of sessions) {
    await db
      .insertInto('developer_sources')
      .values({ developer_id, source: addressKey(source), last_signed_in_at: created_at })
      .onConflict((conflict) => conflict.columns(['developer_id', 'source']).doNothing())
      .execute();
  }
}

async function moveKnownPlaces(db: Kysely<Places>): Promise<void> {
  const places = await db.selectFrom('user_sources').selectAll().where('source', 'like', '%:%').execute();
  await db.deleteFrom('user_sources').where('source', 'like', '%:%').execute();
  for (const place of places) {
    await db
      .insertInto('user_sources')
      .values({ ...place, source: addressKey(place.source) })
      .onConflict((conflict) => conflict.columns(['user_id', 'source']).doNothing())
      .execute();
  }
}

async function moveLocks(db: Kysely<Places>): Promise<void> {
  const failures = await db.selectFrom('sign_in_failures').selectAll().where('source', 'like', '%:%').execute();
  await db.deleteFrom('sign_in_failures').where('source', 'like', '%:%').execute();
  for (const failure of failures.filter(({ locked_at }) => locked_at !== null)) {
    await db
      .insertInto('sign_in_failures')
      .values({ ...failure, source: addressKey(failure.source) })
      .onConflict((conflict) => conflict.columns(['user_id', 'source']).doUpdateSet({ locked_at: failure.locked_at }))
      .execute();
  }
}
