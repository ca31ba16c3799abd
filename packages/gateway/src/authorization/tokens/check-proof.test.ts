import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { after, before, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newKey, type TestKey } from '../../../../testing/src/assertions.ts';
import { atOnce } from '../../../../testing/src/barrier.ts';
import { consentedCode, newConsentClient, newProof, REDIRECT_URI } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { hashOfToken, signProof, thumbprintOf } from '../../../../testing/src/proofs.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../clients/types.ts';

const TOKEN_URL = `${TEST_URL}/oauth/token`;
const READ = '/api/incidents';
const READ_URL = `${TEST_URL}${READ}`;
const ALGORITHMS = 'ES256 EdDSA Ed25519 RS256 PS256';

onEachEngine('DPoP', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  let key: TestKey;
  let stranger: TestKey;
  before(async () => {
    const unlimited = { limitFailuresPerMinute: 0, limitTokensPerMinute: 0, limitReadsPerMinute: 0 };
    world = await testWorld(engine, unlimited);
    there = await testWorld(engine, unlimited, world.clock);
    key = await newKey();
    stranger = await newKey();
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  type Changes = Parameters<typeof signProof>[3];
  const toToken = (by = key, changed: Changes = {}) =>
    signProof(by, world.clock, { method: 'POST', url: TOKEN_URL }, changed);
  const toRead = (accessToken: string, by = key, changed: Changes = {}) =>
    signProof(by, world.clock, { method: 'GET', url: READ_URL, accessToken }, changed);
  const seconds = () => Math.floor(world.clock.now() / 1000);

  function post(path: string, values: Record<string, string>, dpop?: string | string[], at = world) {
    return at.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(dpop !== undefined && { dpop }) },
      payload: new URLSearchParams(values).toString(),
    });
  }
  const secretOf = (id: string) => ({ client_id: id, client_secret: `${id}-secret` });
  const machine = { ...secretOf('sandbox-cad'), grant_type: 'client_credentials' };
  async function boundToken(by = key): Promise<string> {
    const answer = await post('/oauth/token', machine, await toToken(by));
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json().access_token;
  }
  const read = (authorization: string, dpop?: string | string[], at = world, url = READ) =>
    at.app.inject({ method: 'GET', url, headers: { authorization, ...(dpop !== undefined && { dpop }) } });
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

  async function assertRefused(answer: Awaited<ReturnType<typeof read>>, error: string, why: RegExp): Promise<void> {
    assert.equal(answer.statusCode, 401, answer.body);
    const challenge = String(answer.headers['www-authenticate']);
    assert.match(challenge, new RegExp(`^DPoP realm="sallyport", algs="${ALGORITHMS}", error="${error}"`));
    assert.match(challenge, why);
  }

  test('[RFC 9449 5] a proof at the token path gives a token bound to its key, on both paths, and none gives a bearer token', async () => {
    for (const path of ['/oauth/token', '/oauth/v2/token']) {
      const proof = await signProof(key, world.clock, { method: 'POST', url: TEST_URL + path });
      const bound = (await post(path, machine, proof)).json();
      assert.equal(bound.token_type, 'DPoP');
      assert.deepEqual(claimsOf(bound.access_token).cnf, { jkt: await thumbprintOf(key) });
      const bearer = (await post(path, machine)).json();
      assert.equal(bearer.token_type, 'Bearer');
      assert.equal(claimsOf(bearer.access_token).cnf, undefined);
    }
  });

  for (const alg of ['ES256', 'EdDSA', 'RS256', 'PS256']) {
    test(`[RFC 9449 7.1] a bound token is read with by a proof of ${alg}`, async () => {
      const own = await newKey(alg);
      const token = await boundToken(own);
      assert.equal((await read(`DPoP ${token}`, await toRead(token, own))).statusCode, 200);
    });
  }

  test('[RFC 9449 6.2] introspection states DPoP and the key', async () => {
    const token = await boundToken();
    const answer = (await post('/oauth/introspect', { ...secretOf('sandbox-cad'), token })).json();
    assert.equal(answer.token_type, 'DPoP');
    assert.deepEqual(answer.cnf, { jkt: await thumbprintOf(key) });
  });

  test('[RFC 9449 4.3] each check of a proof refuses at the token path, with invalid_dpop_proof and what failed', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const secret = createSecretKey(Buffer.from('a secret that both could know, if it were one'));
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: key.publicJwk })).toString(
      'base64url',
    );
    const good = await toToken();
    const symmetric = new SignJWT({ jti: 'x', htm: 'POST', htu: TOKEN_URL, iat: seconds() });
    const cases: [why: RegExp, proof: string | string[]][] = [
      [/missing/, ''],
      [/more than one/, [good, await toToken()]],
      [/signed proof/, 'x'],
      [/signed proof/, `${unsigned}.${good.split('.')[1]}.`],
      [
        /signed proof/,
        await symmetric.setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct' } }).sign(secret),
      ],
      [/signed proof/, await toToken(key, { header: { typ: 'JWT' } })],
      [/signed proof/, await toToken(key, { header: { jwk: await exportJWK(privateKey) } })],
      [/signed proof/, await toToken(key, { header: { jwk: { ...stranger.publicJwk } } })],
      [/signed proof/, good.replace(/\.[^.]*$/, '.')],
      [/key/, await toToken(key, { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } })],
      [/jti/, await toToken(key, { claims: { jti: undefined } })],
      [/jti/, await toToken(key, { claims: { jti: '' } })],
      [/jti/, await toToken(key, { claims: { jti: 'j'.repeat(257) } })],
      [/htm is not POST/, await toToken(key, { claims: { htm: 'GET' } })],
      [/htm is not POST/, await toToken(key, { claims: { htm: undefined } })],
      [/htu is not/, await toToken(key, { claims: { htu: `${TEST_URL}/oauth/revoke` } })],
      [/htu is not/, await toToken(key, { claims: { htu: 'https://other.test/oauth/token' } })],
      [/htu is not/, await toToken(key, { claims: { htu: '/oauth/token' } })],
      [/htu is not/, await toToken(key, { claims: { htu: undefined } })],
      [/iat/, await toToken(key, { claims: { iat: undefined } })],
      [/iat/, await toToken(key, { claims: { iat: seconds() - 61 } })],
      [/iat/, await toToken(key, { claims: { iat: seconds() + 61 } })],
    ];
    for (const [why, proof] of cases) {
      const answer = await post('/oauth/token', machine, proof);
      assert.equal(answer.statusCode, 400, `${why} ${answer.body}`);
      assert.equal(answer.json().error, 'invalid_dpop_proof');
      assert.match(answer.json().error_description, why);
    }
    assert.equal((await post('/oauth/token', machine, good)).statusCode, 200, 'nobody else used it up');
  });

  test('[RFC 9449 4.3] htu is the public URL, whatever host the request names, without query, in any spelling of it', async () => {
    const token = await boundToken();
    for (const htu of [`${READ_URL}?limit=1`, `${READ_URL}#x`, 'HTTP://127.0.0.1:8911/api/%69ncidents']) {
      const proof = await toRead(token, key, { claims: { htu } });
      assert.equal((await read(`DPoP ${token}`, proof, world, `${READ}?limit=2`)).statusCode, 200, htu);
    }
    const elsewhere = await toRead(token, key, { claims: { htu: `http://localhost:8911${READ}` } });
    const headers = {
      authorization: `DPoP ${token}`,
      dpop: elsewhere,
      host: 'localhost:8911',
      'x-forwarded-host': 'other.test',
    };
    await assertRefused(await world.app.inject({ url: READ, headers }), 'invalid_dpop_proof', /htu/);
  });

  test('[RFC 9449 7.1] a proof for another token, method or URL, of another key, or none, is refused with a challenge', async () => {
    const token = await boundToken();
    const other = await boundToken();
    const shown = (dpop?: string | string[]) => read(`DPoP ${token}`, dpop);
    await assertRefused(await shown(), 'invalid_dpop_proof', /missing/);
    await assertRefused(await shown(''), 'invalid_dpop_proof', /missing/);
    await assertRefused(await shown(await toRead(other)), 'invalid_dpop_proof', /ath/);
    await assertRefused(
      await shown(await toRead(token, key, { claims: { ath: undefined } })),
      'invalid_dpop_proof',
      /ath/,
    );
    await assertRefused(
      await shown(await toRead(token, key, { claims: { htm: 'POST' } })),
      'invalid_dpop_proof',
      /htm/,
    );
    await assertRefused(
      await shown(await toToken(key, { claims: { ath: hashOfToken(token) } })),
      'invalid_dpop_proof',
      /htm/,
    );
    await assertRefused(await shown([await toRead(token), await toRead(token)]), 'invalid_dpop_proof', /more than one/);
    await assertRefused(await shown(await toRead(token, stranger)), 'invalid_token', /another key/);
    assert.equal((await shown(await toRead(token))).statusCode, 200);
  });

  test('[RFC 9449 7.2] a bound token is not taken as a bearer token, with a proof or without', async () => {
    const token = await boundToken();
    await assertRefused(await read(`Bearer ${token}`), 'invalid_token', /bound to a key/);
    await assertRefused(await read(`Bearer ${token}`, await toRead(token)), 'invalid_token', /bound to a key/);
  });

  test('[RFC 9449 7.2] a WebSocket takes bearer tokens alone, and states it', async () => {
    const token = await boundToken();
    const path = '/v1/incident_events/stream';
    const inQuery = await world.app.inject({ url: `${path}?token=${token}` });
    await assertRefused(inQuery, 'invalid_token', /bound to a key.*WebSocket takes bearer tokens alone/);
    const proof = await toRead(token, key, { claims: { htu: TEST_URL + path } });
    await assertRefused(await read(`DPoP ${token}`, proof, world, path), 'invalid_token', /WebSocket takes bearer/);
  });

  test('[RFC 9449 7.1] a bearer token is not taken as a bound one, and goes on as a bearer token beside any DPoP header', async () => {
    const { access_token: token } = (await post('/oauth/token', machine)).json();
    await assertRefused(await read(`DPoP ${token}`, await toRead(token)), 'invalid_token', /no key/);
    assert.equal((await read(`Bearer ${token}`, 'nonsense')).statusCode, 200);
  });

  test('[RFC 9449 7.1] who sends a bad token as DPoP is asked for a proof', async () => {
    await assertRefused(await read('DPoP nonsense', 'x'), 'invalid_token', /not one of this server/);
    const token = await boundToken();
    await post('/oauth/revoke', { ...secretOf('sandbox-cad'), token });
    await assertRefused(await read(`DPoP ${token}`, await toRead(token)), 'invalid_token', /revoked/);
  });

  test('[RFC 9449 11.1] a proof is used once: not again here, in another process or after a restart', async () => {
    const token = await boundToken();
    const proof = await toRead(token);
    assert.equal((await read(`DPoP ${token}`, proof)).statusCode, 200);
    await assertRefused(await read(`DPoP ${token}`, proof), 'invalid_dpop_proof', /used before/);
    await assertRefused(await read(`DPoP ${token}`, proof, there), 'invalid_dpop_proof', /used before/);
    const restarted = await testWorld(engine, {}, world.clock);
    await assertRefused(await read(`DPoP ${token}`, proof, restarted), 'invalid_dpop_proof', /used before/);
    await restarted.stop();
    const asked = await toToken();
    assert.equal((await post('/oauth/token', machine, asked)).statusCode, 200);
    assert.equal((await post('/oauth/token', machine, asked, there)).json().error, 'invalid_dpop_proof');
  });

  test('[RFC 9449 11.1] of forty uses of one proof at once in two processes, one is received', async () => {
    const token = await boundToken();
    const proof = await toRead(token);
    const answers = await atOnce(40, (index) => read(`DPoP ${token}`, proof, index % 2 === 0 ? world : there));
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.statusCode : answer.reason));
    assert.deepEqual(statuses.sort(), [200, ...Array.from({ length: 39 }, () => 401)]);
  });

  test('[RFC 9449 5] the refresh token of a public client is good with its key alone; a refused use spends nothing', async () => {
    const client = await newConsentClient(world.parts, { isPublic: true });
    const { code, codeVerifier } = await consentedCode(world.parts, { client });
    const exchange = {
      client_id: client.id,
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: REDIRECT_URI,
    };
    const first = (await post('/oauth/token', exchange, await toToken())).json();
    const refresh = (refresh_token: string, proof?: string) =>
      post('/oauth/token', { client_id: client.id, grant_type: 'refresh_token', refresh_token }, proof);
    assert.equal((await refresh(first.refresh_token)).json().error, 'invalid_grant');
    assert.equal((await refresh(first.refresh_token, await toToken(stranger))).json().error, 'invalid_grant');
    const second = (await refresh(first.refresh_token, await toToken())).json();
    assert.equal(second.token_type, 'DPoP');
    assert.deepEqual(
      (await refresh(first.refresh_token, await toToken())).json(),
      second,
      'a lost answer is had again',
    );
    assert.equal((await refresh(first.refresh_token)).json().error, 'invalid_grant');
    assert.equal((await refresh(second.refresh_token)).json().error, 'invalid_grant');
    assert.equal((await refresh(second.refresh_token, await toToken())).statusCode, 200);
  });

  test('[RFC 9449 5] the refresh token of a confidential client is bound by who it proves to be, each access token by its proof', async () => {
    const client = await newConsentClient(world.parts);
    const { code, codeVerifier } = await consentedCode(world.parts, { client });
    const exchange = {
      ...secretOf(client.id),
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: REDIRECT_URI,
    };
    const { refresh_token } = (await post('/oauth/token', exchange, await toToken())).json();
    const again = { ...secretOf(client.id), grant_type: 'refresh_token', refresh_token };
    const other = (await post('/oauth/token', again, await toToken(stranger))).json();
    assert.deepEqual(claimsOf(other.access_token).cnf, { jkt: await thumbprintOf(stranger) });
    assert.equal((await post('/oauth/token', again)).json().token_type, 'Bearer');
  });

  /** A code asked with `dpop_jkt`, or pushed with a proof; and its exchange. */
  async function codeFor(client: Client, how: { dpop_jkt?: string; proof?: string; isPushed: boolean }) {
    const { codeVerifier, codeChallenge } = newProof();
    const asked = {
      client_id: client.id,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      ...(how.dpop_jkt !== undefined && { dpop_jkt: how.dpop_jkt }),
    };
    const pushed = how.isPushed
      ? (await post('/oauth/par', { ...asked, client_secret: `${client.id}-secret` }, how.proof)).json()
      : null;
    const query = new URLSearchParams(
      pushed === null ? asked : { client_id: client.id, request_uri: pushed.request_uri },
    );
    const opened = await world.app.inject({ url: `/oauth/authorize?${query}` });
    const cookie = await administratorCookie();
    const decided = await world.app.inject({
      method: 'POST',
      url: `/api/authorizations/${String(opened.headers.location).split('/').at(-1)}`,
      headers: { cookie, 'content-type': 'application/json' },
      payload: JSON.stringify({ scopes: ['read_alert'] }),
    });
    const code = new URL(decided.json().redirect_to).searchParams.get('code') ?? '';
    const form = {
      ...secretOf(client.id),
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: REDIRECT_URI,
    };
    return (proof?: string) => post('/oauth/token', form, proof);
  }
  async function administratorCookie(): Promise<string> {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' },
    });
    return `sallyport_session=${answer.cookies[0]?.value}`;
  }

  test('[RFC 9449 10] a code asked with dpop_jkt, by the browser or pushed, is exchanged with a proof of that key alone', async () => {
    const client = await newConsentClient(world.parts);
    const dpop_jkt = await thumbprintOf(key);
    const toPar = () => signProof(key, world.clock, { method: 'POST', url: `${TEST_URL}/oauth/par` });
    for (const how of [
      { dpop_jkt, isPushed: false },
      { dpop_jkt, isPushed: true },
      { proof: await toPar(), isPushed: true },
      { proof: await toPar(), dpop_jkt, isPushed: true },
    ]) {
      const exchange = await codeFor(client, how);
      assert.equal((await exchange()).json().error, 'invalid_grant');
      assert.equal((await exchange(await toToken(stranger))).json().error, 'invalid_grant');
      assert.equal((await exchange(await toToken())).json().token_type, 'DPoP');
    }
  });

  test('[RFC 9449 10.1] a proof and a dpop_jkt of two keys, and a dpop_jkt that is none, are refused', async () => {
    const client = await newConsentClient(world.parts);
    const asked = {
      ...secretOf(client.id),
      response_type: 'code',
      code_challenge: newProof().codeChallenge,
      code_challenge_method: 'S256',
    };
    const proof = await signProof(key, world.clock, { method: 'POST', url: `${TEST_URL}/oauth/par` });
    const two = await post('/oauth/par', { ...asked, dpop_jkt: await thumbprintOf(stranger) }, proof);
    assert.equal(two.json().error, 'invalid_dpop_proof');
    assert.equal((await post('/oauth/par', { ...asked, dpop_jkt: 'x' })).json().error, 'invalid_request');
  });

  test('[RFC 9449 5.2] a client that requires DPoP gets no bearer token, on any path and by any grant', async () => {
    const client = await newConsentClient(world.parts, {
      requiresDpop: true,
      grantTypes: ['client_credentials', 'authorization_code', 'refresh_token'],
    });
    const { code, codeVerifier } = await consentedCode(world.parts, { client });
    const exchange = { code, code_verifier: codeVerifier, redirect_uri: REDIRECT_URI };
    for (const [path, form] of [
      ['/oauth/token', { grant_type: 'client_credentials' }],
      ['/oauth/v2/token', { grant_type: 'client_credentials' }],
      ['/oauth/token', { grant_type: 'authorization_code', ...exchange }],
      ['/interface/open_api/token.php', { grant_type: 'authorization_code', ...exchange }],
    ] as const) {
      const answer = await post(path, { ...secretOf(client.id), ...form });
      assert.equal(answer.statusCode, 400, answer.body);
      assert.equal(answer.json().error, 'invalid_dpop_proof');
    }
    const form = { ...secretOf(client.id), grant_type: 'authorization_code', ...exchange };
    assert.equal((await post('/oauth/token', form, await toToken())).json().token_type, 'DPoP');
  });

  test('the id of a proof is kept until its own iat refuses it', async () => {
    const token = await boundToken();
    const proof = await toRead(token);
    assert.equal((await read(`DPoP ${token}`, proof)).statusCode, 200);
    world.clock.advance(60_000);
    await assertRefused(await read(`DPoP ${token}`, proof), 'invalid_dpop_proof', /used before/);
    world.clock.advance(1_000);
    await assertRefused(await read(`DPoP ${token}`, proof), 'invalid_dpop_proof', /iat/);
  });
});
