import { type Kysely, type Migration, sql } from 'kysely';

/** The agency's active assailant alerts are found without reading its other incidents. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(
          `CREATE INDEX incidents_assailants ON incidents (agency_id, updated_at)
            WHERE emergency_type IN ('ACTIVE_ASSAILANT', 'TEST_ACTIVE_ASSAILANT')`,
        )
        .execute(db);
    },
  };
}
