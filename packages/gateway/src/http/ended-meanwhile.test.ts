import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newConsentClient, newGrantTokens } from '../../../testing/src/consents.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD, signedIn } from '../../../testing/src/people.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { createDeeplink } from '../authorization/deeplinks/create-deeplink.ts';
import { revokeGrant } from '../authorization/grants/revoke-grant.ts';
import { issuePersonalToken } from '../authorization/personal-tokens/issue-personal-token.ts';
import { actorOf } from '../authorization/principals/principal.ts';
import { editUser, endUserSessions, renewPasswordLink } from '../people/administration/administer-user.ts';
import { setPassword } from '../people/password-links/set-password.ts';
import type { User } from '../people/users/types.ts';

const HOOK = 'https://hooks.example/alerts';

onEachEngine('what is ended while a request is on its way', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let admin: User;
  /** Runs while the endpoint of a subscription is looked up: the request is let in, and nothing is written yet. */
  let meanwhile: () => Promise<unknown> = async () => {};
  before(async () => {
    world = await testWorld(engine, {}, undefined, async () => {
      await meanwhile();
      return ['93.184.216.34'];
    });
    admin = await newPerson(world.parts, { role: 'admin' });
  });
  after(() => world.stop());

  const ofAdmin = ({ id }: User) => ({
    agencyId: 'sandbox-county',
    userId: id,
    actor: actorOf(signedIn(admin)),
    origin: originFrom(),
  });
  const ENDINGS: Readonly<Record<string, (person: User) => Promise<unknown>>> = {
    'end sessions': (person) => endUserSessions(world.parts, ofAdmin(person)),
    'a password reset': async (person) => {
      const { link } = await renewPasswordLink(world.parts, ofAdmin(person));
      const linkToken = new URL(link.url.reveal()).hash.slice(1);
      await setPassword(world.parts, { linkToken, password: 'orchard lantern 58 kestrel', origin: originFrom() });
    },
    'a demotion': (person) => editUser(world.parts, { ...ofAdmin(person), edit: { role: 'agent' } }),
    disabling: (person) => editUser(world.parts, { ...ofAdmin(person), edit: { isDisabled: true } }),
  };

  async function send(method: 'POST' | 'PATCH', url: string, token: string, payload: object) {
    return world.app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, payload });
  }
  async function tokenOf({ email }: User): Promise<string> {
    const client = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
    const payload = { ...client, grant_type: 'password', username: email, password: PASSWORD };
    return (await world.app.inject({ method: 'POST', url: '/oauth/v2/token', payload })).json().access_token;
  }
  const subscribe = (token: string) =>
    send('POST', '/v1/webhooks/subscriptions', token, { url: HOOK, event_types: ['alert.new'] });
  const statesOf = async (column: 'user_id' | 'grant_id', id: string) => {
    const query = world.parts.database.read.selectFrom('webhook_subscriptions').select('state');
    return (await query.where(column, '=', id).execute()).map(({ state }) => state);
  };

  for (const [ending, end] of Object.entries(ENDINGS)) {
    test(`${ending}: no subscription is made, and none is resumed`, async () => {
      const person = await newPerson(world.parts, { role: 'admin' });
      const [token, other] = [await tokenOf(person), await tokenOf(admin)];
      meanwhile = async () => {};
      const { id } = (await subscribe(token)).json();
      await send('PATCH', `/v1/webhooks/subscriptions/${id}`, token, { url: HOOK });
      meanwhile = () => end(person);
      const answer = await subscribe(token);
      assert.equal(answer.statusCode, 401, answer.body);
      assert.deepEqual(await statesOf('user_id', person.id), ['disabled']);
      meanwhile = async () => {};
      assert.equal((await subscribe(other)).statusCode, 201, 'nobody else is refused');
    });
  }

  test('a subscription that its person edits while their access is ended stays ended', async () => {
    const person = await newPerson(world.parts);
    const token = await tokenOf(person);
    meanwhile = async () => {};
    const { id } = (await subscribe(token)).json();
    meanwhile = () => endUserSessions(world.parts, ofAdmin(person));
    const edited = await send('PATCH', `/v1/webhooks/subscriptions/${id}`, token, { url: `${HOOK}/2` });
    assert.equal(edited.statusCode, 401, edited.body);
    assert.deepEqual(await statesOf('user_id', person.id), ['disabled']);
  });

  test('a subscription under a consent that is revoked meanwhile is not made', async () => {
    const { parts } = world;
    const client = await newConsentClient(parts, { scopes: ['webhooks'] });
    const { accessToken } = await newGrantTokens(parts, { client, principal: signedIn(admin) });
    const grantId = (await parts.bearer.check(accessToken)).grantId ?? '';
    const { agencyId, origin } = ofAdmin(admin);
    meanwhile = () => revokeGrant(parts, { agencyId, grantId, principal: signedIn(admin), origin });
    const payload = { name: 'Feed', url: HOOK, event_types: ['incident.created'] };
    const answer = await send('POST', '/api/webhooks', accessToken, payload);
    assert.equal(answer.statusCode, 401, answer.body);
    assert.deepEqual(await statesOf('grant_id', grantId), []);
  });

  test('a session or a token that was let in before makes no personal token and no deeplink after', async () => {
    const { parts } = world;
    const person = await newPerson(parts, { role: 'admin' });
    const ofToken = await parts.bearer.check(await tokenOf(person));
    const ofSession = signedIn(person);
    await endUserSessions(parts, ofAdmin(person));
    const issued = issuePersonalToken(parts, { principal: ofSession, scopes: ['read_agency'], origin: originFrom() });
    await refusedWith('invalid_token', issued);
    const query = { kind: 'phone', given: '+15555550123', value: '+15555550123' } as const;
    const link = createDeeplink(parts, { principal: ofToken, query, view: undefined, origin: originFrom() });
    await refusedWith('invalid_token', link);
    const { grants, deeplinks } = {
      grants: await parts.database.read.selectFrom('grants').selectAll().where('user_id', '=', person.id).execute(),
      deeplinks: await parts.database.read
        .selectFrom('deeplinks')
        .selectAll()
        .where('user_id', '=', person.id)
        .execute(),
    };
    assert.deepEqual([grants.length, deeplinks.length], [0, 0]);
  });
});
