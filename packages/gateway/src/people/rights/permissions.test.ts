import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { ROLES, rightsOf } from './permissions.ts';

test('a role without a row may nothing, whatever it is called', () => {
  const rights = rightsOf(ROLES);
  for (const role of ['supervisor', '', 'constructor', '__proto__']) {
    assert.equal(rights.permissionsOfRole(role).size, 0);
    assert.equal(rights.permissionsOfDeeplink(role).size, 0);
    assert.equal(rights.mayCarry(role, 'alerts'), false);
    assert.equal(rights.fitsAgency(role, 'sandbox-county'), false);
    assert.equal(rights.fitsAgency(role, null), false);
  }
});

test('a row is all that a new role needs: for people, their tokens and their deeplinks', () => {
  const rights = rightsOf({ ...ROLES, trainee: { of: 'agency', permissions: ['session:own', 'incidents:read'] } });
  assert.deepEqual([...rights.permissionsOfRole('trainee')], ['session:own', 'incidents:read']);
  assert.deepEqual([...rights.permissionsOfDeeplink('trainee')], ['session:own', 'incidents:read']);
  assert.deepEqual(rights.rolesWith('incidents:read'), [...Object.keys(ROLES), 'trainee']);
  assert.equal(rights.mayCarry('trainee', 'read_alert'), true);
  assert.equal(rights.mayCarry('trainee', 'alerts'), false);
  assert.equal(rights.fitsAgency('trainee', 'sandbox-county'), true);
  assert.equal(rights.fitsAgency('trainee', null), false);
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
