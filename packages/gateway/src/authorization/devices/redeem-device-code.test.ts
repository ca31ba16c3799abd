import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditRecords } from '../../../../testing/src/audit-records.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { newAdministrator, newConsentClient } from '../../../../testing/src/consents.ts';
import { decidedDevice, newDeviceClient, newDeviceCodes } from '../../../../testing/src/devices.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../clients/types.ts';
import { listGrants } from '../grants/list-grants.ts';
import { refreshAccess } from '../grants/refresh-access.ts';
import { revokeGrant } from '../grants/revoke-grant.ts';
import { decideDeviceAuthorization, readDeviceAuthorization } from './decide-device-authorization.ts';
import { redeemDeviceCode } from './redeem-device-code.ts';
import { startDeviceAuthorization } from './start-device-authorization.ts';

const origin = originFrom();
const TEN_MINUTES_MS = 600_000;

onEachEngine('a device authorization', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  before(async () => {
    world = await testWorld(engine, { limitTokensPerMinute: 0 });
    client = await newDeviceClient(world.parts);
  });
  after(() => world.stop());

  const poll = (deviceCode: string, by = client) => redeemDeviceCode(world.parts, { client: by, deviceCode, origin });
  const grantsOf = async ({ id }: Client) =>
    (await listGrants(world.parts, 'sandbox-county')).filter(({ clientId }) => clientId === id);

  test('[RFC 8628 3.5] becomes an access token for what was allowed, and a refresh token, once', async () => {
    const { deviceCode } = await decidedDevice(world.parts, { client, scopes: ['read_alert'] });
    const issued = await poll(deviceCode);
    assert.equal(issued.scope, 'read_alert');
    const principal = await world.parts.bearer.check(issued.accessToken);
    assert.equal(principal.agencyId, 'sandbox-county');
    const refreshToken = issued.refreshToken ?? '';
    assert.ok((await refreshAccess(world.parts, { client, refreshToken, scope: undefined, origin })).accessToken);
  });

  test('[RFC 9700 2.3] gives no scope that the administrator left out, now or by a refresh', async () => {
    const { deviceCode } = await decidedDevice(world.parts, { client, scopes: ['read_alert'] });
    const refreshToken = (await poll(deviceCode)).refreshToken ?? '';
    const wider = { client, refreshToken, scope: 'read_alert read_agency', origin };
    await refusedWith('invalid_scope', refreshAccess(world.parts, wider));
  });

  test('[RFC 9700 4.14.2] the refresh token of a public device is spent at its use, and reuse ends its access', async () => {
    const asking = await newDeviceClient(world.parts, { isPublic: true });
    const { deviceCode } = await decidedDevice(world.parts, { client: asking });
    const first = (await poll(deviceCode, asking)).refreshToken ?? '';
    const refresh = (refreshToken: string) =>
      refreshAccess(world.parts, { client: asking, refreshToken, scope: undefined, origin });
    const second = await refresh(first);
    assert.notEqual(second.refreshToken, first);
    world.clock.advance(10_000);
    await refusedWith('invalid_grant', refresh(first));
    await refusedWith('invalid_grant', refresh(second.refreshToken ?? ''));
    assert.deepEqual(await grantsOf(asking), []);
  });

  test('[RFC 8628 3.5] states authorization_pending until somebody answers, and then the tokens at once', async () => {
    const { deviceCode, userCode } = await newDeviceCodes(world.parts, client);
    await refusedWith('authorization_pending', poll(deviceCode));
    world.clock.advance(5_000);
    await refusedWith('authorization_pending', poll(deviceCode));
    const principal = await newAdministrator(world.parts);
    await decideDeviceAuthorization(world.parts, { userCode, principal, scopes: ['read_alert'], origin });
    assert.ok((await poll(deviceCode)).accessToken);
  });

  test('[RFC 8628 3.5] a poll before the interval is over makes it five seconds longer, each time', async () => {
    const { deviceCode } = await newDeviceCodes(world.parts, client);
    await refusedWith('authorization_pending', poll(deviceCode));
    world.clock.advance(4_999);
    await refusedWith('slow_down', poll(deviceCode));
    world.clock.advance(9_999);
    await refusedWith('slow_down', poll(deviceCode));
    world.clock.advance(14_999);
    await refusedWith('slow_down', poll(deviceCode));
    world.clock.advance(20_000);
    await refusedWith('authorization_pending', poll(deviceCode));
  });

  test('[RFC 8628 3.5] of several polls at once, one keeps to the interval', async () => {
    const { deviceCode } = await newDeviceCodes(world.parts, client);
    const codes = failed(await atOnce(10, () => poll(deviceCode))).map((err) => (err as { code?: string }).code);
    assert.deepEqual(codes.sort(), ['authorization_pending', ...Array(9).fill('slow_down')]);
  });

  test('[RFC 8628 3.5] a no is access_denied, and gives no grant', async () => {
    const asking = await newDeviceClient(world.parts);
    const { deviceCode } = await decidedDevice(world.parts, { client: asking, scopes: [] });
    await refusedWith('access_denied', poll(deviceCode, asking));
    assert.deepEqual(await grantsOf(asking), []);
  });

  test('[RFC 8628 3.5] after ten minutes it is expired_token, whether or not somebody allowed it', async () => {
    const { deviceCode } = await newDeviceCodes(world.parts, client);
    const allowed = await decidedDevice(world.parts, { client });
    world.clock.advance(TEN_MINUTES_MS);
    await refusedWith('expired_token', poll(deviceCode));
    await refusedWith('expired_token', poll(allowed.deviceCode));
    await newDeviceCodes(world.parts, client);
    await refusedWith('expired_token', poll(deviceCode));
  });

  test('a device code used twice is refused, and what it gave is revoked', async () => {
    const asking = await newDeviceClient(world.parts);
    const { deviceCode } = await decidedDevice(world.parts, { client: asking });
    const issued = await poll(deviceCode, asking);
    assert.equal((await grantsOf(asking)).length, 1);
    await refusedWith('invalid_grant', poll(deviceCode, asking));
    await refusedWith('invalid_token', world.parts.bearer.check(issued.accessToken));
    assert.deepEqual(await grantsOf(asking), []);
  });

  test('[RFC 8628 3.4] another client neither learns of, slows down nor spends a device code', async () => {
    const stranger = await newDeviceClient(world.parts);
    const { deviceCode } = await newDeviceCodes(world.parts, client);
    await refusedWith('authorization_pending', poll(deviceCode));
    await refusedWith('invalid_grant', poll(deviceCode, stranger));
    world.clock.advance(5_000);
    await refusedWith('authorization_pending', poll(deviceCode));
    const allowed = await decidedDevice(world.parts, { client });
    await refusedWith('invalid_grant', poll(allowed.deviceCode, stranger));
    const issued = await poll(allowed.deviceCode);
    await refusedWith('invalid_grant', poll(allowed.deviceCode, stranger));
    assert.ok(await world.parts.bearer.check(issued.accessToken));
  });

  test('an unknown device code is invalid_grant, and a client without the grant is unauthorized_client', async () => {
    await refusedWith('invalid_grant', poll('unknown'));
    const other = await newConsentClient(world.parts);
    await refusedWith('unauthorized_client', poll('unknown', other));
    const asked = { client: other, scope: undefined, origin };
    await refusedWith('unauthorized_client', startDeviceAuthorization(world.parts, asked));
  });

  test('the user code itself is no device code', async () => {
    const { userCode } = await newDeviceCodes(world.parts, client);
    await refusedWith('invalid_grant', poll(userCode));
  });

  test('a grant that was revoked, or whose giver was disabled, before the device came gives nothing', async () => {
    const principal = await newAdministrator(world.parts);
    const { deviceCode } = await decidedDevice(world.parts, { client, principal });
    const { id: grantId } = await world.parts.database.read
      .selectFrom('grants')
      .select('id')
      .where('user_id', '=', principal.user?.id ?? '')
      .executeTakeFirstOrThrow();
    await revokeGrant(world.parts, { agencyId: 'sandbox-county', grantId, principal, origin });
    await refusedWith('invalid_grant', poll(deviceCode));
    const gone = await newPerson(world.parts, { role: 'admin', disabledAt: 1 });
    const given = await decidedDevice(world.parts, { client, principal: signedIn(gone) });
    await refusedWith('invalid_grant', poll(given.deviceCode));
  });

  test('of two hundred simultaneous polls on two connections, one is answered and it stays one grant', async () => {
    const other = await testWorld(engine, { limitTokensPerMinute: 0 }, world.clock);
    const asking = await newDeviceClient(world.parts, { isPublic: true });
    const { deviceCode } = await decidedDevice(world.parts, { client: asking });
    const results = await atOnce(200, (index) =>
      redeemDeviceCode(index % 2 === 0 ? world.parts : other.parts, { client: asking, deviceCode, origin }),
    );
    assert.equal(succeeded(results).length, 1);
    const codes = failed(results).map((err) => (err as { code?: string }).code);
    assert.deepEqual(new Set(codes), new Set(['invalid_grant']));
    const families = await world.parts.database.read
      .selectFrom('refresh_tokens')
      .innerJoin('grants', 'grants.id', 'refresh_tokens.grant_id')
      .select('token_hash')
      .where('grants.client_id', '=', asking.id)
      .execute();
    assert.equal(families.length, 1);
    await other.stop();
  });

  test('of ten answers at once one is taken, and it is the one grant', async () => {
    const asking = await newDeviceClient(world.parts);
    const { deviceCode, userCode } = await newDeviceCodes(world.parts, asking);
    const principal = await newAdministrator(world.parts);
    const answers = await atOnce(10, (index) =>
      decideDeviceAuthorization(world.parts, {
        userCode,
        principal,
        scopes: index % 2 === 0 ? ['read_alert'] : [],
        origin,
      }),
    );
    assert.equal(succeeded(answers).length, 1);
    const grants = await world.parts.database.read
      .selectFrom('grants')
      .select('id')
      .where('client_id', '=', asking.id)
      .execute();
    const outcome = await poll(deviceCode, asking).then(
      () => 1,
      () => 0,
    );
    assert.equal(grants.length, outcome);
  });

  test('[RFC 8628 5.1] a person who guesses codes is stopped, and a right one is not counted', async () => {
    const limited = await testWorld(engine, { limitSignInsPerMinute: 5 });
    const asking = await newDeviceClient(limited.parts);
    const principal = await newAdministrator(limited.parts);
    const { userCode } = await newDeviceCodes(limited.parts, asking);
    const read = (typed: string) => readDeviceAuthorization(limited.parts, { userCode: typed, principal });
    for (let looked = 0; looked < 10; looked += 1) assert.equal((await read(userCode)).client.id, asking.id);
    for (let guessed = 0; guessed < 5; guessed += 1) await refusedWith('not_found', read('BBBB-BBBB'));
    await refusedWith('too_many_requests', read('BBBB-BBBC'));
    await refusedWith('too_many_requests', read(userCode));
    await limited.stop();
  });

  test('a user code that is in use is refused as unavailable, and the device that shows it keeps it', async () => {
    const constant = { bytes: (length: number) => Buffer.alloc(length, 7) };
    let drawn = 0;
    const random = {
      bytes(length: number) {
        drawn += 1;
        return length === 8 ? constant.bytes(length) : world.parts.random.bytes(length);
      },
    };
    const parts = { ...world.parts, random };
    const first = await startDeviceAuthorization(parts, { client, scope: undefined, origin });
    await refusedWith('unavailable', startDeviceAuthorization(parts, { client, scope: undefined, origin }));
    await refusedWith('authorization_pending', poll(first.deviceCode.reveal()));
    assert.ok(drawn >= 4);
  });

  test('what waits is not recorded as refused; what is allowed, denied and issued is', async () => {
    const asking = await newDeviceClient(world.parts);
    await decidedDevice(world.parts, { client: asking, scopes: [] });
    const { deviceCode } = await decidedDevice(world.parts, { client: asking, scopes: ['read_alert'] });
    await poll(deviceCode, asking);
    const rows = await auditRecords(world.parts.database);
    const own = rows.filter(({ detail, action }) => detail.includes(asking.id) || action === 'token.issued');
    assert.ok(own.some(({ action }) => action === 'grant.denied'));
    assert.ok(
      own.some(({ action, detail }) => action === 'grant.given' && detail.includes('"allowed":["read_alert"]')),
    );
    assert.ok(own.some(({ action, detail }) => action === 'token.issued' && detail.includes('device_code')));
    assert.ok(rows.every(({ detail }) => !detail.includes('authorization_pending')));
  });
});
