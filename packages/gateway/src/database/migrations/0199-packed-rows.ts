import { type Kysely, type Migration, sql } from 'kysely';

/** Another process began the database since it was found without a table. */
export class BegunMeanwhile extends Error {}

/**
 * Nothing but its name, by which rows are written packed from then on. A new database has it from its beginning; of another,
 * `sallyport database pack` states it. `begun` is how many migrations the running transaction has done before this one: all that
 * there are, unless the database was begun by somebody else.
 */
export function migration(begun: () => number): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { rows } = await sql<{ count: number | string }>`SELECT count(*) AS count FROM kysely_migration`.execute(
        db,
      );
      if (Number(rows[0]?.count) !== begun()) throw new BegunMeanwhile();
    },
  };
}
