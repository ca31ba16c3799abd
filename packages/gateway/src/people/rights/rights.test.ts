import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGENCY_RIGHTS as DESCRIBED } from '../../../../contract/src/native/roles.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { AGENCY_RIGHTS, RIGHTS, rightsOf } from './rights.ts';

test('a role without a row may nothing, whatever it is called', () => {
  const rights = rightsOf(RIGHTS);
  for (const role of ['observer', '', 'constructor', '__proto__']) {
    assert.equal(rights.rightsOfRole(role).size, 0);
    assert.equal(rights.rightsOfPerson({ role }).size, 0);
    assert.equal(rights.rightsOfDeeplink({ role }).size, 0);
    assert.equal(rights.mayCarry({ role }, 'alerts'), false);
    assert.equal(rights.fitsAgency(role, 'sandbox-county'), false);
    assert.equal(rights.fitsAgency(role, null), false);
  }
});

test('a scope without a row may nothing, whatever it is called, and is carried by nobody', () => {
  const rights = rightsOf(RIGHTS);
  for (const scope of ['reports', '', 'constructor', '__proto__']) {
    assert.equal(rights.rightsOfScopes([scope]).size, 0);
    for (const role of Object.keys(RIGHTS.roles)) assert.equal(rights.mayCarry({ role }, scope), false);
  }
});

test('a row is all that a new role needs: for people, their tokens and their deeplinks', () => {
  const observer = { of: 'agency', rights: ['session:own', 'incidents:read', 'alerts:read'] } as const;
  const rights = rightsOf({ ...RIGHTS, roles: { ...RIGHTS.roles, observer } });
  assert.deepEqual([...rights.rightsOfRole('observer')], observer.rights);
  assert.deepEqual([...rights.rightsOfDeeplink({ role: 'observer' })], ['session:own', 'incidents:read']);
  assert.deepEqual(rights.rolesWith('incidents:read'), [...Object.keys(RIGHTS.roles), 'observer']);
  assert.equal(rights.mayCarry({ role: 'observer' }, 'read_alert'), true);
  assert.equal(rights.mayCarry({ role: 'observer' }, 'alerts'), false);
  assert.equal(rights.fitsAgency('observer', 'sandbox-county'), true);
  assert.equal(rights.fitsAgency('observer', null), false);
});

test('an administrator may do all that any other role of an agency may, and a trainee sees and changes nothing', () => {
  const { trainee, auditor, operator, admin, ...others } = RIGHTS.roles;
  const ofAdmin: readonly string[] = admin.rights;
  for (const { rights } of [trainee, auditor, ...Object.values(others)]) {
    for (const right of rights) assert.ok(ofAdmin.includes(right), right);
  }
  const ofOperator: readonly string[] = operator.rights;
  for (const right of admin.rights) assert.ok(ofOperator.includes(right), right);
  for (const { rights } of [trainee, auditor]) {
    for (const right of rights) assert.match(right, /:(own|read|listen|export)$/);
  }
});

test('a role of every installation is its row, whatever an own role of that name would allow', () => {
  const rights = rightsOf(RIGHTS);
  const ownRoleRights = new Set(['users:manage'] as const);
  assert.equal(rights.rightsOfPerson({ role: 'trainee', ownRoleRights }).has('users:manage'), false);
  assert.deepEqual(rights.rightsOfPerson({ role: 'role-id', ownRoleRights }), ownRoleRights);
});

test('every right that a role of an agency can have is described in the contract', () => {
  assert.deepEqual([...DESCRIBED].sort(), [...AGENCY_RIGHTS].sort());
});

test('a right is given by one scope, and no scope makes an administrator or an operator of its token', () => {
  const given = Object.values(RIGHTS.scopes).flat();
  assert.equal(new Set(given).size, given.length);
  const { agent, admin, operator } = RIGHTS.roles;
  const ofAgent: readonly string[] = agent.rights;
  const above = [...admin.rights, ...operator.rights].filter((right) => !ofAgent.includes(right));
  assert.deepEqual(
    given.filter((right) => (above as string[]).includes(right)),
    ['webhooks:manage'],
  );
});

test('tokens are given what their scopes list, and each right leads back to its scope', () => {
  const rights = rightsOf(RIGHTS);
  assert.deepEqual(
    [...rights.rightsOfScopes(['alerts', 'webhooks'])],
    ['incidents:read', 'alerts:answer', 'cards:sensitive', 'webhooks:manage'],
  );
  for (const [scope, given] of Object.entries(RIGHTS.scopes)) {
    for (const right of given) assert.equal(rights.scopeOf(right), scope);
  }
});

onEachEngine('the users of a database', (engine) => {
  test('may have any role: no constraint lists them', async () => {
    const database = await engine.open();
    const user = { agency_id: null, first_name: 'A', last_name: 'B', created_at: 1 };
    await database.write((tx) =>
      tx.query
        .insertInto('users')
        .values({ ...user, id: 'one', email: 'one@sandbox.test', role: 'auditor' })
        .execute(),
    );
    await database.write((tx) =>
      tx.query
        .insertInto('password_links')
        .values({ token_hash: 'a', user_id: 'one', created_at: 1, expires_at: 2, spent_at: null })
        .execute(),
    );
    await assert.rejects(
      database.write((tx) =>
        tx.query
          .insertInto('password_links')
          .values({ token_hash: 'b', user_id: 'nobody', created_at: 1, expires_at: 2, spent_at: null })
          .execute(),
      ),
    );
    await database.close();
  });
});
