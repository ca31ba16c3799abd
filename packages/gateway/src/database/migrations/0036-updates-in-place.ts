import { type Kysely, type Migration, sql } from 'kysely';

/**
 * No index holds when an incident last changed, or every change of one would write all of its table's indexes anew on
 * PostgreSQL. Its pages have room for a row's next version beside it. An agency has few assailant alerts, which are sorted when
 * they are read.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE INDEX incidents_assailants_of_agency ON incidents (agency_id)
          WHERE emergency_type IN ('ACTIVE_ASSAILANT', 'TEST_ACTIVE_ASSAILANT')`,
        'DROP INDEX incidents_assailants',
        ...(engine === 'sqlite'
          ? []
          : ['ALTER TABLE incidents SET (fillfactor = 80)', 'ALTER TABLE agencies SET (fillfactor = 50)']),
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
