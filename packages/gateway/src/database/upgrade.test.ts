import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CompiledQuery, type Kysely, Migrator } from 'kysely';
import { callerOf } from '../../../testing/src/caller.ts';
import { catalogue } from '../../../testing/src/catalogue.ts';
import { runInProcess } from '../../../testing/src/command-line.ts';
import { testPostgres } from '../../../testing/src/postgres.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { silentLog } from '../kernel/log.ts';
import type { Engine } from './database.ts';
import { openDatabase } from './engines/open-database.ts';
import { onOwnConnection } from './engines/postgres/engine.ts';
import { kyselyOn, openSqlite } from './engines/sqlite/connection.ts';
import { MIGRATIONS } from './migrate.ts';
import type { Schema } from './schema.ts';

const OLDER = '0035-epochs';
type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
/** What a server of that schema wrote: a sandbox with a call, its note and an alert. Numbers are the engine's to give. */
const WRITTEN = JSON.parse(
  readFileSync(new URL('../../../testing/src/rows-at-0035.json', import.meta.url), 'utf8'),
) as Rows;

const top = mkdtempSync(join(tmpdir(), 'sallyport-upgrade-'));
after(() => rmSync(top, { recursive: true, force: true }));

/** The schema by its own migrations alone, and what was written under it. */
async function makeOlder(query: Kysely<Schema>, engine: Engine): Promise<void> {
  const names = Object.keys(MIGRATIONS).filter((name) => name <= OLDER);
  const migrations = Object.fromEntries(
    names.flatMap((name) => [[name, MIGRATIONS[name]?.(engine) ?? { async up() {} }]]),
  );
  const { error } = await new Migrator({
    db: query,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  assert.equal(error, undefined);
  for (const [table, rows] of Object.entries(WRITTEN)) {
    for (const row of rows) {
      // Some rows are the migrations' own.
      const insert = query.insertInto(table as 'agencies').values(row as never);
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    }
  }
}

const asText = (value: unknown) => (value === null ? null : String(value));

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`a database that an older server wrote on ${engine} is upgraded by sallyport migrate, and everything in it goes on`, async (t) => {
    const postgres = engine === 'postgres' ? await testPostgres() : null;
    t.after(() => postgres?.stop());
    const dataDir = join(top, engine);
    mkdirSync(dataDir, { mode: 0o700 });
    const databaseUrl = (await postgres?.newDatabase()) ?? null;
    if (databaseUrl === null) {
      const connection = openSqlite(join(dataDir, 'sallyport.db'), { readOnly: false });
      await makeOlder(kyselyOn(connection), engine);
      connection.close();
    } else await onOwnConnection(databaseUrl, { log: silentLog }, (query) => makeOlder(query, engine));

    const place = ['--data-dir', dataDir, ...(databaseUrl === null ? [] : ['--database-url', databaseUrl])];
    const asked = await runInProcess(['migrate', '--check', ...place]);
    assert.equal(asked.code, 1, asked.output);
    assert.match(asked.output, /0036-updates-in-place: to be done/);
    if (databaseUrl !== null) {
      const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
      const early = await runInProcess(['setup', ...person, ...place, '--migrate', 'false']);
      assert.equal(early.code, 3, early.output);
      assert.match(early.output, /lacks \d+ migrations, from 0036-updates-in-place on: run sallyport migrate/);
    }
    const done = await runInProcess(['migrate', ...place], undefined, { isTerminal: true });
    assert.equal(done.code, 0, done.output);
    assert.match(done.output, /\d+ migrations were done/);
    assert.ok(done.output.includes('0036-updates-in-place, 0 %'), done.output);

    const open = () => openDatabase({ databaseUrl, dataDir, postgresWriteConnections: 2 }, silentLog);
    const database = await open();
    for (const [table, rows] of Object.entries(WRITTEN)) {
      const { rows: found } = await database.read.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(`SELECT * FROM ${table}`),
      );
      const kept = found.map((row) => JSON.stringify(Object.keys(rows[0] ?? {}).map((column) => asText(row[column]))));
      assert.deepEqual(kept.sort(), rows.map((row) => JSON.stringify(Object.values(row).map(asText))).sort(), table);
    }
    const fresh = await openDatabase(
      {
        databaseUrl: (await postgres?.newDatabase()) ?? null,
        dataDir: join(top, `${engine}-fresh`),
        postgresWriteConnections: 2,
      },
      silentLog,
    );
    assert.deepEqual(await catalogue(database), await catalogue(fresh), 'tables, columns, indexes and constraints');
    await fresh.close();
    await database.close();

    const world = await testWorld({ name: engine, open });
    t.after(() => world.stop());
    const [call] = (WRITTEN['incidents'] ?? []).filter(({ kind }) => kind === 'call');
    const reader = await callerOf(world.app, 'sandbox-cad');
    const read = await reader('GET', `/api/incidents/${call?.['id']}`);
    assert.equal(read.status, 200, 'by a secret that was issued then');
    assert.match(JSON.stringify(read.body), /\+15125550188.*He waits outside/);
    const equipment = await callerOf(world.app, 'sandbox-call-handling');
    const noted = await equipment('POST', `/api/incidents/${call?.['id']}/notes`, { text: 'He is let in' });
    assert.equal(noted.status, 201);
    const { body } = await reader('GET', '/api/incidents');
    assert.equal(body.incidents.length, 2);
  });
}
