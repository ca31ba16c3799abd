import { type Kysely, type Migration, sql } from 'kysely';

/** 1 where a session was opened by a password that is to be changed first. A server of the version before asks for no change. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE portal_sessions ADD COLUMN has_old_password integer NOT NULL DEFAULT 0').execute(db);
    },
  };
}
