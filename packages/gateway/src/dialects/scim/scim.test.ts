import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import { editUser } from '../../people/administration/administer-user.ts';
import { addRole } from '../../people/roles/administer-roles.ts';
import { findPortalSession, signIn } from '../../people/sessions/portal-session.ts';
import { addProvider } from '../../people/single-sign-on/administer-providers.ts';
import { findUser } from '../../people/users/store.ts';
import type { User } from '../../people/users/types.ts';

const USERS = '/scim/v2/Users';
const GROUPS = '/scim/v2/Groups';
const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';
const patchOf = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

onEachEngine('SCIM', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let scim: Caller;
  let harbor: Caller;
  let count = 0;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, smtpUrl: 'smtp://127.0.0.1:9' });
    scim = await callerOf(world.app, 'sandbox-directory');
    harbor = await callerOf(world.app, 'harbor-directory');
  });
  after(() => world.stop());

  const newBody = (changed: object = {}) => ({
    schemas: [USER_URN],
    userName: `Riley-${++count}@County.example`,
    externalId: `ext-${count}`,
    name: { givenName: 'Riley', familyName: 'Example' },
    active: true,
    ...changed,
  });
  async function provision(changed: object = {}, by = scim) {
    const { status, body } = await by('POST', USERS, newBody(changed));
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }
  const find = async (filter: string, by = scim) => {
    const { status, body } = await by('GET', `${USERS}?filter=${encodeURIComponent(filter)}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const stored = (id: string) => findUser(world.parts.database.read, id);
  const enter = (user: Pick<User, 'email'>) =>
    signIn(world.parts, { email: user.email, password: PASSWORD, origin: originFrom() });
  const isOpen = async (token: { reveal(): string }) => (await findPortalSession(world.parts, token.reveal())) !== null;
  const recordsOf = async (subject: string) => {
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'actor_kind', 'actor_id'])
      .where('subject', '=', subject)
      .orderBy('chain')
      .orderBy('number')
      .execute();
    return rows.map(({ action, actor_kind, actor_id }) => `${action} by ${actor_kind} ${actor_id}`);
  };
  const mailsTo = async (recipient: string) =>
    (await world.parts.database.read.selectFrom('outbox').select('id').where('recipient', '=', recipient).execute())
      .length;
  async function refused(
    asked: Promise<{ status: number; body: Record<string, unknown> }>,
    status: number,
    type?: string,
  ) {
    const answer = await asked;
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.deepEqual(answer.body['schemas'], [ERROR_URN]);
    assert.equal(answer.body['status'], String(status));
    assert.equal(answer.body['scimType'], type);
    assert.ok(String(answer.body['detail']).length > 10);
    return String(answer.body['detail']);
  }

  test('a person is added without a right to answer, and mailed a link to set a password (RFC 7644 section 3.3)', async () => {
    const answer = await world.app.inject({
      method: 'POST',
      url: USERS,
      headers: { authorization: await bearer(), 'content-type': 'application/scim+json' },
      payload: JSON.stringify(newBody()),
    });
    assert.equal(answer.statusCode, 201, answer.body);
    assert.equal(answer.headers['content-type'], 'application/scim+json; charset=utf-8');
    const user = answer.json();
    assert.equal(answer.headers['location'], `${TEST_URL}${USERS}/${user.id}`);
    assert.equal(user.meta.location, answer.headers['location']);
    assert.equal(user.userName, `riley-${count}@county.example`);
    assert.equal(user.externalId, `ext-${count}`);
    assert.deepEqual(user.name, { formatted: 'Riley Example', givenName: 'Riley', familyName: 'Example' });
    assert.deepEqual(
      user.groups.map(({ value }: { value: string }) => value),
      ['trainee'],
    );
    assert.equal((await stored(user.id))?.agencyId, 'sandbox-county');
    assert.deepEqual(await recordsOf(user.id), ['user.added by client sandbox-directory']);
    assert.equal(await mailsTo(user.userName), 1);
    assert.deepEqual((await scim('GET', `${USERS}/${user.id}`)).body, user);
  });
  async function bearer() {
    const credentials = { client_id: 'sandbox-directory', client_secret: 'sandbox-directory-secret' };
    const payload = { ...credentials, grant_type: 'client_credentials' };
    const { access_token } = (await world.app.inject({ method: 'POST', url: '/oauth/token', payload })).json();
    return `Bearer ${access_token}`;
  }

  test('nobody is mailed a link who signs in by an identity provider of the agency', async () => {
    const admin = await newPerson(world.parts, { role: 'admin', agencyId: 'harbor-city' });
    const provider = {
      title: 'Harbor sign-in',
      issuer: 'http://127.0.0.1:9',
      clientId: 'sallyport',
      clientSecret: null,
      domains: ['harbor.example'],
    };
    const actor = { kind: 'user', id: admin.id } as const;
    await addProvider(world.parts, { agencyId: 'harbor-city', actor, origin: originFrom(), fields: provider });
    const inside = await provision({ userName: 'in@harbor.example' }, harbor);
    const outside = await provision({ userName: 'out@elsewhere.example' }, harbor);
    assert.equal(await mailsTo(inside.userName), 0);
    assert.equal(await mailsTo(outside.userName), 1);
  });

  test('a name that is missing is taken from displayName, then from the address', async () => {
    const nameOf = ({ name }: { name: { givenName: string; familyName: string } }) => [name.givenName, name.familyName];
    assert.deepEqual(nameOf(await provision({ name: undefined, displayName: 'Ana de la Cruz' })), [
      'Ana de la',
      'Cruz',
    ]);
    assert.deepEqual(nameOf(await provision({ name: { givenName: 'Ana' } })), ['Ana', '']);
    assert.deepEqual(nameOf(await provision({ name: undefined, userName: 'solo@x.example' })), ['solo', '']);
  });

  test('people are found by filters and read by page (RFC 7644 section 3.4.2)', async () => {
    const user = await provision();
    for (const filter of [
      `userName eq "${user.userName.toUpperCase()}"`,
      `USERNAME EQ "${user.userName}"`,
      `${USER_URN}:userName eq "${user.userName}"`,
      `externalId eq "${user.externalId}"`,
      `id eq "${user.id}" and active eq true`,
      `emails[type eq "work"].value eq "${user.userName}"`,
    ]) {
      const { totalResults, Resources } = await find(filter);
      assert.equal(totalResults, 1, filter);
      assert.equal(Resources[0].id, user.id);
    }
    for (const filter of [
      'userName eq "nobody@county.example"',
      `externalId eq "${user.externalId.toUpperCase()}"`,
      `id eq "${user.id}" and active eq false`,
      `id eq "${user.id}" and id eq "another"`,
    ]) {
      assert.equal((await find(filter)).totalResults, 0, filter);
    }
    const all = (await scim('GET', USERS)).body;
    const second = (await scim('GET', `${USERS}?startIndex=2&count=1`)).body;
    assert.equal(second.totalResults, all.totalResults);
    assert.equal(second.itemsPerPage, 1);
    assert.equal(second.Resources[0].id, all.Resources[1].id);
    assert.equal((await scim('GET', `${USERS}?count=0`)).body.Resources.length, 0);
    assert.equal((await scim('GET', `${USERS}?startIndex=0&count=-1`)).body.startIndex, 1);
    const one = (await scim('GET', `${USERS}/${user.id}?attributes=userName,name.givenName`)).body;
    assert.deepEqual(Object.keys(one), ['schemas', 'id', 'userName', 'name']);
  });

  test('filters and pages that cannot be read are refused', async () => {
    for (const filter of [
      'userName',
      'userName eq',
      'userName co "a"',
      'title eq "x"',
      'userName eq "a" or id eq "b"',
    ]) {
      await refused(scim('GET', `${USERS}?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
    }
    for (const filter of ['and', 'userName eq "a" and ', 'userName eq true', 'active eq "true"', 'userName eq "\\x"']) {
      await refused(scim('GET', `${USERS}?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
    }
    for (const query of ['startIndex=x', 'count=1.5', `filter=${'x'.repeat(1_001)}`]) {
      await refused(scim('GET', `${USERS}?${query}`), 400, 'invalidValue');
    }
  });

  test('PUT states the person anew, and what is the same again changes and records nothing', async () => {
    const user = await provision();
    const path = `${USERS}/${user.id}`;
    const body = newBody({ userName: user.userName, externalId: user.externalId });
    assert.deepEqual((await scim('PUT', path, body)).body, user);
    assert.equal((await recordsOf(user.id)).length, 1);
    const renamed = { ...body, userName: `new-${user.userName}`, name: { givenName: 'Ash' }, externalId: undefined };
    const { status, body: changed } = await scim('PUT', path, renamed);
    assert.equal(status, 200);
    assert.equal(changed.userName, `new-${user.userName}`);
    assert.deepEqual(changed.name, { formatted: 'Ash Example', givenName: 'Ash', familyName: 'Example' });
    assert.equal('externalId' in changed, false);
    assert.equal(changed.active, true);
  });

  test('PATCH changes what its operations name, as Entra and Okta send them (RFC 7644 section 3.5.2)', async () => {
    const user = await provision();
    const patch = async (...operations: object[]) => {
      const { status, body } = await scim('PATCH', `${USERS}/${user.id}`, patchOf(...operations));
      assert.equal(status, 200, JSON.stringify(body));
      return body;
    };
    const ofEntra = await patch(
      { op: 'Replace', path: 'name.familyName', value: 'Vance' },
      { op: 'Add', path: 'externalId', value: 'other' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Night' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'ignored@county.example' },
    );
    assert.equal(ofEntra.name.familyName, 'Vance');
    assert.equal(ofEntra.externalId, 'other');
    assert.equal(ofEntra.userName, user.userName);
    const without = await patch({
      op: 'replace',
      value: { active: 'False', 'name.givenName': 'Noor', title: 'Chief' },
    });
    assert.equal(without.active, false);
    assert.equal(without.name.givenName, 'Noor');
    const beside = await patch({ op: 'replace', value: { active: 'False', roles: [{ value: 'agent' }] } });
    assert.equal(beside.active, false, 'a role beside it holds up no deactivation');
    assert.equal((await patch({ op: 'replace', path: 'active', value: true })).active, true);
    assert.equal('externalId' in (await patch({ op: 'remove', path: 'externalId' })), false);
    assert.equal((await patch({ op: 'replace', path: 'name', value: { familyName: '' } })).name.familyName, '');
  });

  test('operations that cannot be done are refused with their keyword, and nothing of the request is done', async () => {
    const user = await provision();
    const first = { op: 'replace', path: 'name.givenName', value: 'Changed' };
    const cases: [object, string][] = [
      [{ op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
      [{ op: 'replace', path: 'active', value: 1 }, 'invalidValue'],
      [{ op: 'replace', path: 'userName', value: 'nobody' }, 'invalidValue'],
      [{ op: 'replace', path: 'userName', value: { value: 'a@b.example' } }, 'invalidValue'],
      [{ op: 'replace', path: 'name.givenName', value: ' ' }, 'invalidValue'],
      [{ op: 'replace', path: 'name.familyName', value: 'x'.repeat(101) }, 'invalidValue'],
      [{ op: 'replace', path: 'name', value: 'Riley' }, 'invalidValue'],
      [{ op: 'replace', value: 'Riley' }, 'invalidValue'],
      [{ op: 'move', path: 'active', value: true }, 'invalidValue'],
      [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
      [{ op: 'add', path: 'groups', value: [{ value: 'admin' }] }, 'mutability'],
      [{ op: 'add', value: { groups: [{ value: 'admin' }] } }, 'mutability'],
      [{ op: 'remove', path: 'userName' }, 'mutability'],
      [{ op: 'remove' }, 'noTarget'],
      [{ op: 'replace', path: 'active[', value: true }, 'invalidPath'],
      [{ op: 'replace', path: '', value: true }, 'invalidPath'],
    ];
    for (const [operation, type] of cases) {
      await refused(scim('PATCH', `${USERS}/${user.id}`, patchOf(first, operation)), 400, type);
    }
    for (const operation of [
      { op: 'replace', path: 'roles', value: [{ value: 'agent' }] },
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'agent' },
      { op: 'replace', value: { entitlements: [] } },
    ])
      await refused(scim('PATCH', `${USERS}/${user.id}`, patchOf(operation)), 400, 'invalidPath');
    for (const body of [{}, { Operations: [] }, { Operations: [{}] }, { Operations: 'x' }]) {
      await refused(scim('PATCH', `${USERS}/${user.id}`, body), 400, 'invalidValue');
    }
    assert.deepEqual((await scim('GET', `${USERS}/${user.id}`)).body, user);
  });

  test('an address that anybody has is refused, in the same words whichever agency has it', async () => {
    const own = await newPerson(world.parts);
    const foreign = await newPerson(world.parts, { agencyId: 'harbor-city' });
    const operator = await newPerson(world.parts, { role: 'operator', agencyId: null });
    const words = new Set<string>();
    for (const { email } of [own, foreign, operator]) {
      words.add(await refused(scim('POST', USERS, newBody({ userName: email.toUpperCase() })), 409, 'uniqueness'));
    }
    const unseen = own.email.replace('@', '\u200b@');
    words.add(await refused(scim('POST', USERS, newBody({ userName: unseen })), 409, 'uniqueness'));
    assert.equal(words.size, 1);
    const user = await provision();
    const taken = patchOf({ op: 'replace', path: 'userName', value: foreign.email });
    await refused(scim('PATCH', `${USERS}/${user.id}`, taken), 409, 'uniqueness');
  });

  test('disabling ends what the person has open, and enabling brings none of it back', async () => {
    const person = await newPerson(world.parts);
    const { token } = await enter(person);
    const active = (value: unknown) =>
      scim('PATCH', `${USERS}/${person.id}`, patchOf({ op: 'Replace', path: 'active', value }));
    assert.equal((await active('False')).body.active, false);
    assert.equal(await isOpen(token), false);
    await refusedWith('invalid_credentials', enter(person));
    assert.equal((await active('True')).body.active, true);
    assert.equal(await isOpen(token), false);
    await enter(person);
    assert.equal(await mailsTo(person.email), 0, 'who has a password is mailed no link');
    const records = await recordsOf(person.id);
    assert.equal(records.filter((record) => record === 'user.edited by client sandbox-directory').length, 2);
  });

  test('a deleted person is disabled, is not found any more, and is the same person when added again', async () => {
    const user = await provision();
    const path = `${USERS}/${user.id}`;
    await scim('PATCH', `${GROUPS}/admin`, patchOf({ op: 'add', path: 'members', value: [{ value: user.id }] }));
    assert.equal((await scim('DELETE', path)).status, 204);
    assert.notEqual((await stored(user.id))?.disabledAt, null);
    await refused(scim('GET', path), 404);
    await refused(scim('DELETE', path), 404);
    await refused(scim('PUT', path, newBody({ userName: user.userName })), 404);
    assert.equal((await find(`userName eq "${user.userName}"`)).totalResults, 0);
    const members = (await scim('GET', `${GROUPS}/admin`)).body.members as { value: string }[];
    assert.ok(!members.some(({ value }) => value === user.id));
    await refused(harbor('POST', USERS, newBody({ userName: user.userName })), 409, 'uniqueness');
    const again = await provision({ userName: user.userName, name: { givenName: 'Back', familyName: 'Again' } });
    assert.equal(again.id, user.id);
    assert.equal(again.active, true);
    assert.equal(again.groups[0].value, 'trainee', 'with no more rights than anybody new');
    assert.equal(again.name.formatted, 'Back Again');
  });

  test('whom an administrator enables again after the directory deleted them is found again', async () => {
    const user = await provision();
    await scim('DELETE', `${USERS}/${user.id}`);
    const admin = await newPerson(world.parts, { role: 'admin' });
    const actor = { kind: 'user', id: admin.id } as const;
    const by = { agencyId: 'sandbox-county', actor, origin: originFrom(), userId: user.id };
    await editUser(world.parts, { ...by, edit: { isDisabled: false } });
    assert.equal((await scim('GET', `${USERS}/${user.id}`)).status, 200);
  });

  test('a group is a role: members are given it, and those who lose it have the role of whoever is in no group', async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    const by = { agencyId: 'sandbox-county', actor: { kind: 'user', id: admin.id } as const, origin: originFrom() };
    const lead = await addRole(world.parts, { ...by, title: 'Shift lead', rights: ['alerts:answer'] });
    const one = await newPerson(world.parts);
    const two = await newPerson(world.parts);
    const { token } = await enter(one);
    const { body: listed } = await scim(
      'GET',
      `${GROUPS}?excludedAttributes=members&filter=displayName%20eq%20%22shift%20LEAD%22`,
    );
    assert.deepEqual(
      listed.Resources.map(({ id }: { id: string }) => id),
      [lead.id],
    );
    assert.equal('members' in listed.Resources[0], false);
    const change = async (...operations: object[]) => {
      const { status, body } = await scim('PATCH', `${GROUPS}/${lead.id}`, patchOf(...operations));
      assert.equal(status, 204, JSON.stringify(body));
      const group = (await scim('GET', `${GROUPS}/${lead.id}`)).body;
      return (group.members as { value: string }[]).map(({ value }) => value).sort();
    };
    const value = [{ value: one.id }, { value: two.id }];
    assert.deepEqual(await change({ op: 'Add', path: 'members', value }), [one.id, two.id].sort());
    assert.equal(await isOpen(token), false, 'a new role ends the session');
    const records = (await recordsOf(one.id)).length;
    await change({ op: 'add', path: 'members', value });
    assert.equal((await recordsOf(one.id)).length, records, 'the same again records nothing');
    assert.deepEqual(await change({ op: 'remove', path: `members[value eq "${one.id}"]` }), [two.id]);
    assert.equal((await stored(one.id))?.role, 'trainee');
    assert.deepEqual(await change({ op: 'replace', path: 'members', value: [{ value: one.id }] }), [one.id]);
    assert.equal((await stored(two.id))?.role, 'trainee');
    assert.deepEqual(await change({ op: 'Remove', path: 'members', value: [{ value: one.id }] }), []);
    assert.deepEqual(await change({ op: 'add', value: { displayName: 'Shift lead', members: [{ value: two.id }] } }), [
      two.id,
    ]);
    assert.deepEqual(await change({ op: 'remove', path: 'members' }), []);
    const trainees = await scim(
      'PATCH',
      `${GROUPS}/trainee`,
      patchOf({ op: 'remove', path: `members[value eq "${one.id}"]` }),
    );
    assert.equal(trainees.status, 204);
    assert.equal((await stored(one.id))?.role, 'trainee', 'everybody has a role');
  });

  test('changes of groups that cannot be done are refused, and change nobody', async () => {
    const own = await newPerson(world.parts);
    const foreign = await newPerson(world.parts, { agencyId: 'harbor-city' });
    const operator = await newPerson(world.parts, { role: 'operator', agencyId: null });
    const words = new Set<string>();
    for (const id of [foreign.id, operator.id, 'nobody']) {
      const change = patchOf({ op: 'add', path: 'members', value: [{ value: own.id }, { value: id }] });
      words.add(await refused(scim('PATCH', `${GROUPS}/admin`, change), 400, 'invalidValue'));
    }
    assert.equal(words.size, 1);
    const cases: [object, string][] = [
      [{ op: 'add', path: 'members', value: [{}] }, 'invalidValue'],
      [{ op: 'add', path: 'members' }, 'invalidValue'],
      [{ op: 'add', value: 'members' }, 'invalidValue'],
      [{ op: 'replace', path: 'displayName', value: 'Other' }, 'mutability'],
      [{ op: 'replace', path: 'id', value: 'other' }, 'mutability'],
      [{ op: 'remove' }, 'noTarget'],
      [{ op: 'add', path: 'owners', value: [{ value: own.id }] }, 'invalidPath'],
    ];
    for (const [operation, type] of cases) {
      await refused(scim('PATCH', `${GROUPS}/admin`, patchOf(operation)), 400, type);
    }
    for (const role of ['operator', 'no-such-role', '__proto__']) {
      await refused(
        scim('PATCH', `${GROUPS}/${role}`, patchOf({ op: 'add', path: 'members', value: [{ value: own.id }] })),
        404,
      );
      await refused(scim('GET', `${GROUPS}/${role}`), 404);
    }
    assert.equal((await stored(own.id))?.role, 'agent');
    await refused(scim('POST', GROUPS, { displayName: 'New' }), 405);
  });

  test("another agency's people, operators and nobody are the same refusal, and are in no list", async () => {
    const foreign = await newPerson(world.parts, { agencyId: 'harbor-city' });
    const operator = await newPerson(world.parts, { role: 'operator', agencyId: null });
    const words = new Set<string>();
    for (const id of [foreign.id, operator.id, '01a1fd00-0000-7000-8000-000000000001']) {
      words.add(await refused(scim('GET', `${USERS}/${id}`), 404));
      words.add(
        await refused(scim('PATCH', `${USERS}/${id}`, patchOf({ op: 'replace', path: 'active', value: false })), 404),
      );
      words.add(await refused(scim('PUT', `${USERS}/${id}`, newBody()), 404));
      words.add(await refused(scim('DELETE', `${USERS}/${id}`), 404));
      assert.equal((await find(`id eq "${id}"`)).totalResults, 0);
    }
    assert.equal(words.size, 1);
    for (const { id, email } of [foreign, operator]) {
      assert.equal((await stored(id))?.disabledAt, null);
      assert.equal((await find(`userName eq "${email}"`)).totalResults, 0);
    }
    const { body } = await scim('GET', GROUPS);
    assert.ok(!JSON.stringify(body).includes(foreign.id) && !JSON.stringify(body).includes(operator.id));
  });

  test('nobody comes in without the scope, and no person has it for a token', async () => {
    const cad = await callerOf(world.app, 'sandbox-cad');
    await refused(cad('GET', USERS), 403);
    const payload = {
      grant_type: 'password',
      client_id: 'sandbox-cad',
      client_secret: 'sandbox-cad-secret',
      username: 'admin@sandbox.test',
      password: 'sandbox-admin-pass-911',
      scope: 'people:provision',
    };
    const token = await world.app.inject({ method: 'POST', url: '/oauth/token', payload });
    assert.equal(token.statusCode, 400, token.body);
    const nothing = await world.app.inject({ url: USERS });
    assert.equal(nothing.statusCode, 401);
    assert.equal(nothing.headers['content-type'], 'application/scim+json; charset=utf-8');
    assert.deepEqual(nothing.json().schemas, [ERROR_URN]);
  });

  test('credentials of such a client are given by nobody who may do less than an administrator', async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    const by = { agencyId: 'sandbox-county', actor: { kind: 'user', id: admin.id } as const, origin: originFrom() };
    const keeper = await addRole(world.parts, { ...by, title: 'Keeper of clients', rights: ['clients:manage'] });
    const person = await newPerson(world.parts, { role: keeper.id });
    const renew = async (user: User, clientId: string) => {
      const { token } = await enter(user);
      const headers = { cookie: `sallyport_session=${token.reveal()}` };
      return (await world.app.inject({ method: 'POST', url: `/api/clients/${clientId}/secrets`, headers })).statusCode;
    };
    assert.equal(await renew(person, 'sandbox-directory'), 403);
    assert.equal(await renew(person, 'sandbox-call-handling'), 201);
    assert.equal(await renew(admin, 'sandbox-directory'), 201);
  });

  test('what of SCIM is here is for everybody to read (RFC 7644 section 4)', async () => {
    const get = async (path: string) => {
      const answer = await world.app.inject({ url: `/scim/v2${path}` });
      assert.equal(answer.statusCode, 200, answer.body);
      return answer.json();
    };
    const config = await get('/ServiceProviderConfig');
    assert.equal(config.patch.supported, true);
    assert.equal(config.bulk.supported, false);
    const kinds = await get('/ResourceTypes');
    assert.equal(kinds.totalResults, 2);
    for (const kind of kinds.Resources) {
      assert.deepEqual(await get(`/ResourceTypes/${kind.id}`), kind);
      const schema = await get(`/Schemas/${kind.schema}`);
      const shown = (await scim('GET', `/scim/v2${kind.endpoint}`)).body.Resources[0];
      const stated = schema.attributes.map(({ name }: { name: string }) => name);
      const shared = ['schemas', 'id', 'externalId', 'meta'];
      for (const name of Object.keys(shown)) assert.ok([...stated, ...shared].includes(name), name);
    }
    assert.equal((await get('/Schemas')).totalResults, 2);
    const unknown = await world.app.inject({ url: '/scim/v2/Schemas/no-such-urn' });
    assert.equal(unknown.statusCode, 404);
    assert.deepEqual((await world.app.inject({ url: '/scim/v2/Devices' })).json().schemas, [ERROR_URN]);
  });
});
