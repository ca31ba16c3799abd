import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { catalogue } from '../../../testing/src/catalogue.ts';
import { runInProcess } from '../../../testing/src/command-line.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testPostgres } from '../../../testing/src/postgres.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import type { Database } from './database.ts';

onEachEngine('a schema', (engine) => {
  const run = (database: Database, sql: string) =>
    database.write(({ query }) => query.executeQuery(CompiledQuery.raw(sql)));

  test('of the version before is migrated to the same tables, columns, indexes and constraints as a new one', async () => {
    const fresh = await engine.open();
    const expected = await catalogue(fresh);
    assert.ok(expected.length > 100);
    for (const table of [
      'servers',
      'backups',
      'storage_days',
      'security_policies',
      'earlier_passwords',
      'password_grant_days',
      'password_grant_uses',
      'application_logouts',
      'application_sign_ins',
      'passkeys',
      'passkey_challenges',
      'user_factors',
      'recovery_codes',
    ]) {
      await run(fresh, `DROP TABLE ${table}`);
    }
    for (const table of ['clients', 'registrations']) {
      await run(fresh, `ALTER TABLE ${table} DROP COLUMN sign_in_use`);
    }
    await run(fresh, 'ALTER TABLE users DROP COLUMN enabled_at');
    await run(fresh, 'ALTER TABLE agencies DROP COLUMN disabled_at');
    if (fresh.engine === 'sqlite') await run(fresh, 'DROP TABLE search_index');
    await run(fresh, 'DROP TABLE search_texts');
    for (const table of [
      'dispatch_positions',
      'wall_boards',
      'incident_transfers',
      'incident_shares',
      'card_openings',
      'ended_sessions',
      'street_cells',
      'street_segments',
      'address_points',
      'address_sets',
    ]) {
      await run(fresh, `DROP TABLE ${table}`);
    }
    for (const column of ['position_link', 'language']) await run(fresh, `ALTER TABLE agencies DROP COLUMN ${column}`);
    for (const column of ['language', 'reviewed_at', 'reviewed_by', 'password_reminded_at']) {
      await run(fresh, `ALTER TABLE users DROP COLUMN ${column}`);
    }
    for (const table of ['audit_records', 'events', 'incidents']) {
      await run(fresh, `ALTER TABLE ${table} DROP COLUMN packed`);
    }
    await run(fresh, 'DROP INDEX incidents_open');
    for (const [index, column] of [
      ['newest', 'created_at'],
      ['listed', 'listed_at'],
    ]) {
      await run(fresh, `DROP INDEX incidents_${index}`);
      await run(fresh, `CREATE INDEX incidents_${index} ON incidents (agency_id, ${column}, id)`);
    }
    await run(fresh, 'DROP INDEX incidents_claimed');
    await run(fresh, 'DROP TABLE dismissals');
    await run(fresh, 'DROP TABLE seats');
    for (const column of ['claim', 'claim_seat', 'closed_at', 'closing', 'merged_by']) {
      await run(fresh, `ALTER TABLE incidents DROP COLUMN ${column}`);
    }
    for (const column of [
      'factor_at',
      'user_agent',
      'last_seen_at',
      'password_at',
      'active_at',
      'awaits_banner',
      'has_old_password',
    ]) {
      await run(fresh, `ALTER TABLE portal_sessions DROP COLUMN ${column}`);
    }
    for (const table of ['authorization_requests', 'pushed_requests']) {
      await run(fresh, `ALTER TABLE ${table} DROP COLUMN openid`);
    }
    await run(fresh, 'ALTER TABLE installation DROP COLUMN epoch');
    await run(fresh, 'ALTER TABLE installation DROP COLUMN restored_at');
    for (const column of ['traceparent', 'tracestate']) await run(fresh, `ALTER TABLE events DROP COLUMN ${column}`);
    for (const index of ['records_of_agency', 'records_of_actor', 'records_of_subject', 'records_by_time']) {
      await run(fresh, `DROP INDEX audit_${index}`);
    }
    for (const index of ['actions', 'actions_of_agency', 'refusals', 'refusals_of_agency']) {
      await run(fresh, `DROP INDEX audit_${index}`);
    }
    if (fresh.engine === 'postgres') {
      await run(fresh, 'CREATE TABLE whole_audit (LIKE audit_records)');
      await run(fresh, 'DROP TABLE audit_records');
      await run(fresh, 'ALTER TABLE whole_audit RENAME TO audit_records');
      await run(fresh, 'ALTER TABLE audit_records ADD CONSTRAINT audit_records_pkey PRIMARY KEY (chain, number)');
      const refused = "WHERE outcome = 'refused'";
      await run(fresh, `CREATE INDEX audit_refusals_by_actor ON audit_records (actor_id, at) ${refused}`);
      await run(
        fresh,
        `CREATE INDEX audit_refusals_by_claim ON audit_records (subject, at) ${refused} AND actor_kind = 'anonymous'`,
      );
      await run(
        fresh,
        "CREATE INDEX audit_boundaries ON audit_records (chain, number) WHERE action = 'audit.boundary_set'",
      );
    }
    await run(fresh, 'CREATE INDEX audit_records_by_time ON audit_records (at)');
    await run(fresh, 'DROP INDEX webhook_deliveries_ended');
    const ended = "(finished_at) WHERE state <> 'pending'";
    await run(fresh, `CREATE INDEX webhook_deliveries_finished ON webhook_deliveries ${ended}`);
    await run(fresh, 'DROP TABLE migration_marks');
    await run(fresh, 'DROP TABLE agency_roles');
    await run(fresh, 'DROP TABLE provisioned_people');
    for (const table of ['sessions', 'sign_ins', 'identities']) await run(fresh, `DROP TABLE external_${table}`);
    for (const table of ['identity_provider_domains', 'saml_assertions']) await run(fresh, `DROP TABLE ${table}`);
    await run(fresh, 'DROP TABLE identity_providers');
    await run(fresh, 'DROP INDEX incidents_assailants_of_agency');
    await run(fresh, 'CREATE INDEX incidents_assailants ON incidents (agency_id, updated_at)');
    await run(fresh, "DELETE FROM kysely_migration WHERE name >= '0035'");
    await fresh.close();
    const migrated = await engine.open();
    assert.deepEqual(await catalogue(migrated), expected);
    await migrated.close();
  });

  test('of a later version is tolerated where it is marked compatible, and refused in one sentence where it is not', async () => {
    const database = await engine.open();
    await run(database, "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2027-01-01')");
    await run(database, "INSERT INTO migration_marks VALUES ('9999-later', 1)");
    const beside = await engine.open();
    await beside.close();
    await run(database, "UPDATE migration_marks SET is_compatible = 0 WHERE name = '9999-later'");
    await assert.rejects(engine.open(), (err: Error) => {
      assert.ok(err instanceof InstallationError);
      assert.match(
        err.message,
        /^The database is of a later version of Sallyport \(9999-later\), which this one cannot/,
      );
      return true;
    });
    await run(database, "DELETE FROM migration_marks WHERE name = '9999-later'");
    await assert.rejects(engine.open(), InstallationError);
    await run(database, "DELETE FROM kysely_migration WHERE name = '9999-later'");
    await database.close();
  });
});

