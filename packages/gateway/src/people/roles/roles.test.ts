import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { addUser } from '../administration/add-user.ts';
import { editUser, renewPasswordLink } from '../administration/administer-user.ts';
import { rightsOfPerson } from '../rights/rights.ts';
import { findPortalSession, signIn } from '../sessions/portal-session.ts';
import { findUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { addRole, editRole, removeRole } from './administer-roles.ts';
import { listRoles } from './list-roles.ts';

onEachEngine("an agency's own roles", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let admin: User;
  before(async () => {
    world = await testWorld(engine);
    admin = await newPerson(world.parts, { role: 'admin' });
  });
  after(() => world.stop());

  const by = (person: Pick<User, 'id'>, agencyId = 'sandbox-county') => ({
    agencyId,
    actor: { kind: 'user', id: person.id } as const,
    origin: originFrom(),
  });
  const add = (title: string, rights: string[], person = admin) =>
    addRole(world.parts, { ...by(person), title, rights });
  const give = (user: User, role: string, person = admin) =>
    editUser(world.parts, { ...by(person), userId: user.id, edit: { role } });
  const personIs = (id: string) => findUser(world.parts.database.read, id);

  test('have the rights that were chosen and no other, and everybody of one may sign in', async () => {
    const role = await add(' Shift lead ', ['alerts:answer', 'users:manage', 'agencies:manage']);
    assert.equal(role.title, 'Shift lead');
    const person = await newPerson(world.parts);
    const given = await give(person, role.id);
    assert.equal(given.ownRoleTitle, 'Shift lead');
    assert.deepEqual([...role.rights].sort(), ['alerts:answer', 'factors:own', 'session:own', 'users:manage']);
    assert.deepEqual(rightsOfPerson((await personIs(person.id)) as User), role.rights);
    const roles = await listRoles(world.parts, { agencyId: 'sandbox-county', rights: role.rights });
    assert.equal(roles.find(({ id }) => id === role.id)?.people, 1);
    assert.deepEqual(
      roles.filter(({ mayBeGiven }) => mayBeGiven).map(({ id }) => id),
      [role.id],
    );
  });

  test('are refused with a title that another role has, in any case of letters', async () => {
    await add('Call taker', []);
    for (const title of ['call TAKER', 'Agent', 'trainee ']) {
      await refusedWith('conflict', add(title, []));
    }
    const other = await add('Other', []);
    await refusedWith('conflict', editRole(world.parts, { ...by(admin), id: other.id, title: 'Call Taker' }));
    await editRole(world.parts, { ...by(admin), id: other.id, title: 'OTHER' });
  });

  test('exist at their agency alone', async () => {
    const role = await add('Of the county', ['incidents:read']);
    const harbor = await newPerson(world.parts, { role: 'admin', agencyId: 'harbor-city' });
    const theirs = await newPerson(world.parts, { agencyId: 'harbor-city' });
    const asked = { ...by(harbor, 'harbor-city'), id: role.id };
    await refusedWith('not_found', editRole(world.parts, { ...asked, rights: [] }));
    await refusedWith('not_found', removeRole(world.parts, asked));
    const edit = { role: role.id };
    const target = { ...by(harbor, 'harbor-city'), userId: theirs.id };
    await refusedWith('invalid_request', editUser(world.parts, { ...target, edit }));
    // A row that came to name it by other means has no right of it.
    await world.parts.database.write(({ query }) =>
      query.updateTable('users').set({ role: role.id }).where('id', '=', theirs.id).execute(),
    );
    assert.equal(rightsOfPerson((await personIs(theirs.id)) as User).size, 0);
  });

  test('end the sessions of their people where a right goes, and only then', async () => {
    const role = await add('Note taker', ['incidents:read', 'calls:write']);
    const person = await newPerson(world.parts, { role: role.id });
    const enter = () => signIn(world.parts, { email: person.email, password: PASSWORD, origin: originFrom() });
    const { token } = await enter();
    await editRole(world.parts, { ...by(admin), id: role.id, rights: ['incidents:read', 'calls:write', 'map:write'] });
    const session = await findPortalSession(world.parts, token.reveal());
    assert.ok(session !== null && rightsOfPerson(session.user).has('map:write'));
    const edited = await editRole(world.parts, { ...by(admin), id: role.id, rights: ['incidents:read'] });
    assert.equal(edited.people, 1);
    assert.equal(await findPortalSession(world.parts, token.reveal()), null);
  });

  test('are removed once nobody has them', async () => {
    const role = await add('Short', []);
    const person = await newPerson(world.parts, { role: role.id });
    const asked = { ...by(admin), id: role.id };
    await refusedWith('conflict', removeRole(world.parts, asked));
    await give(person, 'agent');
    await removeRole(world.parts, asked);
    await refusedWith('not_found', removeRole(world.parts, asked));
    await refusedWith('invalid_request', give(person, role.id));
  });

  test('and people are given and administered by nobody who may do less', async () => {
    const keeper = await add('Keeper of people', ['users:manage', 'roles:manage', 'incidents:read']);
    const person = await newPerson(world.parts, { role: keeper.id });
    const agent = await newPerson(world.parts);
    const stronger = await add('Listener', ['calls:listen']);
    const keeperIs = by(person);
    await refusedWith('forbidden', give(agent, 'admin', person));
    await refusedWith('forbidden', give(agent, keeper.id, person));
    await refusedWith('forbidden', renewPasswordLink(world.parts, { ...keeperIs, userId: admin.id }));
    await refusedWith(
      'forbidden',
      editUser(world.parts, { ...keeperIs, userId: admin.id, edit: { email: 'mine@sandbox.test' } }),
    );
    await refusedWith('forbidden', add('Mine', ['webhooks:manage'], person));
    await refusedWith('forbidden', editRole(world.parts, { ...keeperIs, id: stronger.id, rights: [] }));
    const user = { email: 'x@sandbox.test', firstName: 'X', lastName: 'Y', role: 'admin', agencyId: 'sandbox-county' };
    await refusedWith('forbidden', addUser(world.parts, { user, actor: keeperIs.actor }));
    const viewer = await add('Viewer', ['incidents:read'], person);
    await addUser(world.parts, { user: { ...user, role: viewer.id }, actor: keeperIs.actor });
  });

  test('of every installation other than the two that RapidSOS documents are given like these', async () => {
    const person = await newPerson(world.parts);
    for (const role of ['supervisor', 'auditor', 'trainee', 'admin', 'agent']) {
      assert.equal((await give(person, role)).role, role);
    }
    for (const role of ['operator', 'observer', '', '__proto__'])
      await refusedWith('invalid_request', give(person, role));
    const supervisor = await newPerson(world.parts, { role: 'supervisor' });
    await give(person, 'trainee', supervisor);
    await refusedWith('forbidden', give(person, 'admin', supervisor));
  });
});
