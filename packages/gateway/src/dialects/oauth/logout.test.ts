import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSession, newSignInClient, signInToClient } from '../../../../testing/src/application-sign-ins.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson } from '../../../../testing/src/people.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../../authorization/clients/types.ts';
import type { User } from '../../people/users/types.ts';

const AFTER = 'https://responder.test/signed-out?from=sallyport';
const ASKS = `${TEST_URL}/portal/sign-out`;

onEachEngine('/oauth/logout', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  let person: User;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0 });
    client = await newSignInClient(world, { postLogoutRedirectUris: [AFTER] });
    person = await newPerson(world.parts);
  });
  after(() => world.stop());

  function send(asked: Record<string, string>, session?: string, extra = '') {
    const url = `/oauth/logout?${new URLSearchParams(asked)}${extra}`;
    const cookies = session === undefined ? {} : { sallyport_session: session };
    return world.app.inject({ method: 'GET', url, cookies });
  }
  async function isOpen(session: string): Promise<boolean> {
    const answer = await world.app.inject({
      method: 'GET',
      url: '/api/session',
      cookies: { sallyport_session: session },
    });
    return answer.statusCode === 200;
  }
  async function newSignIn() {
    const session = await newSession(world, person);
    const { id_token: hint } = await signInToClient(world, { client, session });
    return { session, hint };
  }

  test('[OIDC RP-Initiated Logout 2] the ID token of the session ends it and goes back with state', async () => {
    const { session, hint } = await newSignIn();
    const asked = {
      id_token_hint: hint,
      client_id: client.id,
      post_logout_redirect_uri: AFTER,
      state: 'a state & more',
    };
    const answer = await send(asked, session);
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, `${AFTER}&state=a+state+%26+more`);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(String(answer.headers['set-cookie']), /^sallyport_session=;/);
    assert.equal(await isOpen(session), false);
    const again = await send(asked, session);
    assert.equal(again.headers.location, `${AFTER}&state=a+state+%26+more`, 'who is signed out goes on all the same');
  });

  test('[OIDC RP-Initiated Logout 4] an ID token that has expired is taken', async () => {
    const { session, hint } = await newSignIn();
    world.clock.advance(2 * 3_600_000);
    const answer = await send({ id_token_hint: hint }, session);
    assert.equal(answer.headers.location, ASKS);
    assert.equal(await isOpen(session), false);
  });

  test('[OIDC RP-Initiated Logout 2] without an ID token of this session the person is asked', async () => {
    const { session, hint } = await newSignIn();
    const { hint: ofAnother } = await newSignIn();
    const colleague = await newPerson(world.parts);
    const theirs = await newSession(world, colleague);
    for (const [asked, by] of [
      [{}, session],
      [{ client_id: client.id }, session],
      [{ id_token_hint: ofAnother }, session],
      [{ id_token_hint: hint }, theirs],
    ] as const) {
      const { location } = (await send(asked, by)).headers;
      assert.ok(String(location).startsWith(ASKS), String(location));
      assert.equal(await isOpen(by), true);
    }
    const asked = { client_id: client.id, post_logout_redirect_uri: AFTER, state: 's' };
    const page = new URL(String((await send(asked, session)).headers.location));
    assert.deepEqual(Object.fromEntries(page.searchParams), asked);
  });

  test('[OIDC RP-Initiated Logout 3] nobody is signed out or sent anywhere by what is wrong', async () => {
    const { session, hint } = await newSignIn();
    const { access_token } = await signInToClient(world, { client, session });
    const other = await newSignInClient(world, { postLogoutRedirectUris: ['https://other.test/out'] });
    const [header = '', payload = '', signature = ''] = hint.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(payload), sid: 'another' })).toString('base64url');
    const wrong: Record<string, Record<string, string>> = {
      'another address': { id_token_hint: hint, post_logout_redirect_uri: 'https://evil.test/' },
      'a longer address': { id_token_hint: hint, post_logout_redirect_uri: `${AFTER}&more=1` },
      'a redirect URI': { id_token_hint: hint, post_logout_redirect_uri: 'https://responder.test/callback' },
      'an address of another client': { id_token_hint: hint, post_logout_redirect_uri: 'https://other.test/out' },
      'a script': { id_token_hint: hint, post_logout_redirect_uri: 'javascript:alert(1)' },
      'an address of nobody': { post_logout_redirect_uri: AFTER },
      'another client': { id_token_hint: hint, client_id: other.id },
      'an unknown client': { client_id: 'nobody' },
      'no token': { id_token_hint: 'nonsense' },
      'invisible characters': { id_token_hint: `${hint}\u200b` },
      'an access token': { id_token_hint: access_token },
      'a changed token': { id_token_hint: `${header}.${forged}.${signature}` },
      'a token without signature': { id_token_hint: `${header}.${payload}.` },
      'an unsigned token': { id_token_hint: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.` },
      'a long one': { id_token_hint: 'x'.repeat(2_049) },
    };
    for (const [what, asked] of Object.entries(wrong)) {
      const answer = await send(asked, session);
      assert.equal(answer.statusCode, 400, what);
      assert.equal(answer.headers.location, undefined, what);
      assert.match(String(answer.headers['content-type']), /^text\/html/, what);
      assert.ok(!answer.body.includes('evil.test') && !answer.body.includes('<script'), what);
    }
    const twice = await send({ id_token_hint: hint }, session, '&state=1&state=2');
    assert.equal(twice.statusCode, 400);
    assert.equal(await isOpen(session), true);
  });

  const claimsOf = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

  test('[OIDC RP-Initiated Logout 2] a POST of another site leads to the GET that has the cookie', async () => {
    const { session, hint } = await newSignIn();
    const posted = await world.app.inject({
      method: 'POST',
      url: '/oauth/logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      payload: new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: AFTER, unknown: 'x' }).toString(),
    });
    assert.equal(posted.statusCode, 303);
    const url = String(posted.headers.location);
    assert.deepEqual([...new URL(url, TEST_URL).searchParams.keys()], ['id_token_hint', 'post_logout_redirect_uri']);
    const answer = await world.app.inject({ method: 'GET', url, cookies: { sallyport_session: session } });
    assert.equal(answer.headers.location, AFTER);
    assert.equal(await isOpen(session), false);
  });
});
