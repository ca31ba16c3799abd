import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Finding an incident by a caller's number that could not be read, as it was given. Mexico's numbers lose the 1 that mobile
 * ones had until 2019, because they are read without it from now on.
 */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE INDEX incidents_of_unread_number ON incidents (agency_id, caller_phone_given)
          WHERE caller_phone_number IS NULL AND caller_phone_given IS NOT NULL`,
        ...['incidents', 'cad_incidents'].map(
          (table) =>
            `UPDATE ${table} SET caller_phone_number = '+52' || substr(caller_phone_number, 5)
              WHERE caller_phone_number LIKE '+521__________'`,
        ),
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
