import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CookieJar, expectJson } from './http-client.ts';
import { ADMIN, ALARM, by, fails, json, OPERATOR, ok, profiledCommands } from './profiled-commands.ts';
import { openStoredRows } from './stored-rows.ts';

const sandbox = profiledCommands();

describe('an installation is administered', () => {
  test('users are listed, added, disabled and enabled again', async () => {
    const listed = await json<{ email: string }>(['users', 'list', ...by('admin')]);
    assert.ok(listed.some(({ email }) => email === 'agent@sandbox.test'));
    const person = ['--email', 'new@sandbox.test', '--first-name', 'New', '--last-name', 'Person', '--role', 'agent'];
    assert.match(await ok(['users', 'add', ...person, ...by('admin')]), /Added new@sandbox\.test\nhttp/);
    assert.match(await ok(['users', 'disable', 'new@sandbox.test', ...by('admin')]), /is disabled/);
    assert.doesNotMatch(await ok(['users', 'enable', 'new@sandbox.test', ...by('admin')]), /is disabled/);
    assert.match(await ok(['users', 'release', 'new@sandbox.test', ...by('admin')]), /may sign in again/);
    assert.match(await ok(['users', 'show', 'new@sandbox.test', ...by('admin')]), /"role": "agent"/);
    const [other] = await json<{ email: string }>(['users', 'list', '--agency', 'harbor-city', ...by('operator')]);
    assert.match(other?.email ?? '', /harbor/);
    await fails(['users', 'show', 'agent@harbor.test', ...by('admin')], 1, /no user/);
    await fails(['users', 'add', ...person, ...by('admin')], 1, /./);
    await fails(['users', 'list', ...by('center')], 1, /administrator/);
  });

  test('a user is added in every role that the agency has, and in no other', async () => {
    const jar = new CookieJar();
    await expectJson(sandbox.url, 200, { method: 'POST', path: '/api/session', json: ADMIN, jar });
    const role = { title: 'Shift lead', rights: ['session:own', 'incidents:read'] };
    const own = await expectJson<{ id: string }>(sandbox.url, 201, {
      ...{ method: 'POST', path: '/api/roles', json: role, jar },
    });
    const add = (email: string, role: string) => [
      ...['users', 'add', '--email', email, '--first-name', 'New', '--last-name', 'Person', '--role', role],
      ...by('admin'),
    ];
    const roleOf = async (email: string) =>
      (await json<{ role: string }>(['users', 'show', email, ...by('admin')]))[0]?.role;
    await ok(add('supervisor@sandbox.test', 'supervisor'));
    assert.equal(await roleOf('supervisor@sandbox.test'), 'supervisor');
    await ok(add('lead@sandbox.test', 'shift lead'));
    assert.equal(await roleOf('lead@sandbox.test'), own.id);
    await ok(add('second-lead@sandbox.test', own.id));
    assert.equal(await roleOf('second-lead@sandbox.test'), own.id);
    const every = /--role must be a role of the agency, which chief is not: agent, admin, .*trainee, Shift lead/;
    await fails(add('chief@sandbox.test', 'chief'), 2, every);
    await fails(add('chief@sandbox.test', 'operator'), 2, /which operator is not/);
    await fails(['users', 'show', 'chief@sandbox.test', ...by('admin')], 1, /no user/);
  });

  test('a client is shown, disabled, enabled, and its secret rotated', async () => {
    const id = 'sandbox-prepared-cad';
    assert.match(await ok(['clients', 'list', ...by('admin')]), /sandbox-prepared-cad {2}.*enabled {2}1 secret/);
    assert.equal(await ok(['clients', 'disable', id, ...by('admin')]), `${id} is disabled\n`);
    assert.equal(await ok(['clients', 'enable', id, ...by('admin')]), `${id} is enabled\n`);
    const args = ['login', sandbox.url, '--with', 'client', '--client-id', id, ...by('rotated')];
    const [kept] = await json<{ client_secret: string }>(['secrets', 'rotate', id, ...by('admin')]);
    for (const secret of [`${id}-secret`, kept?.client_secret ?? ''])
      await ok(args, { SALLYPORT_CLIENT_SECRET: secret });
    // Two are the most: one more is refused, and nothing is removed for it.
    await fails(['secrets', 'rotate', id, ...by('admin')], 1, /./);
    await ok(args, { SALLYPORT_CLIENT_SECRET: `${id}-secret` });
    const secretsOf = async () =>
      (await json<{ secrets: unknown[] }>(['clients', 'show', id, ...by('admin')]))[0]?.secrets;
    assert.equal((await secretsOf())?.length, 2);
    assert.equal(await ok(['secrets', 'end-old', id, ...by('admin')]), `${id}: 1 secret is ended\n`);
    await fails(args, 5, /./, { SALLYPORT_CLIENT_SECRET: `${id}-secret` });
    await ok(args, { SALLYPORT_CLIENT_SECRET: kept?.client_secret ?? '' });
    assert.deepEqual(await json(['secrets', 'end-old', id, ...by('admin')]), [{ client_id: id, ended_secret_ids: [] }]);
    assert.equal((await secretsOf())?.length, 1);
    await fails(['secrets', 'end-old', 'harbor-cad', ...by('admin')], 1, /no client/);
    await fails(['clients', 'show', 'harbor-cad', ...by('admin')], 1, /no client/);
    await fails(['clients', 'disable', 'harbor-cad', ...by('admin')], 1, /./);
  });

  test('a rotation that ends the old secrets leaves the new one alone, whether there was one or two', async () => {
    const id = 'harbor-prepared-cad';
    const of = ['--agency', 'harbor-city', ...by('operator')];
    const args = ['login', sandbox.url, '--with', 'client', '--client-id', id, ...by('ended')];
    const rotate = async (...endOld: string[]) =>
      (await json<{ client_secret: string }>(['secrets', 'rotate', id, ...endOld, ...of]))[0]?.client_secret ?? '';
    const first = await rotate('--end-old');
    const second = await rotate();
    for (const secret of [first, second]) await ok(args, { SALLYPORT_CLIENT_SECRET: secret });
    const third = await rotate('--end-old');
    for (const secret of [`${id}-secret`, first, second])
      await fails(args, 5, /./, { SALLYPORT_CLIENT_SECRET: secret });
    await ok(args, { SALLYPORT_CLIENT_SECRET: third });
  });

  test('agencies are listed, shown and edited by operators alone', async () => {
    assert.match(await ok(['agencies', 'list', ...by('operator')]), /harbor-city {5}Harbor City Dispatch/);
    assert.match(
      await ok(['agencies', 'edit', 'harbor-city', '--time-zone', 'America/New_York', ...by('operator')]),
      /New_York/,
    );
    const [shown] = await json<{ time_zone: string }>(['agencies', 'show', 'harbor-city', ...by('operator')]);
    assert.equal(shown?.time_zone, 'America/New_York');
    const edit = (...given: string[]) => ['agencies', 'edit', 'harbor-city', ...given, ...by('operator')];
    for (const given of ['es', 'none'])
      assert.match(await ok(edit('--language', given)), new RegExp(`New_York, language ${given}\\n`));
    await fails(edit(), 2, /--time-zone or --language/);
    await fails(edit('--language', 'de'), 2, /en, es/);
    await fails(['agencies', 'show', 'atlantis', ...by('operator')], 1, /no agency/);
    await fails(['agencies', 'edit', 'harbor-city', '--time-zone', 'Mars/Base', ...by('operator')], 1, /time_zone/);
    await fails(['agencies', 'list', ...by('admin')], 1, /operator/);
  });

  test('an agency is disabled and enabled by operators alone', async () => {
    const id = 'harbor-city';
    const login = ['login', sandbox.url, '--with', 'client', '--client-id', 'harbor-cad', ...by('harbor')];
    const secret = { SALLYPORT_CLIENT_SECRET: 'harbor-cad-secret' };
    assert.equal(await ok(['agencies', 'disable', id, ...by('operator')]), `${id} is disabled\n`);
    assert.match(await ok(['agencies', 'list', ...by('operator')]), /harbor-city .* disabled\n/);
    await fails(login, 5, /agency of this client is disabled/, secret);
    await fails(['alert', 'send', ...ALARM.with(1, 'harbor'), ...by('station')], 1, /harbor-city is disabled/);
    assert.equal(await ok(['agencies', 'enable', id, ...by('operator')]), `${id} is enabled\n`);
    await ok(login, secret);
    await ok(['alert', 'send', ...ALARM.with(1, 'harbor'), ...by('station')]);
    await fails(['agencies', 'disable', 'atlantis', ...by('operator')], 1, /atlantis/);
    await fails(['agencies', 'disable', id, ...by('admin')], 1, /./);
    await fails(['agencies', 'disable', ...by('operator')], 2, /AGENCY-ID is missing/);
  });

  test('operators are listed, disabled, enabled and released by operators alone, and the last one stays', async () => {
    // A sandbox has one operator, and sets up no other.
    const rows = await openStoredRows(sandbox, undefined, { isWriting: true });
    await rows.all(`INSERT INTO users (id, email, first_name, last_name, role, created_at)
      VALUES ('0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d12', 'second@center.test', 'Second', 'Operator', 'operator', 1)`);
    await rows.close();
    const operators = (...words: string[]) => ['operators', ...words, ...by('operator')];
    const statuses = async () =>
      (await json<{ email: string; status: string }>(operators('list'))).map(({ email, status }) => [email, status]);
    const before = await statuses();
    assert.deepEqual(before.map(([email]) => email).sort(), ['operator@sallyport.test', 'second@center.test']);
    assert.equal(await ok(operators('disable', 'second@center.test')), 'second@center.test is disabled\n');
    assert.ok((await statuses()).some(([email, status]) => email === 'second@center.test' && status === 'disabled'));
    await fails(operators('disable', OPERATOR.email), 1, /The last operator cannot be disabled/);
    assert.doesNotMatch(await ok(operators('enable', ' SECOND@center.test')), /is disabled/);
    assert.deepEqual(await statuses(), before);
    assert.equal(await ok(operators('release', 'second@center.test')), 'second@center.test may sign in again\n');
    await fails(
      operators('disable', 'agent@sandbox.test'),
      1,
      /no operator agent@sandbox\.test; sallyport operators list/,
    );
    await fails(operators('disable'), 2, /OPERATOR is missing/);
    for (const profile of ['admin', 'center']) {
      await fails(['operators', 'list', ...by(profile)], 1, /operator/);
    }
  });

  test('a session that was ended asks to sign in again', async () => {
    await sandbox.loginPerson('leaving', ADMIN);
    const kept = readFileSync(sandbox.profileFile('leaving'));
    await ok(['logout', ...by('leaving')]);
    writeFileSync(sandbox.profileFile('leaving'), kept);
    await fails(['users', 'list', ...by('leaving')], 5, /sign in again/);
  });
});
