import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { migration } from './0032-roles.ts';

/** Whose statements run on that connection. */
function over(connection: DatabaseSync): Kysely<unknown> {
  class Driver extends DummyDriver {
    override async acquireConnection() {
      return {
        async executeQuery<R>({ sql }: { sql: string }) {
          connection.exec(sql);
          return { rows: [] as R[] };
        },
        // biome-ignore lint/correctness/useYield: nothing is streamed here
        async *streamQuery() {
          throw new Error('not used');
        },
      };
    }
  }
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new Driver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

test('the people of an older database stay, with what refers to them, and any role is taken from then on', async () => {
  const connection = new DatabaseSync(':memory:');
  connection.exec(`PRAGMA foreign_keys = ON; CREATE TABLE agencies (id text PRIMARY KEY); INSERT INTO agencies VALUES ('a');
    CREATE TABLE users (id text PRIMARY KEY, agency_id text REFERENCES agencies(id), email text NOT NULL UNIQUE,
      first_name text NOT NULL, last_name text NOT NULL, role text NOT NULL, password_hash text, password_changed_at integer,
      disabled_at integer, last_signed_in_at integer, created_at integer NOT NULL,
      token_generation integer NOT NULL DEFAULT 0, CHECK (role IN ('admin', 'agent', 'operator')));
    CREATE INDEX users_of_agency ON users (agency_id, last_name);
    CREATE TABLE password_links (token_hash text PRIMARY KEY, user_id text NOT NULL REFERENCES users(id));
    INSERT INTO users VALUES ('u', 'a', 'u@sandbox.test', 'U', 'User', 'agent', 'hash', 1, NULL, 2, 3, 4);
    INSERT INTO password_links VALUES ('t', 'u');`);
  const before = { ...connection.prepare('SELECT * FROM users').get() };
  connection.exec('BEGIN');
  await migration('sqlite').up?.(over(connection));
  connection.exec('COMMIT');
  assert.deepEqual({ ...connection.prepare('SELECT * FROM users').get() }, before);
  assert.deepEqual(connection.prepare('PRAGMA foreign_key_check').all(), []);
  connection.exec("UPDATE users SET role = 'supervisor'");
  assert.throws(() => connection.exec("INSERT INTO password_links VALUES ('s', 'nobody')"), /FOREIGN KEY/);
  connection.close();
});