const top = mkdtempSync(join(tmpdir(), 'sallyport-migrate-'));
after(() => rmSync(top, { recursive: true, force: true }));

test('a database on PostgreSQL is begun by setup, and by nothing that may not make tables or only migrates', async (t) => {
  const postgres = await testPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newDatabase();
  const place = ['--database-url', databaseUrl, '--data-dir', join(top, 'data')];
  const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
  const early = await runInProcess(['setup', ...person, ...place, '--migrate', 'false']);
  assert.equal(early.code, 3, early.output);
  assert.match(early.output, /is not begun: sallyport setup/);
  for (const check of [[], ['--check']]) {
    const migrated = await runInProcess(['migrate', ...check, ...place]);
    assert.equal(migrated.code, 3, migrated.output);
    assert.match(migrated.output, /--database-url has no Sallyport database/);
  }
  const begun = await runInProcess(['setup', ...person, ...place]);
  assert.equal(begun.code, 0, begun.output);
  const again = await runInProcess(['migrate', '--check', ...place]);
  assert.equal(again.code, 0, again.output);
  assert.match(again.output, /The schema is up to date/);
  const late = await runInProcess([
    'setup',
    ...person,
    ...place,
    '--email',
    'second@center.test',
    '--migrate',
    'false',
  ]);
  assert.equal(late.code, 0, late.output);
  const nowhere = await runInProcess(['migrate', '--database-url', `${databaseUrl}_mistyped`]);
  assert.equal(nowhere.code, 3, nowhere.output);
  assert.match(nowhere.output, /has no database .*_mistyped/);
});

test('sallyport migrate refuses a folder without a database, and makes none', async () => {
  const { code, output } = await runInProcess(['migrate', '--data-dir', join(top, 'nothing')]);
  assert.equal(code, 3, output);
  assert.match(output, /has no Sallyport database/);
});
