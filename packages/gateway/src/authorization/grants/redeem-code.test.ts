import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { consentedCode, newAdministrator, newConsentClient, newProof } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { listGrants } from './list-grants.ts';
import { redeemCode } from './redeem-code.ts';
import { refreshAccess } from './refresh-access.ts';

const origin = originFrom();

onEachEngine('redeeming a code', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  test('[RFC 6749 4.1.4] a code becomes an access token for what was allowed, and a refresh token', async () => {
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client, scopes: ['read_alert'] });
    const issued = await redeemCode(world.parts, { ...consented, origin });
    assert.equal(issued.scope, 'read_alert');
    const principal = await world.parts.bearer.check(issued.accessToken);
    assert.equal(principal.agencyId, 'sandbox-county');
    assert.deepEqual([...principal.rights], ['alerts:read']);
    assert.ok((issued.refreshToken?.length ?? 0) >= 43);
  });

  test('a client without the refresh_token grant gets no refresh token', async () => {
    const client = await newConsentClient(world.parts, { grantTypes: ['authorization_code'] });
    const issued = await redeemCode(world.parts, { ...(await consentedCode(world.parts, { client })), origin });
    assert.equal(issued.refreshToken, undefined);
  });

  test('a client of several agencies gets a token for the agency that allowed it', async () => {
    const client = await newConsentClient(world.parts, { agencyId: null });
    const issued = await redeemCode(world.parts, { ...(await consentedCode(world.parts, { client })), origin });
    assert.equal((await world.parts.bearer.check(issued.accessToken)).agencyId, 'sandbox-county');
  });

  test('[RFC 6749 4.1.2] a code used twice is refused, and what it gave is revoked', async () => {
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client });
    const issued = await redeemCode(world.parts, { ...consented, origin });
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, origin }));
    await refusedWith('invalid_token', world.parts.bearer.check(issued.accessToken));
    const refreshToken = issued.refreshToken ?? '';
    await refusedWith('invalid_grant', refreshAccess(world.parts, { client, refreshToken, scope: undefined, origin }));
  });

  test('[RFC 6749 4.1.2] a code used twice is revoked also long after its minute', async () => {
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client });
    const issued = await redeemCode(world.parts, { ...consented, origin });
    world.clock.advance(600_000);
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, origin }));
    await refusedWith('invalid_token', world.parts.bearer.check(issued.accessToken));
  });

  test('[RFC 6749 4.1.2] a code lives for a minute', async () => {
    const client = await newConsentClient(world.parts);
    const late = await consentedCode(world.parts, { client });
    world.clock.advance(60_000);
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...late, origin }));
    const intime = await consentedCode(world.parts, { client });
    world.clock.advance(59_999);
    assert.ok((await redeemCode(world.parts, { ...intime, origin })).accessToken);
  });

  test('[RFC 6749 4.1.3] another client neither gets nor spends a code, nor revokes what it gave', async () => {
    const client = await newConsentClient(world.parts);
    const stranger = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client });
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, client: stranger, origin }));
    const issued = await redeemCode(world.parts, { ...consented, origin });
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, client: stranger, origin }));
    assert.ok(await world.parts.bearer.check(issued.accessToken));
  });

  for (const redirectUri of [undefined, 'https://responder.test/callback/', 'https://elsewhere.test/callback']) {
    test(`[RFC 6749 4.1.3] the redirect URI ${redirectUri} is not the one that was asked with`, async () => {
      const client = await newConsentClient(world.parts);
      const consented = await consentedCode(world.parts, { client });
      await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, redirectUri, origin }));
    });
  }

  for (const [what, codeVerifier] of [
    ['no verifier', undefined],
    ['another verifier', newProof().codeVerifier],
    ['a verifier that is too short', 'a'.repeat(42)],
    ['a verifier that is too long', 'a'.repeat(129)],
  ] as const) {
    test(`[RFC 7636 4.6] a code with ${what} is refused, and stays good for its own client`, async () => {
      const client = await newConsentClient(world.parts);
      const consented = await consentedCode(world.parts, { client });
      await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, codeVerifier, origin }));
      assert.ok((await redeemCode(world.parts, { ...consented, origin })).accessToken);
    });
  }

  test('[RFC 7636 4.6] the challenge itself is no verifier: plain is not taken at the token path either', async () => {
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client });
    const stored = await world.parts.database.read.selectFrom('authorization_codes').select('code_challenge').execute();
    for (const { code_challenge } of stored) {
      const codeVerifier = code_challenge ?? undefined;
      await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, codeVerifier, origin }));
    }
  });

  test('an unknown code is refused, as is a client without the grant', async () => {
    const client = await newConsentClient(world.parts);
    const consented = await consentedCode(world.parts, { client });
    await refusedWith('invalid_grant', redeemCode(world.parts, { ...consented, code: 'unknown', origin }));
    const machine = await world.parts.clients.find('sandbox-cad');
    assert.ok(machine);
    await refusedWith('unauthorized_client', redeemCode(world.parts, { ...consented, client: machine, origin }));
  });

  test('of two hundred simultaneous uses of one code on two connections, one is answered and it stays one grant', async () => {
    const other = await testWorld(engine, {}, world.clock);
    const unlimited = { ...world.parts, limits: { ...world.parts.limits, take() {} } } as unknown as typeof world.parts;
    const client = await newConsentClient(world.parts);
    const principal = await newAdministrator(world.parts);
    const consented = await consentedCode(world.parts, { client, principal });
    const otherParts = { ...other.parts, limits: unlimited.limits };
    const results = await atOnce(200, (index) =>
      redeemCode(index % 2 === 0 ? unlimited : otherParts, { ...consented, origin }),
    );
    assert.equal(succeeded(results).length, 1);
    assert.deepEqual(
      new Set(failed(results).map((err) => (err as { code?: string }).code)),
      new Set(['invalid_grant']),
    );
    const families = await world.parts.database.read
      .selectFrom('refresh_tokens')
      .innerJoin('grants', 'grants.id', 'refresh_tokens.grant_id')
      .select('token_hash')
      .where('client_id', '=', client.id)
      .execute();
    assert.equal(families.length, 1);
    const inForce = await listGrants(world.parts, 'sandbox-county');
    assert.ok(
      inForce.every(({ clientId }) => clientId !== client.id),
      'a code used twice revokes its grant',
    );
    await other.stop();
  });
});
