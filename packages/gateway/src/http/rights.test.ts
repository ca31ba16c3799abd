import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SCOPES } from '@sallyport/contract';
import { decodeJwt } from 'jose';
import { CompiledQuery } from 'kysely';
import { consentedCode, newConsentClient } from '../../../testing/src/consents.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD, signedIn } from '../../../testing/src/people.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { redeemCode } from '../authorization/grants/redeem-code.ts';
import { refreshAccess } from '../authorization/grants/refresh-access.ts';
import { DIALECTS } from '../dialects/index.ts';
import { routesOf, socketsOf } from '../dialects/routing/dialect.ts';
import { RIGHTS, rightsOfRole, rolesWith, type StockRole } from '../people/rights/rights.ts';

onEachEngine('rights', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  /** A person whose role has no row in the table of rights, as one that a later version adds. */
  async function personOfNewRole(role: string): Promise<{ email: string; cookie: string }> {
    const { id, email } = await newPerson(world.parts);
    await world.parts.database.write(async ({ query }) => {
      const run = (sql: string) => query.executeQuery(CompiledQuery.raw(sql));
      if (engine.name === 'sqlite') await run('PRAGMA ignore_check_constraints = ON');
      else await run('ALTER TABLE users DROP CONSTRAINT IF EXISTS users_role_check');
      await run(`UPDATE users SET role = '${role}' WHERE id = '${id}'`);
      if (engine.name === 'sqlite') await run('PRAGMA ignore_check_constraints = OFF');
    });
    const payload = { email, password: PASSWORD };
    const answer = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    assert.equal(answer.statusCode, 200);
    const [session] = answer.cookies;
    return { email, cookie: `${session?.name}=${session?.value}` };
  }

  test('a role without a row may do nothing that needs a person, on any route', async () => {
    const { cookie } = await personOfNewRole('dispatcher');
    const guarded = routesOf<never>(DIALECTS).filter(
      ({ access }) => access.kind !== 'public' && access.kind !== 'token',
    );
    assert.ok(guarded.length >= 60, `only ${guarded.length} routes`);
    for (const { method, path } of guarded) {
      const url = path.replace(/:[a-z_]+/g, 'some-id');
      const { statusCode } = await world.app.inject({ method, url, headers: { cookie } });
      assert.equal(statusCode, 403, `${method} ${path}`);
    }
  });

  test('a role that is named like a member of every object may do nothing either', async () => {
    const { cookie } = await personOfNewRole('constructor');
    for (const url of ['/api/session', '/api/users', '/api/incidents', '/api/agencies']) {
      assert.equal((await world.app.inject({ method: 'GET', url, headers: { cookie } })).statusCode, 403, url);
    }
  });

  test('a role without a row gets no token, whichever scope is asked for', async () => {
    const { email } = await personOfNewRole('observer');
    for (const scope of [{}, { scope: 'alerts' }, { scope: 'deeplinks' }]) {
      const client = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
      const payload = { grant_type: 'password', ...client, username: email, password: PASSWORD, ...scope };
      const answer = await world.app.inject({ method: 'POST', url: '/oauth/v2/token', payload });
      assert.equal(answer.statusCode, 400, answer.body);
      assert.equal(answer.json().error, 'invalid_scope');
    }
  });

  test('of every role, each route refuses who lacks its right and reads for who has it', async (t) => {
    if (engine.name !== 'sqlite') return t.skip('who may what is read from no other rows here');
    const guarded = routesOf<never>(DIALECTS).filter(({ access }) => access.kind !== 'public');
    assert.ok(guarded.length >= 110, `only ${guarded.length} routes`);
    for (const role of Object.keys(RIGHTS.roles) as StockRole[]) {
      const agencyId = role === 'operator' ? null : 'sandbox-county';
      const { email } = await newPerson(world.parts, { role, agencyId });
      const signIn = await world.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { email, password: PASSWORD },
      });
      const [session] = signIn.cookies;
      const headers = { cookie: `${session?.name}=${session?.value}` };
      for (const { method, path, access } of guarded) {
        if (access.kind === 'public' || access.kind === 'token') continue;
        const may = rightsOfRole(role).has(access.right);
        // An operator has rights of incidents, and belongs to no agency that has any.
        if (may && (method !== 'GET' || role === 'operator')) continue;
        const url = path.replace(/:[a-z_]+/gi, 'some-id');
        const { statusCode } = await world.app.inject({ method, url, headers });
        assert.equal(statusCode === 403, !may, `${role}: ${method} ${path} is ${statusCode}`);
      }
    }
  });

  test('every right that a route or a socket needs is one that some role, a developer, or a program alone has', () => {
    // A directory states who an agency's people are; no person's token may.
    const ofPrograms = new Set<string>(RIGHTS.scopes['people:provision']);
    for (const { access, path } of [...routesOf<never>(DIALECTS), ...socketsOf<never>(DIALECTS)]) {
      if (access.kind === 'public' || access.kind === 'developer' || ofPrograms.has(access.right)) continue;
      assert.ok(rolesWith(access.right).length > 0, `${path}: nobody has ${access.right}`);
    }
  });

  test('every scope has a row in the table of rights', () => {
    assert.deepEqual(Object.keys(RIGHTS.scopes), Object.keys(SCOPES));
  });

  test('the session names what its person may do; an agent and a deeplink administer nothing', async () => {
    for (const [role, mayAdminister] of [
      ['agent', false],
      ['admin', true],
    ] as const) {
      const { email } = await newPerson(world.parts, { role });
      const payload = { email, password: PASSWORD };
      const { permissions, may_administer } = (
        await world.app.inject({ method: 'POST', url: '/api/session', payload })
      ).json();
      assert.equal(may_administer, mayAdminister, role);
      assert.equal(permissions.includes('users:manage'), mayAdminister, role);
      assert.ok(permissions.includes('alerts:answer'), role);
      assert.ok(!permissions.includes('agencies:any'), role);
    }
  });

  test("an agent's token does not carry a scope that administers, whatever the client may have", async () => {
    const { database, clients } = world.parts;
    await database.write(({ query }) =>
      query
        .updateTable('clients')
        .set({ scopes: '["alerts","deeplinks","webhooks"]' })
        .where('id', '=', 'harbor-cad')
        .execute(),
    );
    await database.write((tx) => world.parts.changes.publish(tx, 'client', 'harbor-cad'));
    assert.ok((await clients.find('harbor-cad'))?.scopes.includes('webhooks'));
    const tokenOf = async (role: 'admin' | 'agent', scope?: string) => {
      const { email } = await newPerson(world.parts, { role, agencyId: 'harbor-city' });
      const client = { client_id: 'harbor-cad', client_secret: 'harbor-cad-secret' };
      const payload = {
        grant_type: 'password',
        ...client,
        username: email,
        password: PASSWORD,
        ...(scope && { scope }),
      };
      return (await world.app.inject({ method: 'POST', url: '/oauth/v2/token', payload })).json();
    };
    const ofAgent = await tokenOf('agent');
    assert.equal(decodeJwt(ofAgent.access_token)['scope'], 'alerts deeplinks');
    assert.equal((await tokenOf('agent', 'webhooks')).error, 'invalid_scope');
    assert.equal(decodeJwt((await tokenOf('admin')).access_token)['scope'], 'alerts deeplinks webhooks');
  });

  test('a grant gives nothing once its giver may not give one any more', async () => {
    const giver = await newPerson(world.parts, { role: 'admin' });
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client, principal: signedIn(giver) });
    const { refreshToken = '' } = await redeemCode(world.parts, { ...consented, origin: originFrom() });
    await world.parts.database.write(({ query }) =>
      query.updateTable('users').set({ role: 'agent' }).where('id', '=', giver.id).execute(),
    );
    const request = { client, refreshToken, scope: undefined, origin: originFrom() };
    await refusedWith('invalid_grant', refreshAccess(world.parts, request));
  });
});
