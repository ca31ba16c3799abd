import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEmptyEngine } from '../../../testing/src/engines.ts';
import { type TestPostgres, testPostgres } from '../../../testing/src/postgres.ts';
import { silentLog } from '../kernel/log.ts';
import type { Database } from './database.ts';
import { openDatabase } from './engines/open-database.ts';

/** Everything the engine knows about its tables, as text. */
async function catalogue(database: Database): Promise<string> {
  const sql =
    database.engine === 'sqlite'
      ? 'SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name'
      : `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`;
  const { rows } = await database.read.executeQuery(CompiledQuery.raw(sql));
  return JSON.stringify(rows);
}

onEachEmptyEngine('opening a database', (engine) => {
  test('makes the schema in an empty one, and opening it again changes nothing', async () => {
    const first = await engine.open();
    const made = await catalogue(first);
    assert.match(made, /audit_records/);
    await first.write((tx) =>
      tx.query.insertInto('agencies').values({ id: 'kept', name: 'Kept', created_at: 1 }).execute(),
    );
    await first.close();
    const second = await engine.open();
    assert.equal(await catalogue(second), made);
    assert.equal((await second.read.selectFrom('agencies').select('id').executeTakeFirst())?.id, 'kept');
    await second.close();
  });

  test('answers that it can be read and written', async () => {
    const database = await engine.open();
    assert.equal(await database.checkReads(), null);
    assert.equal(await database.checkWrites(), null);
    await database.close();
  });

  test('applies a migration that was added later under a lower number than those it has', async () => {
    const database = await engine.open();
    const made = await catalogue(database);
    await database.write(async ({ query }) => {
      await query.executeQuery(CompiledQuery.raw('DROP TABLE card_openings'));
      await query.executeQuery(CompiledQuery.raw("DELETE FROM kysely_migration WHERE name = '0141-card-openings'"));
    });
    await database.close();
    const again = await engine.open();
    assert.equal(await catalogue(again), made);
    await again.close();
  });

  test('applies every migration that has a file', async () => {
    const files = readdirSync(new URL('./migrations', import.meta.url)).filter((file) => !file.endsWith('.test.ts'));
    const database = await engine.open();
    const { rows } = await database.read.executeQuery<{ name: string }>(
      CompiledQuery.raw('SELECT name FROM kysely_migration ORDER BY name'),
    );
    await database.close();
    assert.deepEqual(
      rows.map(({ name }) => `${name}.ts`),
      files.sort(),
      'a file of migrations has no line in MIGRATIONS of migrate.ts, or a line has no file',
    );
  });
});

/** A process of its own that opens the database on a word, so that several open it in the same moment. */
function startOpener(config: { dataDir: string; databaseUrl: string | null }) {
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('./engines/open-database.ts', import.meta.url).href)};
    process.stdout.write('ready');
    process.stdin.once('data', async () => {
      const database = await openDatabase(${JSON.stringify({ ...config, postgresWriteConnections: 2 })}, console);
      await database.write((tx) => tx.query.insertInto('agencies')
        .values({ id: 'process-' + process.pid, name: 'x', created_at: 1 }).execute());
      await database.close();
      process.exit(0);
    });`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
}

for (const name of ['SQLite', 'PostgreSQL'] as const) {
  test(`four processes that open an empty ${name} database at once end with one schema and all their rows`, async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-openers-'));
    t.after(() => rmSync(dataDir, { recursive: true, force: true }));
    let postgres: TestPostgres | undefined;
    if (name === 'PostgreSQL') postgres = await testPostgres();
    t.after(() => postgres?.stop());
    const config = { dataDir, databaseUrl: (await postgres?.newDatabase()) ?? null };
    const openers = Array.from({ length: 4 }, () => startOpener(config));
    const ended = openers.map((opener) => once(opener, 'exit'));
    await Promise.all(openers.map((opener) => once(opener.stdout, 'data')));
    for (const opener of openers) opener.stdin.write('open');
    assert.deepEqual(
      (await Promise.all(ended)).map(([code]) => code),
      [0, 0, 0, 0],
    );
    const database = await openDatabase({ ...config, postgresWriteConnections: 1 }, silentLog);
    assert.equal((await database.read.selectFrom('agencies').select('id').execute()).length, 4);
    await database.close();
  });
}
