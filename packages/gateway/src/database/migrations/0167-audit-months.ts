import { type Kysely, type Migration, sql } from 'kysely';

/** Midnight UTC of the first of the month so many months after that of `at`. */
const monthStart = (at: number, after: number) => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + after, 1);
};

/**
 * On PostgreSQL the audit is a table a month, so that retention drops one instead of removing its rows. What is there already stays
 * where it is, in the first of them, and its indexes become parts of the whole table's. A server of the version before writes
 * and reads the whole under the name that it knows; what it writes after the months that are made ahead is in the last of them.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      if (engine === 'sqlite') return;
      const run = (statement: string) => sql.raw(statement).execute(db);
      await run('LOCK TABLE audit_records IN ACCESS EXCLUSIVE MODE');
      const { rows: indexes } = await sql<{ name: string; definition: string }>`
        SELECT indexname AS name, indexdef AS definition FROM pg_indexes
          WHERE schemaname = current_schema() AND tablename = 'audit_records' AND indexname <> 'audit_records_pkey'
          ORDER BY indexname`.execute(db);
      const { rows: newest } = await sql<{ at: string | number }>`
        SELECT greatest((extract(epoch FROM now()) * 1000)::bigint, (SELECT max(at) FROM audit_records)) AS at`.execute(
        db,
      );
      const [next, afterNext] = [1, 2].map((after) => monthStart(Number(newest[0]?.at), after)) as [number, number];
      const name = `audit_records_${new Date(next).toISOString().slice(0, 7).replace('-', '_')}`;
      await run('ALTER TABLE audit_records RENAME TO audit_records_first');
      for (const index of indexes) await run(`ALTER INDEX ${index.name} RENAME TO ${index.name}_first`);
      await run('ALTER TABLE audit_records_first DROP CONSTRAINT audit_records_pkey');
      await run('ALTER TABLE audit_records_first ADD PRIMARY KEY (chain, number, at)');
      await run('CREATE TABLE audit_records (LIKE audit_records_first) PARTITION BY RANGE (at)');
      await run('ALTER TABLE audit_records ADD PRIMARY KEY (chain, number, at)');
      await run(
        `ALTER TABLE audit_records ATTACH PARTITION audit_records_first FOR VALUES FROM (MINVALUE) TO (${next})`,
      );
      // An index of the whole takes the one of its first part as it is.
      for (const { definition } of indexes) await run(definition);
      await run(`CREATE TABLE ${name} PARTITION OF audit_records FOR VALUES FROM (${next}) TO (${afterNext})`);
      await run(
        `CREATE TABLE audit_records_next PARTITION OF audit_records FOR VALUES FROM (${afterNext}) TO (MAXVALUE)`,
      );
    },
  };
}
