import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newConsentClient, newGrantTokens } from '../../../testing/src/consents.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD, signedIn } from '../../../testing/src/people.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { refreshAccess } from '../authorization/grants/refresh-access.ts';
import { revokeGrant } from '../authorization/grants/revoke-grant.ts';
import { activeSubscriptions, subscriptionsWithWork } from '../delivery/webhooks/active/store.ts';
import type { User } from '../people/users/types.ts';

const HOOK = 'http://127.0.0.1:9/hook';
const SUBSCRIPTIONS = '/v1/webhooks/subscriptions';

/** How an administrator, or the person with a new link, ends somebody's access. */
const ENDINGS = ['end sessions', 'password reset', 'demotion', 'disabling'] as const;

onEachEngine('what ended', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let admin: User;
  before(async () => {
    world = await testWorld(engine);
    admin = await newPerson(world.parts, { role: 'admin' });
  });
  after(() => world.stop());

  async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, headers: object, payload?: object) {
    const answer = await world.app.inject({ method, url, headers: { ...headers }, ...(payload && { payload }) });
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
    return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as any };
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  async function sessionOf({ email }: User) {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { email, password: PASSWORD },
    });
    const [cookie] = answer.cookies;
    return { cookie: `${cookie?.name}=${cookie?.value}` };
  }
  async function cadToken(by: { email: string } | null): Promise<string> {
    const client = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
    const grant =
      by === null
        ? { grant_type: 'client_credentials' }
        : { grant_type: 'password', username: by.email, password: PASSWORD };
    return (await ask('POST', '/oauth/v2/token', {}, { ...client, ...grant })).body.access_token;
  }
  async function subscribe(token: string): Promise<number> {
    const payload = { url: HOOK, event_types: ['alert.new'] };
    const { status, body } = await ask('POST', SUBSCRIPTIONS, bearer(token), payload);
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  }
  const stateOf = async (id: number) => {
    const { body } = await ask('GET', `/api/webhooks/${id}`, await sessionOf(admin));
    return [body.state, body.disabled_reason];
  };

  async function end(ending: (typeof ENDINGS)[number], { id }: User): Promise<void> {
    const by = await sessionOf(admin);
    if (ending === 'end sessions') await ask('POST', `/api/users/${id}/end-sessions`, by);
    if (ending === 'demotion') await ask('PATCH', `/api/users/${id}`, by, { role: 'agent' });
    if (ending === 'disabling') await ask('PATCH', `/api/users/${id}`, by, { is_disabled: true });
    if (ending !== 'password reset') return;
    const { body } = await ask('POST', `/api/users/${id}/password-link`, by);
    const linkToken = new URL(body.password_link.url).hash.slice(1);
    const set = await ask(
      'POST',
      '/api/password',
      {},
      { link_token: linkToken, password: 'orchard lantern 58 kestrel' },
    );
    assert.equal(set.status, 204);
  }

  for (const ending of ENDINGS) {
    test(`by ${ending}: sessions, tokens, personal tokens and subscriptions of the person, and of nobody else`, async () => {
      const person = await newPerson(world.parts, { role: 'admin' });
      const other = await newPerson(world.parts, { role: 'admin' });
      const made = async (of: User) => {
        const session = await sessionOf(of);
        const issued = await ask('POST', '/api/personal-tokens', session, { scopes: ['read_agency'] });
        assert.equal(issued.status, 201);
        const userToken = await cadToken(of);
        return { session, personal: issued.body, userToken, subscription: await subscribe(userToken) };
      };
      const its = await made(person);
      const others = await made(other);
      const listed = async (grantId: string) => {
        const { body } = await ask('GET', '/api/grants', await sessionOf(admin));
        const found = body.grants.find(({ id }: { id: string }) => id === grantId);
        return found && [found.kind, found.given_by];
      };
      assert.deepEqual(await listed(its.personal.grant_id), ['personal_token', person.email]);

      await end(ending, person);
      const refresh = (refreshToken: string) =>
        ask('POST', '/interface/dev/api_access.php', {}, { refresh_token: refreshToken });
      assert.equal((await ask('GET', '/api/session', its.session)).status, 401);
      assert.equal((await ask('GET', '/interface/open_api/api', bearer(its.personal.access_token))).status, 401);
      assert.ok((await refresh(its.personal.refresh_token)).status >= 400);
      assert.equal((await ask('GET', '/v1/alerts', bearer(its.userToken))).status, 401);
      assert.deepEqual(await stateOf(its.subscription), ['disabled', 'ended']);
      assert.equal(await listed(its.personal.grant_id), undefined);

      assert.equal((await ask('GET', '/api/session', others.session)).status, 200);
      assert.equal((await refresh(others.personal.refresh_token)).status, 200);
      assert.equal((await ask('GET', '/v1/alerts', bearer(others.userToken))).status, 200);
      assert.deepEqual(await stateOf(others.subscription), ['active', null]);

      const by = await sessionOf(admin);
      await ask('PATCH', `/api/users/${person.id}`, by, { role: 'admin', is_disabled: false });
      assert.ok((await refresh(its.personal.refresh_token)).status >= 400, 'and it does not come back');
      assert.deepEqual(await stateOf(its.subscription), ['disabled', 'ended']);
    });
  }

  test('what an administrator allowed an application outlives their sessions, and gives nothing while they may not allow it', async () => {
    const giver = await newPerson(world.parts, { role: 'admin' });
    const client = await newConsentClient(world.parts);
    const { refreshToken } = await newGrantTokens(world.parts, { client, principal: signedIn(giver) });
    const refresh = () => refreshAccess(world.parts, { client, refreshToken, scope: undefined, origin: originFrom() });
    await end('end sessions', giver);
    assert.ok((await refresh()).accessToken);
    for (const ending of ['demotion', 'disabling'] as const) {
      await end(ending, giver);
      await refusedWith('invalid_grant', refresh());
      await ask('PATCH', `/api/users/${giver.id}`, await sessionOf(admin), { role: 'admin', is_disabled: false });
    }
    assert.ok((await refresh()).accessToken);
  });

  test("a dispatcher's token manages what it made alone, and what ended is resumed by its client as its own", async () => {
    const dispatcher = await newPerson(world.parts);
    const clients = await cadToken(null);
    const ofClient = await subscribe(clients);
    const token = await cadToken(dispatcher);
    const ofPerson = await subscribe(token);
    const list = async (by: string) =>
      (await ask('GET', SUBSCRIPTIONS, bearer(by))).body.map(({ id }: { id: number }) => id);
    assert.deepEqual(await list(token), [ofPerson]);
    assert.ok((await list(clients)).includes(ofPerson) && (await list(clients)).includes(ofClient));
    const elsewhere = { url: 'http://127.0.0.1:9/elsewhere' };
    assert.equal((await ask('PATCH', `${SUBSCRIPTIONS}/${ofClient}`, bearer(token), elsewhere)).status, 404);
    assert.equal((await ask('DELETE', `${SUBSCRIPTIONS}/${ofClient}`, bearer(token))).status, 404);
    assert.equal((await ask('PATCH', `${SUBSCRIPTIONS}/${ofPerson}`, bearer(clients), elsewhere)).status, 200);
    await end('end sessions', dispatcher);
    assert.deepEqual(await stateOf(ofPerson), ['disabled', 'ended']);
    assert.equal((await ask('PATCH', `${SUBSCRIPTIONS}/${ofPerson}`, bearer(clients), elsewhere)).status, 200);
    assert.deepEqual(await stateOf(ofPerson), ['active', null]);
    await end('disabling', dispatcher);
    assert.deepEqual(await stateOf(ofPerson), ['active', null]);
  });

  test('a subscription under a consent ends with the consent, and rests while its giver is disabled', async () => {
    const { parts, clock } = world;
    const giver = await newPerson(parts, { role: 'admin' });
    const grantTtlSeconds = 3_600;
    const client = await newConsentClient(parts, { scopes: ['webhooks'], accessTokenTtlSeconds: 600, grantTtlSeconds });
    const newSubscription = async () => {
      const { accessToken } = await newGrantTokens(parts, { client, principal: signedIn(giver) });
      const payload = { name: 'Feed', url: HOOK, event_types: ['incident.created'] };
      const { status, body } = await ask('POST', '/api/webhooks', bearer(accessToken), payload);
      assert.equal(status, 201, JSON.stringify(body));
      return { id: Number(body.webhook.id), grantId: (await parts.bearer.check(accessToken)).grantId ?? '' };
    };
    const isSent = async ({ id }: { id: number }) =>
      (await activeSubscriptions(parts.database, [id], clock.now())).length === 1;
    const first = await newSubscription();
    const second = await newSubscription();
    assert.ok(await isSent(first));
    await parts.database.write(({ query }) =>
      query.updateTable('users').set({ disabled_at: 1 }).where('id', '=', giver.id).execute(),
    );
    assert.ok(!(await isSent(first)), 'the giver is disabled');
    await parts.database.write(({ query }) =>
      query.updateTable('users').set({ disabled_at: null }).where('id', '=', giver.id).execute(),
    );
    assert.ok(await isSent(first));
    const request = {
      agencyId: 'sandbox-county',
      grantId: first.grantId,
      principal: signedIn(admin),
      origin: originFrom(),
    };
    await revokeGrant(parts, request);
    assert.deepEqual(await stateOf(first.id), ['disabled', 'ended']);
    assert.ok(await isSent(second));
    clock.advance(grantTtlSeconds * 1000);
    assert.ok(!(await isSent(second)), 'the grant has run out');
    assert.ok(!(await subscriptionsWithWork(parts.database, 'some-worker', clock.now())).includes(second.id));
  });
});
