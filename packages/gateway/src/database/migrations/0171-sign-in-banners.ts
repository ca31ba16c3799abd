import { type Kysely, type Migration, sql } from 'kysely';

/** 1 where the person of a session has not acknowledged yet what the policy had them read at the sign-in. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE portal_sessions ADD COLUMN awaits_banner integer NOT NULL DEFAULT 0').execute(db);
    },
  };
}
