import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { newSession, newSignInClient, signInToClient } from '../../../../testing/src/application-sign-ins.ts';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom } from '../../../../testing/src/people.ts';
import { type Receiver, startReceiver, status } from '../../../../testing/src/receiver.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { checkLogouts } from '../../app/doctor/check-logouts.ts';
import { findGrant } from '../../authorization/grants/store.ts';
import { setPolicy } from '../../people/administration/set-policy.ts';
import { endAccess, endAccessOfAgency } from '../../people/sessions/end-access.ts';
import { signOut } from '../../people/sessions/portal-session.ts';
import type { User } from '../../people/users/types.ts';

const SYSTEM = { kind: 'system', id: 'test' } as const;
const DAY_MS = 86_400_000;

onEachEngine('a logout token', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let receiver: Receiver;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0 });
    receiver = await startReceiver();
  });
  after(async () => {
    await world.stop();
    await receiver.stop();
  });

  const tokenOf = (text: string) => decodeJwt(new URLSearchParams(text).get('logout_token') ?? '');
  const sentFor = (sid: unknown) =>
    receiver.received.map(({ text }) => tokenOf(text)).filter((token) => token['sid'] === sid);
  const rowOf = (sid: unknown) =>
    world.parts.database.read
      .selectFrom('application_logouts')
      .selectAll()
      .where('grant_id', '=', String(sid))
      .executeTakeFirst();
  async function newSignIn(person?: User, changed: object = { backchannelLogoutUri: receiver.url }) {
    const client = await newSignInClient(world, changed);
    const user = person ?? (await newPerson(world.parts));
    const session = await newSession(world, user);
    const { id_token } = await signInToClient(world, { client, session });
    return { client, user, session, sid: decodeJwt(id_token)['sid'] };
  }
  const leave = ({ user, session }: { user: User; session: string }) =>
    signOut(world.parts, { token: session, userId: user.id, agencyId: user.agencyId, origin: originFrom() });

  test('[OIDC Back-Channel Logout 2.4] has sub, sid, its event and a jti, and is sent once when the person signs out', async () => {
    const signIn = await newSignIn();
    await leave(signIn);
    await eventually(async () => (await rowOf(signIn.sid))?.state === 'sent');
    const [token, ...more] = sentFor(signIn.sid);
    assert.deepEqual(more, []);
    assert.equal(token?.sub, signIn.user.id);
    assert.equal(token?.aud, signIn.client.id);
    assert.deepEqual(token?.['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} });
    assert.ok(typeof token?.jti === 'string' && token['nonce'] === undefined);
    assert.equal((token?.exp ?? 0) - (token?.iat ?? 0), 120);
    const grant = await findGrant(world.parts.database.read, String(signIn.sid));
    assert.equal(typeof grant?.revokedAt, 'number', 'the sign-in is over with its session');
    const record = await world.parts.database.read
      .selectFrom('audit_records')
      .selectAll()
      .where('action', '=', 'application.logout_sent')
      .where('subject', '=', String(signIn.sid))
      .executeTakeFirst();
    assert.equal(record?.agency_id, 'sandbox-county');
  });

  test('is sent whatever ends the session: an administrator, a stricter policy, the disabling of the person or the agency, its expiry', async () => {
    const { parts } = world;
    const [ended, expired] = [await newSignIn(), await newSignIn()];
    const by = { actor: SYSTEM, origin: originFrom(), reason: 'ended_by_administrator' } as const;
    await parts.database.write((tx) => endAccess(parts, tx, ended.user.id, by));
    await eventually(() => sentFor(ended.sid).length === 1);
    assert.equal(sentFor(expired.sid).length, 0);
    const cut = await newSignIn();
    world.pass(2 * 3_600_000);
    const edit = (sessionHours: number) => ({ agencyId: 'sandbox-county', edit: { values: { sessionHours } } });
    await setPolicy(parts, { ...edit(1), actor: SYSTEM });
    await eventually(() => sentFor(cut.sid).length === 1);
    await eventually(() => sentFor(expired.sid).length === 1);
    await setPolicy(parts, { ...edit(24), actor: SYSTEM });
    const next = await newSignIn();
    world.pass(2 * DAY_MS);
    await eventually(() => sentFor(next.sid).length === 1);
    const ofAgency = await newSignIn();
    await parts.database.write((tx) => endAccessOfAgency(parts, tx, 'sandbox-county'));
    await eventually(() => sentFor(ofAgency.sid).length === 1);
  });

  test('goes to each application of the session, and to none that has no address or never redeemed its code', async () => {
    const first = await newSignIn();
    const quiet = await newSignInClient(world);
    const second = await newSignInClient(world, { backchannelLogoutUri: receiver.url });
    const quietSid = decodeJwt((await signInToClient(world, { client: quiet, session: first.session })).id_token)[
      'sid'
    ];
    const secondSid = decodeJwt((await signInToClient(world, { client: second, session: first.session })).id_token)[
      'sid'
    ];
    await leave(first);
    await eventually(() => sentFor(first.sid).length === 1 && sentFor(secondSid).length === 1);
    assert.equal(await rowOf(quietSid), undefined);
  });

  test('is sent again later, with another jti, where it was not taken, and given up after twelve attempts', async () => {
    const signIn = await newSignIn();
    receiver.answer = status(503);
    await leave(signIn);
    for (let attempts = 1; attempts <= 12; attempts += 1) {
      await eventually(async () => (await rowOf(signIn.sid))?.attempts === attempts);
      await eventually(async () => (await rowOf(signIn.sid))?.lease_owner === null);
      assert.equal((await rowOf(signIn.sid))?.fault, 'it answered 503');
      const [finding] = await checkLogouts(world.parts.database.read, world.clock.now());
      const expected = attempts < 4 ? 'logouts' : attempts < 12 ? 'logouts_failing' : 'logouts_given_up';
      assert.equal(finding?.check, expected, `after ${attempts} attempts`);
      if (attempts >= 4)
        assert.ok(finding?.found.includes(`1 to ${signIn.client.id} (it answered 503)`), finding?.found);
      world.pass(2 * 3_600_000);
    }
    receiver.answer = status(200);
    assert.equal((await rowOf(signIn.sid))?.state, 'given_up');
    assert.equal(new Set(sentFor(signIn.sid).map(({ jti }) => jti)).size, 12);
    world.pass(7 * DAY_MS);
    const later = await checkLogouts(world.parts.database.read, world.clock.now());
    assert.deepEqual(
      later.map(({ check, status }) => [check, status]),
      [['logouts', 'ok']],
    );
  });

  test('that waits when the application is there again is sent', async () => {
    const signIn = await newSignIn();
    receiver.answer = (_, response) => response.destroy();
    await leave(signIn);
    await eventually(async () => (await rowOf(signIn.sid))?.fault !== null && (await rowOf(signIn.sid)) !== undefined);
    receiver.answer = status(204);
    world.pass(60_000);
    await eventually(async () => (await rowOf(signIn.sid))?.state === 'sent');
  });

  test('is registered for an address that this server reaches alone, and sid is not required of none', async () => {
    const register = (changed: object) => newSignInClient(world, changed);
    for (const backchannelLogoutUri of [
      'http://responder.test/logout',
      'https://10.0.0.1/logout',
      'https://169.254.169.254/latest',
      'https://user:pass@responder.test/',
      'https://responder.test/#part',
      'ftp://responder.test/',
      'nonsense',
      '',
    ]) {
      await refusedWith('invalid_request', register({ backchannelLogoutUri }));
    }
    await refusedWith('invalid_request', register({ backchannelLogoutSessionRequired: true }));
    await refusedWith('invalid_request', register({ postLogoutRedirectUris: ['http://responder.test/'] }));
  });
});
