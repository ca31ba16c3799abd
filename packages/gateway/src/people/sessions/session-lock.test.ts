import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOTP } from 'otpauth';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { giveShare } from '../../incidents/shares/give-share.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { beginTotp } from '../factors/enrol-totp.ts';
import type { User } from '../users/types.ts';
import { confirmOwnTotp } from './complete-session.ts';
import { signIn } from './portal-session.ts';
import { RECHECK_GRACE_MS } from './session-lock.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The cookies of a browser that is a dispatch position. */
type Seat = Record<'sallyport_session' | 'sallyport_position', string>;

onEachEngine('a locked session', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '' });
    ({ parts, clock } = world);
  });
  after(() => world.stop());

  const origin = originFrom();
  const choose = (values: Parameters<typeof setPolicy>[1]['edit']['values']) =>
    setPolicy(parts, { agencyId: 'sandbox-county', edit: { values }, actor: { kind: 'system', id: 'test' } });
  async function enter(user: User) {
    clock.advance(MINUTE_MS);
    return (await signIn(parts, { email: user.email, password: PASSWORD, origin })).token.reveal();
  }
  async function ask(
    session: string | Seat,
    url: string,
    payload?: object,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' = 'GET',
  ) {
    const answer = await world.app.inject({
      method,
      url,
      cookies: typeof session === 'string' ? { sallyport_session: session } : session,
      ...(payload !== undefined && { payload }),
    });
    const body = answer.body.startsWith('{') ? JSON.parse(answer.body) : {};
    const given = answer.cookies.find(({ name }) => name === 'sallyport_position')?.value;
    return { status: answer.statusCode, code: body.code as string | undefined, body, given };
  }
  const post = (token: string | Seat, url: string, payload: object) => ask(token, url, payload, 'POST');
  const act = (token: string) => ask(token, '/api/session/activity', undefined, 'POST');
  const isLocked = async (token: string | Seat) => (await ask(token, '/api/incidents')).code === 'recheck_required';

  async function raiseAlert(token: string) {
    const given = await world.app.inject({
      method: 'POST',
      url: '/oauth/token',
      payload: {
        grant_type: 'client_credentials',
        client_id: 'sandbox-alarm',
        client_secret: 'sandbox-alarm-secret',
      },
    });
    const raised = await world.app.inject({
      method: 'POST',
      url: '/v1/rem/trigger',
      headers: { authorization: `Bearer ${given.json().access_token}` },
      payload: {
        callflow: 'sandbox-dispatch',
        variables: {
          user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
          event: {
            emergency_type: 'BURGLARY',
            source_id: `locked-${clock.now()}`,
            location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 } },
          },
        },
      },
    });
    assert.equal(raised.statusCode < 300, true, raised.body);
    return ask(token, '/api/incidents?open=only');
  }

  test('is asked at twelve hours, locked after the grace, and one factor goes on with it', async () => {
    await choose({ recheckHours: 12 });
    const token = await enter(await newPerson(parts));
    const { body: begun } = await ask(token, '/api/session');
    assert.equal(Date.parse(begun.recheck_at), clock.now() + 12 * HOUR_MS);
    assert.equal(Date.parse(begun.recheck_by), clock.now() + 12 * HOUR_MS + RECHECK_GRACE_MS);
    clock.advance(12 * HOUR_MS);
    assert.equal(await isLocked(token), false, 'whoever is on a call finishes it');
    clock.advance(RECHECK_GRACE_MS);
    for (const url of ['/api/incidents', '/api/search?query=tel://15555550123', '/api/incidents/none', '/api/users']) {
      const { status, code } = await ask(token, url);
      if (url !== '/api/users') assert.deepEqual([status, code], [403, 'recheck_required'], url);
    }
    for (const url of ['/api/incidents/none/claim', '/api/incidents/none/messages', '/api/incidents/none/own_notes']) {
      assert.equal((await post(token, url, {})).code, 'recheck_required', url);
    }
    const locked = await ask(token, '/api/session');
    assert.deepEqual([locked.status, locked.body.lock], [200, 'recheck']);
    const showable = await ask(token, '/api/session/factor');
    assert.deepEqual(showable.body, { ways: ['password'], identity_provider: null });

    const wrong = await post(token, '/api/session/factor/password', { password: 'not the password' });
    assert.deepEqual([wrong.status, wrong.code], [401, 'invalid_credentials']);
    assert.equal(await isLocked(token), true);
    const shown = await post(token, '/api/session/factor/password', { password: PASSWORD });
    assert.deepEqual([shown.status, shown.body.lock], [200, 'none']);
    assert.equal(Date.parse(shown.body.recheck_at), clock.now() + 12 * HOUR_MS);
    assert.equal(await isLocked(token), false);
  });

  test('rings on: its open alerts are listed without who and where, and nothing else is', async () => {
    await choose({ recheckHours: 12 });
    const token = await enter(await newPerson(parts));
    clock.advance(12 * HOUR_MS + RECHECK_GRACE_MS);
    const open = await raiseAlert(token);
    assert.equal(open.status, 200);
    const [alert] = open.body.incidents;
    assert.equal(alert.emergency_type.name, 'BURGLARY');
    assert.notEqual(alert.accept_by, null);
    for (const name of ['caller_name', 'caller_phone_number', 'description', 'location', 'disposition']) {
      assert.equal(alert[name], null, name);
    }
    assert.equal(/Rivera|5550123|40\.74/.test(JSON.stringify(open.body)), false);
    for (const url of ['waiting=only', 'assailants=only', 'open=only&waiting=only', 'limit=1']) {
      assert.equal((await ask(token, `/api/incidents?${url}`)).code, 'recheck_required', url);
    }
    await raiseOne(parts, {}, { requestsDispatch: true, agencyId: 'harbor-city' });
    const by = { userId: 'user-a', name: 'Ada Example' };
    await giveShare(parts, {
      ...{ agencyId: 'harbor-city', toAgencyId: 'sandbox-county', kind: 'alert', emergencyType: null, area: null },
      ...{ includesSensitive: true, mayAnswer: true, forHours: 1, reason: 'For Jordan Rivera' },
      ...{ colleague: by, actor: { kind: 'user', id: by.userId }, origin: originFrom() },
    });
    const crossing = await ask(token, '/api/transfers/ringing');
    const [theirs, ...more] = crossing.body.transfers;
    assert.deepEqual(
      [crossing.status, theirs.agency_id, theirs.status.name, more],
      [200, 'harbor-city', 'DISPATCH_REQUESTED', []],
    );
    assert.notEqual(theirs.accept_by, null);
    assert.equal(/Rivera|5550123|40\.74|Ada/.test(JSON.stringify(crossing.body)), false);
    for (const url of ['/api/transfers', `/api/transfers/${theirs.id}`]) {
      assert.equal((await ask(token, url)).code, 'recheck_required', url);
    }
    const answer = await ask(token, `/api/incidents/${alert.id}/alert`, { status: 'ACCEPTED' }, 'PATCH');
    assert.equal(answer.code, 'recheck_required', 'whoever answers an alert shows a factor first');
    await post(token, '/api/session/factor/password', { password: PASSWORD });
    const whole = await ask(token, '/api/incidents?open=only');
    assert.equal(whole.body.incidents[0].caller_name, 'Jordan Rivera');
  });

  test('whoever has a second factor goes on by a code or by the password, which is no step-up', async () => {
    await choose({ recheckHours: 12, stepUpMinutes: 15 });
    const user = await newPerson(parts, { role: 'admin' });
    const token = await enter(user);
    const { id, seed } = await beginTotp(parts, { user, name: 'Work phone' });
    const code = () => new TOTP({ secret: seed.reveal() }).generate({ timestamp: clock.now() });
    await confirmOwnTotp(parts, { user, token, factorId: id, code: code(), origin });
    const early = await post(token, '/api/session/factor/password', { password: PASSWORD });
    assert.deepEqual([early.status, early.code], [409, 'conflict'], 'nothing asks for it yet');
    clock.advance(12 * HOUR_MS + RECHECK_GRACE_MS);
    const showable = await ask(token, '/api/session/factor');
    assert.deepEqual(showable.body.ways, ['password', 'code']);
    assert.equal((await post(token, '/api/session/factor/password', { password: PASSWORD })).status, 200);
    assert.equal(await isLocked(token), false);
    const role = await post(token, '/api/roles', { title: 'Night lead', rights: ['incidents:read'] });
    assert.equal(role.code, 'factor_required', 'who has a factor shows it for what gives access to others');
    clock.advance(12 * HOUR_MS - RECHECK_GRACE_MS);
    assert.equal((await ask(token, '/api/session')).status, 401, 'a session ends at its hours whatever was shown');
    await choose({ stepUpMinutes: null });
  });

  test('is not there under a policy that never asks, and is at once where the policy was made stricter', async () => {
    await choose({ recheckHours: null });
    const token = await enter(await newPerson(parts));
    clock.advance(20 * HOUR_MS);
    assert.equal(await isLocked(token), false);
    const { body } = await ask(token, '/api/session');
    assert.deepEqual([body.recheck_at, body.recheck_by, body.lock], [null, null, 'none']);
    await choose({ recheckHours: 12 });
    assert.equal(await isLocked(token), true);
    assert.equal((await ask(token, '/api/session', undefined, 'DELETE')).status, 204, 'a locked session can be ended');
  });

  test('is locked after minutes without use, whatever its page asks meanwhile, and each factor or act puts that off', async () => {
    await choose({ recheckHours: null, idleLockMinutes: 30 });
    const token = await enter(await newPerson(parts));
    for (let minute = 0; minute < 30; minute += 1) {
      assert.equal(await isLocked(token), false, 'a page that asks and never acts');
      clock.advance(MINUTE_MS);
    }
    assert.equal(await isLocked(token), true);
    assert.equal((await act(token)).code, 'recheck_required', 'no act unlocks');
    const locked = await ask(token, '/api/session');
    assert.equal(locked.body.lock, 'idle');
    assert.equal((await ask(token, '/api/incidents?open=only')).status, 200);
    assert.equal((await post(token, '/api/session/factor/password', { password: PASSWORD })).body.lock, 'none');
    clock.advance(29 * MINUTE_MS);
    const active = await act(token);
    assert.equal(Date.parse(active.body.idle_at), clock.now() + 30 * MINUTE_MS);
    clock.advance(MINUTE_MS / 2);
    assert.equal((await act(token)).body.idle_at, active.body.idle_at, 'noted at most once a minute');
    clock.advance(29 * MINUTE_MS);
    assert.equal(await isLocked(token), false);
    await choose({ idleLockMinutes: 5 });
    assert.equal(await isLocked(token), true, 'a policy made stricter holds for who is signed in');
  });

  test("is not locked for want of use at a dispatch position of the person's agency, until it is ended", async () => {
    await choose({ recheckHours: 12, idleLockMinutes: 30 });
    const admin = await enter(await newPerson(parts, { role: 'admin' }));
    const made = await post(admin, '/api/dispatch-positions', { name: ' Position 3 ' });
    assert.equal(made.status, 201);
    assert.equal(made.body.position.name, 'Position 3');
    const sallyport_position = made.given ?? '';
    assert.match(sallyport_position, /^[\w-]{43}$/);
    const stored = await parts.database.read.selectFrom('dispatch_positions').selectAll().executeTakeFirstOrThrow();
    assert.equal(JSON.stringify(stored).includes(sallyport_position), false, 'stored hashed');
    const seat = { sallyport_session: admin, sallyport_position };
    assert.equal((await post(seat, '/api/dispatch-positions', { name: 'Again' })).code, 'conflict');
    const agent = await enter(await newPerson(parts));
    const atSeat = { sallyport_session: agent, sallyport_position };
    await setPolicy(parts, {
      agencyId: 'harbor-city',
      edit: { values: { idleLockMinutes: 30 } },
      actor: { kind: 'system', id: 'test' },
    });
    const elsewhere = await enter(await newPerson(parts, { agencyId: 'harbor-city', role: 'admin' }));
    clock.advance(31 * MINUTE_MS);
    assert.equal(await isLocked(agent), true);
    assert.equal(await isLocked(atSeat), false);
    assert.equal((await ask(atSeat, '/api/session')).body.idle_at, null);
    const foreign = { sallyport_session: elsewhere, sallyport_position };
    assert.equal(await isLocked(foreign), true, "another agency's position");
    assert.equal(await isLocked({ sallyport_session: agent, sallyport_position: 'x'.repeat(43) }), true);
    const [position] = (await ask(seat, '/api/dispatch-positions')).body.positions;
    assert.equal(position.is_this_browser, true);
    assert.equal(Date.parse(position.last_used_at), clock.now());
    const path = `/api/dispatch-positions/${position.id}`;
    await post(elsewhere, '/api/session/factor/password', { password: PASSWORD });
    assert.equal((await ask(elsewhere, path, undefined, 'DELETE')).status, 404);
    assert.equal((await ask(seat, path, undefined, 'DELETE')).status, 204);
    assert.equal(await isLocked(atSeat), true);
    const recorded = await parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('subject', '=', position.id)
      .orderBy('at')
      .execute();
    const actions = recorded.map(({ action }) => action);
    assert.deepEqual(actions, ['dispatch_position.registered', 'dispatch_position.ended']);
    await choose({ idleLockMinutes: null });
  });

  test('gives no application an identity', async () => {
    await choose({ recheckHours: 12 });
    const token = await enter(await newPerson(parts));
    clock.advance(12 * HOUR_MS + RECHECK_GRACE_MS);
    assert.equal((await post(token, '/api/authorizations/none/sign-in', {})).code, 'recheck_required');
    await choose({ recheckHours: null });
  });
});
