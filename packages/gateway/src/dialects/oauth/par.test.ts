import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, succeeded } from '../../../../testing/src/barrier.ts';
import { newAdministrator, newConsentClient, newProof, REDIRECT_URI } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { ClientRegistration } from '../../authorization/clients/register-client.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { redeemCode } from '../../authorization/grants/redeem-code.ts';
import { decideAuthorization } from '../../authorization/requests/decide-authorization.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const URN = /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/;
type Changes = Record<string, string | undefined>;

onEachEngine('POST /oauth/par', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, limitFailuresPerMinute: 0 });
    client = await newConsentClient(world.parts);
  });
  after(() => world.stop());

  function formOf(values: Changes): string {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value !== undefined) form.set(name, value);
    return form.toString();
  }
  const asked = (changed: Changes = {}) => ({
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'read_alert',
    state: 'a state & more=1',
    code_challenge: newProof().codeChallenge,
    code_challenge_method: 'S256',
    ...changed,
  });
  const send = (form: string, headers: Record<string, string> = {}) =>
    world.app.inject({ method: 'POST', url: '/oauth/par', headers: { ...FORM, ...headers }, payload: form });
  const push = (changed: Changes = {}, by = client) =>
    send(formOf({ client_id: by.id, client_secret: `${by.id}-secret`, ...asked(changed) }));
  async function pushed(changed: Changes = {}, by = client): Promise<string> {
    const answer = await push(changed, by);
    assert.equal(answer.statusCode, 201, answer.body);
    return answer.json().request_uri;
  }
  const open = (values: Changes) => world.app.inject({ method: 'GET', url: `/oauth/authorize?${formOf(values)}` });
  async function assertPage(values: Changes): Promise<void> {
    const answer = await open(values);
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.headers.location, undefined);
    assert.match(String(answer.headers['content-type']), /^text\/html/);
    assert.ok(!answer.body.includes('urn:ietf'), 'the page does not repeat what it was sent');
  }
  const isConsentPage = ({ statusCode, headers }: Awaited<ReturnType<typeof open>>) =>
    statusCode === 303 && String(headers.location).startsWith(`${TEST_URL}/portal/authorize/`);

  test('[RFC 9126 2.2] a request is kept for a minute under a request_uri that nobody can guess', async () => {
    const answer = await push();
    assert.equal(answer.statusCode, 201);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(answer.json().request_uri, URN);
    assert.equal(answer.json().expires_in, 60);
    assert.notEqual(await pushed(), await pushed());
  });

  test('[RFC 9126 4] the browser brings client_id and request_uri alone, and is asked for consent', async () => {
    assert.ok(isConsentPage(await open({ client_id: client.id, request_uri: await pushed() })));
  });

  test('[RFC 9126 4] what was pushed is what is asked, whatever else the browser brings', async () => {
    const request_uri = await pushed();
    const answer = await open({
      client_id: client.id,
      request_uri,
      redirect_uri: 'https://evil.test/callback',
      scope: 'read_agency',
      state: 'another',
    });
    assert.ok(isConsentPage(answer));
    const kept = await world.parts.database.read.selectFrom('authorization_requests').selectAll().execute();
    const newest = kept.sort((left, right) => left.created_at - right.created_at).at(-1);
    assert.equal(newest?.redirect_uri, REDIRECT_URI);
    assert.ok(kept.every(({ scopes, state }) => scopes === '["read_alert"]' && state === 'a state & more=1'));
  });

  test('[RFC 9126 7.3] a request_uri is used once, however many browsers bring it at once', async () => {
    const request_uri = await pushed();
    const answers = succeeded(await atOnce(10, () => open({ client_id: client.id, request_uri })));
    assert.equal(answers.filter(isConsentPage).length, 1);
    assert.equal(answers.filter(({ statusCode }) => statusCode === 400).length, 9);
    await assertPage({ client_id: client.id, request_uri });
  });

  test('[RFC 9126 2.2] a request_uri of another client is a page, and stays good for its own', async () => {
    const request_uri = await pushed();
    const stranger = await newConsentClient(world.parts);
    await assertPage({ client_id: stranger.id, request_uri });
    await assertPage({ request_uri });
    assert.ok(isConsentPage(await open({ client_id: client.id, request_uri })));
  });

  test('[RFC 9126 2.2] a request_uri lives for a minute', async () => {
    const late = await pushed();
    world.clock.advance(60_000);
    await assertPage({ client_id: client.id, request_uri: late });
    const inTime = await pushed();
    world.clock.advance(59_999);
    assert.ok(isConsentPage(await open({ client_id: client.id, request_uri: inTime })));
  });

  /** Where the browser goes after an administrator allowed what was pushed. */
  async function allowed(request_uri: string): Promise<URL> {
    const asking = await open({ client_id: client.id, request_uri });
    const id = String(asking.headers.location).split('/').at(-1) ?? '';
    const principal = await newAdministrator(world.parts);
    const answer = { id, principal, scopes: ['read_alert'], origin: originFrom() };
    return new URL((await decideAuthorization(world.parts, answer)).reveal());
  }
  const redeem = (back: URL, codeVerifier: string | undefined) => {
    const code = back.searchParams.get('code') ?? '';
    return redeemCode(world.parts, { client, code, codeVerifier, redirectUri: REDIRECT_URI, origin: originFrom() });
  };

  test('[RFC 9700 4.4.2] the answer to a pushed request states which server it is from, and brings state back unchanged', async () => {
    const back = await allowed(await pushed());
    assert.equal(back.origin + back.pathname, REDIRECT_URI);
    assert.equal(back.searchParams.get('iss'), TEST_URL);
    assert.equal(back.searchParams.get('state'), 'a state & more=1');
  });

  test('[RFC 9700 4.5.3] a code is refused with the verifier of another pushed request', async () => {
    const [one, other] = [newProof(), newProof()];
    const back = await allowed(await pushed({ code_challenge: one.codeChallenge }));
    await pushed({ code_challenge: other.codeChallenge });
    await refusedWith('invalid_grant', redeem(back, other.codeVerifier));
    assert.equal((await redeem(back, one.codeVerifier)).scope, 'read_alert');
  });

  test('[RFC 9700 4.8.2] a code of a pushed request is refused without its verifier', async () => {
    await refusedWith('invalid_grant', redeem(await allowed(await pushed()), undefined));
  });

  test('[RFC 9126 7.1] a guessed request_uri, and one that leads elsewhere without a place to answer to, is a page', async () => {
    const elsewhere = { client_id: client.id, request_uri: 'https://evil.test/request.jwt' };
    await assertPage({ ...elsewhere, redirect_uri: 'https://evil.test/callback' });
    await assertPage({ client_id: client.id, request_uri: 'urn:ietf:params:oauth:request_uri:unknown' });
  });

  test('[RFC 9126 7.4] a request_uri of a client that was disabled meanwhile is a page', async () => {
    const gone = await newConsentClient(world.parts);
    const request_uri = await pushed({}, gone);
    await world.parts.database.write(async (tx) => {
      await tx.query.updateTable('clients').set({ disabled_at: 1 }).where('id', '=', gone.id).execute();
      await world.parts.changes.publish(tx, 'client', gone.id);
    });
    await assertPage({ client_id: gone.id, request_uri });
  });

  for (const [title, changed, error] of [
    [
      '[RFC 9126 2.1] a request_uri in a pushed request is refused',
      { request_uri: 'urn:ietf:params:oauth:request_uri:a' },
      'invalid_request',
    ],
    [
      '[RFC 9700 2.1] a pushed redirect_uri that is not registered is refused',
      { redirect_uri: 'https://evil.test/callback' },
      'invalid_request',
    ],
    [
      '[RFC 9700 2.1] a pushed redirect_uri with a longer path is refused',
      { redirect_uri: `${REDIRECT_URI}/evil` },
      'invalid_request',
    ],
    [
      '[RFC 9700 2.1.2] a pushed request for a token in the address is refused',
      { response_type: 'token' },
      'unsupported_response_type',
    ],
    [
      '[RFC 9126 2.1] a pushed request without response_type is refused',
      { response_type: undefined },
      'invalid_request',
    ],
    [
      '[RFC 9126 2.1] a pushed request with another response mode is refused',
      { response_mode: 'fragment' },
      'invalid_request',
    ],
    ['[RFC 9126 2.1] a pushed request for an unknown scope is refused', { scope: 'read_everything' }, 'invalid_scope'],
    [
      '[RFC 9700 2.1.1] a pushed request without a challenge is refused',
      { code_challenge: undefined },
      'invalid_request',
    ],
    [
      '[RFC 9700 2.1.1] a pushed request with the challenge method plain is refused',
      { code_challenge_method: 'plain' },
      'invalid_request',
    ],
    [
      '[RFC 9700 2.1.1] a pushed request without a method, which means plain, is refused',
      { code_challenge_method: undefined },
      'invalid_request',
    ],
    ['[RFC 7636 4.2] a pushed challenge that is no SHA-256 is refused', { code_challenge: 'short' }, 'invalid_request'],
    [
      '[RFC 9126 2.1] a pushed state longer than the authorization endpoint takes is refused',
      { state: 's'.repeat(2_049) },
      'invalid_request',
    ],
  ] as const) {
    test(title, async () => {
      const answer = await push(changed);
      assert.equal(answer.statusCode, 400, answer.body);
      assert.equal(answer.json().error, error);
    });
  }

  test('[RFC 9126 2.3] a wrong secret and no secret are 401, with a challenge', async () => {
    for (const client_secret of ['wrong', undefined]) {
      const answer = await send(formOf({ client_id: client.id, client_secret, ...asked() }));
      assert.equal(answer.statusCode, 401);
      assert.equal(answer.json().error, 'invalid_client');
      assert.match(String(answer.headers['www-authenticate']), /^Basic /);
    }
  });

  test('[RFC 9126 2.1] a client authenticates as at the token path: by Basic, in the body, or as a public client', async () => {
    const basic = Buffer.from(`${client.id}:${client.id}-secret`).toString('base64');
    const byBasic = await send(formOf(asked()), { authorization: `Basic ${basic}` });
    assert.equal(byBasic.statusCode, 201);
    const page = await newConsentClient(world.parts, { isPublic: true });
    const byName = await send(formOf({ client_id: page.id, ...asked() }));
    assert.equal(byName.statusCode, 201);
    assert.ok(isConsentPage(await open({ client_id: page.id, request_uri: byName.json().request_uri })));
  });

  test('[RFC 9126 2.3] a client without the grant is refused as unauthorized_client', async () => {
    const grantTypes = ['client_credentials'];
    const machine = await newConsentClient(world.parts, { grantTypes, redirectUris: [] });
    const answer = await push({}, machine);
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().error, 'unauthorized_client');
  });

  test('[RFC 9126 2.3] another method is 405, a body beyond the limit 413', async () => {
    const answer = await world.app.inject({ method: 'GET', url: '/oauth/par' });
    assert.equal(answer.statusCode, 405);
    assert.equal(answer.headers['allow'], 'POST');
    assert.equal((await push({ scope: 'x'.repeat(20_000) })).statusCode, 413);
  });

  test('[RFC 9126 6] a client that must push its requests is sent back where it did not', async () => {
    const changed: Partial<ClientRegistration> = { requiresPushedRequests: true };
    const strict = await newConsentClient(world.parts, changed);
    const direct = await open({ client_id: strict.id, ...asked() });
    assert.equal(direct.statusCode, 303);
    const location = new URL(String(direct.headers.location));
    assert.equal(location.origin + location.pathname, REDIRECT_URI);
    assert.equal(location.searchParams.get('error'), 'invalid_request');
    assert.ok(isConsentPage(await open({ client_id: strict.id, request_uri: await pushed({}, strict) })));
  });

  test('[RFC 9126 5] the metadata names the path and that it is not required of everybody', async () => {
    const answer = await world.app.inject({ method: 'GET', url: '/.well-known/oauth-authorization-server' });
    assert.equal(answer.json().pushed_authorization_request_endpoint, `${TEST_URL}/oauth/par`);
    assert.equal(answer.json().require_pushed_authorization_requests, false);
  });
});

onEachEngine('a flood of pushed requests', (engine) => {
  test('[RFC 9126 2.3] more than the allowance of a client is 429, with the seconds to wait', async () => {
    const world = await testWorld(engine, { limitTokensPerMinute: 2 });
    const { id } = await newConsentClient(world.parts);
    const payload = new URLSearchParams({
      client_id: id,
      client_secret: `${id}-secret`,
      response_type: 'code',
      code_challenge: newProof().codeChallenge,
      code_challenge_method: 'S256',
    }).toString();
    const push = () => world.app.inject({ method: 'POST', url: '/oauth/par', headers: FORM, payload });
    assert.deepEqual([(await push()).statusCode, (await push()).statusCode], [201, 201]);
    const flooded = await push();
    assert.equal(flooded.statusCode, 429);
    assert.match(String(flooded.headers['retry-after']), /^[1-9]\d*$/);
    await world.stop();
  });
});
