import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSession, newSignInClient, signInToClient } from '../../../../testing/src/application-sign-ins.ts';
import { newConsentClient, newProof, REDIRECT_URI } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson } from '../../../../testing/src/people.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { signJwt } from '../../authorization/tokens/sign-jwt.ts';
import type { User } from '../../people/users/types.ts';

type Changes = Record<string, string | undefined>;
const PAGE = new RegExp(`^${TEST_URL}/portal/authorize/([\\w-]{43})$`);

onEachEngine('id_token_hint of an authorization request', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  let [ann, bob]: User[] = [];
  const sessions = new Map<string, string>();
  const hints = new Map<string, string>();
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, limitFailuresPerMinute: 0 });
    client = await newSignInClient(world);
    ann = await newPerson(world.parts);
    bob = await newPerson(world.parts);
    for (const person of [ann, bob]) {
      const session = await newSession(world, person);
      sessions.set(person.id, session);
      hints.set(person.id, (await signInToClient(world, { client, session })).id_token);
    }
  });
  after(() => world.stop());

  const sessionOf = (person: User | undefined) => sessions.get(person?.id ?? '') ?? '';
  const hintOf = (person: User | undefined) => hints.get(person?.id ?? '') ?? '';
  const queryOf = (changed: Changes) => {
    const query = new URLSearchParams();
    const asked = {
      ...{ client_id: client.id, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid profile email' },
      ...{ code_challenge: newProof().codeChallenge, code_challenge_method: 'S256', state: 'kept', ...changed },
    };
    for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
    return query.toString();
  };
  async function open(query: string, by?: User) {
    const cookies = by === undefined ? {} : { sallyport_session: sessionOf(by) };
    const answer = await world.app.inject({ method: 'GET', url: `/oauth/authorize?${query}`, cookies });
    return { status: answer.statusCode, location: String(answer.headers.location ?? ''), body: answer.body };
  }
  const ask = (changed: Changes, by?: User) => open(queryOf(changed), by);
  const backOf = ({ location }: { location: string }) => {
    const back = new URL(location);
    assert.equal(`${back.origin}${back.pathname}`, REDIRECT_URI, location);
    assert.equal(back.searchParams.get('state'), 'kept');
    return back.searchParams;
  };
  async function stepOf({ location }: { location: string }, by: User) {
    const id = PAGE.exec(location)?.[1];
    assert.ok(id !== undefined, location);
    const answer = await world.app.inject({
      ...{ method: 'POST', url: `/api/authorizations/${id}/sign-in`, payload: { is_confirmed: true } },
      cookies: { sallyport_session: sessionOf(by) },
    });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json().next as string;
  }
  async function push(changed: Changes): Promise<{ status: number; body: Record<string, string> }> {
    const answer = await world.app.inject({
      ...{ method: 'POST', url: '/oauth/par', payload: queryOf({ client_secret: `${client.id}-secret`, ...changed }) },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  test('[OIDC Core 3.1.2.1] of whoever is signed in it is answered with a code, with prompt=none and without', async () => {
    for (const prompt of ['none', undefined]) {
      const back = backOf(await ask({ prompt, id_token_hint: hintOf(ann) }, ann));
      assert.ok(back.has('code'), String(back));
    }
  });

  test('[OIDC Core 3.1.2.1] of another person it is answered for nobody: login_required, or the page asks to sign in', async () => {
    const hint = { id_token_hint: hintOf(bob) };
    assert.equal(backOf(await ask({ ...hint, prompt: 'none' }, ann)).get('error'), 'login_required');
    for (const prompt of [undefined, 'consent', 'select_account']) {
      const waiting = await ask({ ...hint, prompt }, ann);
      assert.equal(await stepOf(waiting, ann as User), 'sign_in_as_other', prompt);
      assert.equal(await stepOf(waiting, bob as User), 'redirect', 'the person who is named goes on');
    }
    world.clock.advance(1_000);
    const anew = await ask({ ...hint, prompt: 'login' }, ann);
    assert.equal(await stepOf(anew, ann as User), 'sign_in');
  });

  test('[OIDC Core 3.1.2.1] an administrator who is another person cannot allow it either', async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    sessions.set(admin.id, await newSession(world, admin));
    const { location } = await ask({ id_token_hint: hintOf(bob), prompt: 'consent' }, admin);
    const url = `/api/authorizations/${PAGE.exec(location)?.[1]}`;
    const payload = { scopes: ['openid', 'profile', 'email'] };
    const answer = await world.app.inject({
      ...{ method: 'POST', url, payload },
      cookies: { sallyport_session: sessionOf(admin) },
    });
    assert.equal(answer.statusCode, 403, answer.body);
    assert.match(answer.json().detail, /expects another person/);
  });

  test('[OIDC Core 3.1.2.1] where nobody is signed in it is as without', async () => {
    assert.equal(backOf(await ask({ id_token_hint: hintOf(ann), prompt: 'none' })).get('error'), 'login_required');
    assert.match((await ask({ id_token_hint: hintOf(ann) })).location, PAGE);
  });

  test('[OIDC Core 3.1.2.1] one that has expired is taken, and names the same person', async () => {
    world.clock.advance(2 * 3_600_000);
    for (const person of [ann, bob]) sessions.set(person?.id ?? '', await newSession(world, person as User));
    assert.ok(backOf(await ask({ id_token_hint: hintOf(ann), prompt: 'none' }, ann)).has('code'));
    assert.equal(backOf(await ask({ id_token_hint: hintOf(bob), prompt: 'none' }, ann)).get('error'), 'login_required');
  });

  test('[OIDC Core 3.1.2.1] a pushed request keeps it: another person is answered with login_required', async () => {
    const opened = async (by: User | undefined) => {
      const { status, body } = await push({ id_token_hint: hintOf(bob), prompt: 'none' });
      assert.equal(status, 201, JSON.stringify(body));
      const query = new URLSearchParams({ client_id: client.id, request_uri: body['request_uri'] ?? '' });
      return backOf(await open(query.toString(), by));
    };
    assert.equal((await opened(ann)).get('error'), 'login_required');
    assert.ok((await opened(bob)).has('code'));
  });

  test('[OIDC Core 3.1.2.1] what is no ID token of this server to this client is invalid_request and names it', async () => {
    const key = world.parts.keys.current();
    const claims = { iss: TEST_URL, sub: ann?.id, aud: client.id, sid: 'x', exp: 1, iat: 1 };
    const [header = '', payload = '', signature = ''] = hintOf(ann).split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const other = await newSignInClient(world);
    const { access_token, id_token: ofOther } = await signInToClient(world, {
      client: other,
      session: sessionOf(ann),
    });
    const wrong: Record<string, string> = {
      garbage: 'nonsense',
      'a space': ' ',
      'three empty parts': '..',
      'another issuer': signJwt(key, 'JWT', { ...claims, iss: 'https://evil.test' }),
      'another audience': signJwt(key, 'JWT', { ...claims, aud: 'sandbox-cad' }),
      'several audiences': signJwt(key, 'JWT', { ...claims, aud: [client.id, 'sandbox-cad'] }),
      'no subject': signJwt(key, 'JWT', { ...claims, sub: undefined }),
      'another kind of token': signJwt(key, 'at+jwt', claims),
      'of another client': ofOther,
      'an access token': access_token,
      'without signature': `${header}.${payload}.`,
      'with another subject': `${header}.${encoded({ ...claims, sub: bob?.id })}.${signature}`,
      'alg none': `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      'alg none with the key': `${encoded({ alg: 'none', typ: 'JWT', kid: key.kid })}.${payload}.`,
      'HS256 by the public key': `${encoded({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${payload}.${signature}`,
      'an unknown key': `${encoded({ alg: key.algorithm, typ: 'JWT', kid: 'nobodys' })}.${payload}.${signature}`,
    };
    for (const [what, hint] of Object.entries(wrong)) {
      for (const prompt of ['none', undefined]) {
        const back = backOf(await ask({ id_token_hint: hint, prompt }, ann));
        assert.equal(back.get('error'), 'invalid_request', what);
        assert.match(back.get('error_description') ?? '', /id_token_hint/, what);
        assert.equal(back.has('code'), false, what);
      }
      const { status, body } = await push({ id_token_hint: hint });
      assert.deepEqual([status, body['error']], [400, 'invalid_request'], what);
      assert.match(body['error_description'] ?? '', /id_token_hint/, what);
    }
  });

  test('one that is too long or sent twice is refused, an empty one is left out, and without openid it is not read', async () => {
    const long = await ask({ id_token_hint: 'x'.repeat(2_049) }, ann);
    assert.deepEqual([long.status, long.location], [400, '']);
    const twice = await open(`${queryOf({ id_token_hint: hintOf(ann) })}&id_token_hint=${hintOf(bob)}`, ann);
    assert.deepEqual([twice.status, twice.location], [400, '']);
    assert.equal((await push({ id_token_hint: 'x'.repeat(2_049) })).status, 400);
    assert.ok(backOf(await ask({ id_token_hint: '', prompt: 'none' }, ann)).has('code'));
    const reader = await newConsentClient(world.parts, { scopes: ['read_alert'] });
    const asked = { client_id: reader.id, scope: 'read_alert', id_token_hint: 'nonsense' };
    assert.match((await ask(asked, ann)).location, PAGE);
  });
});
