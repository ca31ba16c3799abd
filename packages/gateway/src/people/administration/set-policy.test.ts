import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { listPasswordGrants } from '../../authorization/password-grants/list-password-grants.ts';
import { readCounts } from '../../operation/figures/store.ts';
import { issuePasswordLink } from '../password-links/issue-password-link.ts';
import { setPassword } from '../password-links/set-password.ts';
import { PROFILES } from '../policies/policy.ts';
import { listOwnSessions } from '../sessions/own-sessions.ts';
import { findPortalSession, signIn } from '../sessions/portal-session.ts';
import { findState, findUser, findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { editUser, endUserSessions } from './administer-user.ts';
import { disableInactive } from './disable-inactive.ts';
import { type PolicyEdit, setPolicy } from './set-policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const AGENCY = 'sandbox-county';

onEachEngine('a security policy', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4, portalSessionHours: 12 });
    ({ parts, clock } = world);
    admin = (await findUserByEmail(parts.database.read, 'admin@sandbox.test')) as User;
  });
  after(() => world.stop());

  const choose = (edit: Partial<PolicyEdit>, agencyId: string | null = AGENCY) =>
    setPolicy(parts, {
      agencyId,
      edit: { values: {}, ...edit },
      actor: { kind: 'user', id: admin.id },
      origin: originFrom(),
    });
  const enter = (person: User, password = PASSWORD) => {
    clock.advance(MINUTE_MS);
    return signIn(parts, { email: person.email, password, origin: originFrom() });
  };
  async function changePassword(person: User, password: string): Promise<void> {
    const link = await parts.database.write((tx) => issuePasswordLink(parts, tx, person.id));
    const linkToken = link.url.reveal().split('#')[1] ?? '';
    await setPassword(parts, { linkToken, password, origin: originFrom() });
  }

  test('where nobody chose one is open, with what the options set', async () => {
    const { profile, policy } = await parts.policies.of('harbor-city');
    assert.equal(profile, 'open');
    assert.deepEqual(
      [policy.passwordMinimumLength, policy.sessionHours, policy.allowsPasswordGrant, policy.lockoutMinutes],
      [12, 12, true, null],
    );
  });

  test('has the values of its profile, or what the installation asks where that is stricter', async () => {
    const { policy } = await choose({ profile: 'nist' });
    assert.equal(policy.passwordMinimumLength, 12);
    assert.equal(policy.secondFactor, 'everyone');
    assert.equal(policy.sessionHours, 12);
    // A lock of 30 minutes is looser than one that an administrator ends.
    assert.equal(policy.lockoutMinutes, null);
    assert.equal(policy.lockoutFailures, 5);
  });

  test('refuses a value that is looser than the installation, or out of its bounds, by name', async () => {
    const refusals: [PolicyEdit['values'], RegExp][] = [
      [{ sessionHours: 13 }, /`session_hours` must be 12 or less: the installation's policy allows nothing looser/],
      [{ lockoutMinutes: 30 }, /`lockout_minutes` must be null: /],
      [{ passwordMinimumLength: 11 }, /`password_minimum_length` must be 12 or more: /],
      [{ lockoutFailures: 2 }, /`lockout_failures` must be from 3 to 10$/],
      [{ inactiveDays: 29 }, /`inactive_days` must be from 30 to 365, or null$/],
    ];
    for (const [values, sentence] of refusals) {
      assert.match((await refusedWith('invalid_request', choose({ values }))).message, sentence);
    }
    await refusedWith('not_found', choose({ profile: 'cjis' }, 'no-such-agency'));
  });

  test('of the installation is the least of every agency, and what was stricter stays', async () => {
    await choose({ profile: 'open', values: { sessionHours: 4 } });
    await choose({ values: { sessionHours: 8, lockoutFailures: 3 } }, null);
    const { policy } = await parts.policies.of(AGENCY);
    assert.deepEqual([policy.sessionHours, policy.lockoutFailures], [4, 3]);
    assert.equal((await parts.policies.of('harbor-city')).policy.sessionHours, 8);
    await refusedWith('invalid_request', choose({ values: { lockoutFailures: 4 } }, 'harbor-city'));
    await choose({ profile: 'open' }, null);
    await choose({ profile: 'open' });
  });

  test('is recorded with what it changed', async () => {
    await choose({ profile: 'cjis' });
    const { detail } = await parts.database.read
      .selectFrom('audit_records')
      .select('detail')
      .where('action', '=', 'agency.security_policy_set')
      .orderBy('at', 'desc')
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual(JSON.parse(detail ?? '').changed, {
      passwords_remembered: 10,
      password_maximum_age_days: 365,
      second_factor: 'everyone',
      recheck_hours: 12,
      idle_lock_minutes: 30,
      step_up_minutes: 15,
      allows_password_grant: false,
      inactive_days: 90,
      account_review_days: 365,
      banner_text: PROFILES.cjis.bannerText,
      banner_must_be_acknowledged: true,
    });
    await choose({ profile: 'open' });
  });

  test('that is made stricter ends the sessions of those who are signed in longer than it allows', async () => {
    const session = await enter(await newPerson(parts));
    clock.advance(3 * HOUR_MS);
    assert.notEqual(await findPortalSession(parts, session.token.reveal()), null);
    await choose({ values: { sessionHours: 2 } });
    assert.equal(await findPortalSession(parts, session.token.reveal()), null);
    await choose({ profile: 'open' });
    assert.equal(await findPortalSession(parts, session.token.reveal()), null, 'and gives none of them back');
  });

  test('that is made stricter changes every count of sessions, and what is stated of their end', async () => {
    const person = await newPerson(parts);
    const other = await newPerson(parts, { agencyId: 'harbor-city' });
    const countOf = async ({ id }: User) => (await findState(parts.database.read, id, clock.now()))?.openSessions;
    const open = await readCounts(parts.database.read, clock.now());
    await enter(person);
    await enter(other);
    clock.advance(HOUR_MS);
    const later = await enter(person);
    assert.deepEqual([await countOf(person), await countOf(other)], [2, 1]);
    await choose({ values: { sessionHours: 1 } });
    assert.deepEqual([await countOf(person), await countOf(other)], [1, 1], 'of that agency alone');
    const own = { user: person, token: later.token.reveal(), page: { before: undefined, limit: 9 } };
    const { sessions } = await listOwnSessions(parts, own);
    assert.deepEqual(
      sessions.map(({ expiresAt, createdAt }) => expiresAt - createdAt),
      [HOUR_MS],
    );
    await choose({ values: { sessionHours: 1 } }, null);
    assert.equal(await countOf(other), 0, 'of every agency by the installation');
    const by = { agencyId: AGENCY, userId: person.id, actor: { kind: 'user', id: admin.id } as const };
    const ended = await endUserSessions(parts, { ...by, origin: originFrom() });
    assert.equal(ended.ended, 1);
    assert.ok((await readCounts(parts.database.read, clock.now())).signedIn <= open.signedIn);
    await choose({ profile: 'open' }, null);
    await choose({ profile: 'open' });
  });

  test('decides how many wrong passwords lock, and for how long', async () => {
    await choose({ values: { lockoutFailures: 3 } });
    const person = await newPerson(parts);
    for (let failure = 0; failure < 3; failure += 1) {
      await refusedWith('invalid_credentials', enter(person, 'wrong'));
    }
    await refusedWith('invalid_credentials', enter(person));
    await choose({ profile: 'open' });
  });

  test('without the password grant refuses it in the dialect of the path, with the reason, and lists who used it', async () => {
    const ask = (url: string) =>
      world.app.inject({
        method: 'POST',
        url,
        headers: {
          authorization: `Basic ${Buffer.from('sandbox-cad:sandbox-cad-secret').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({
          grant_type: 'password',
          username: 'agent@sandbox.test',
          password: 'sandbox-agent-pass-911',
        }).toString(),
      });
    for (const url of ['/oauth/token', '/oauth/v2/token']) {
      clock.advance(MINUTE_MS);
      assert.equal((await ask(url)).statusCode, 200, url);
    }
    await choose({ profile: 'cjis' });
    for (const url of ['/oauth/token', '/oauth/v2/token']) {
      const answer = await ask(url);
      assert.equal(answer.statusCode, 400, url);
      assert.equal(answer.json().error, 'unauthorized_client');
      assert.match(answer.json().error_description, /security policy \(cjis\) does not allow the password grant; use/);
    }
    await choose({ profile: 'open' });
    const [use, ...others] = await listPasswordGrants(parts, AGENCY);
    assert.deepEqual(others, []);
    assert.deepEqual([use?.clientId, use?.email, use?.lastUsedAt], ['sandbox-cad', 'agent@sandbox.test', clock.now()]);
    assert.equal(use?.useCount, 2);
    clock.advance(29 * DAY_MS);
    assert.equal((await ask('/oauth/token')).statusCode, 200);
    assert.equal((await listPasswordGrants(parts, AGENCY))[0]?.useCount, 3, 'the thirtieth day counts');
    clock.advance(DAY_MS);
    assert.equal((await listPasswordGrants(parts, AGENCY))[0]?.useCount, 1, 'and the one after does not');
    assert.equal((await ask('/oauth/token')).statusCode, 200);
    const days = await parts.database.read.selectFrom('password_grant_days').selectAll().execute();
    assert.deepEqual(
      days.map(({ use_count }) => use_count),
      [1, 1],
    );
    assert.deepEqual(await listPasswordGrants(parts, 'harbor-city'), []);
  });

  test('remembers earlier passwords, and refuses the one in use and as many before it as it says', async () => {
    await choose({ values: { passwordsRemembered: 2 } });
    const person = await newPerson(parts);
    const refused = async (password: string) => {
      const { message } = await refusedWith('invalid_request', changePassword(person, password));
      assert.match(message, /was used before; the last 2 may not be chosen again/);
    };
    await refused(PASSWORD);
    const chosen = ['walnut heron 27 gravel', 'copper saddle 91 meadow', 'violet engine 35 harbor'];
    for (const password of chosen.slice(0, 2)) {
      clock.advance(1);
      await changePassword(person, password);
    }
    for (const password of [PASSWORD, ...chosen.slice(0, 2)]) await refused(password);
    clock.advance(1);
    await changePassword(person, chosen[2] ?? '');
    clock.advance(1);
    await changePassword(person, PASSWORD);
    const rows = await parts.database.read
      .selectFrom('earlier_passwords')
      .select('password_hash')
      .where('user_id', '=', person.id)
      .execute();
    assert.ok(!JSON.stringify(rows).includes(PASSWORD));
    await choose({ profile: 'open' });
  });

  test('disables who has not signed in for its days, with all access, and none who was enabled since', async () => {
    const [idle, active, renewed] = [
      await newPerson(parts),
      await newPerson(parts, { role: 'admin' }),
      await newPerson(parts),
    ];
    const sweep = () => parts.database.write((tx) => disableInactive(parts, tx, 100));
    clock.advance(91 * DAY_MS);
    await enter(active);
    assert.equal(await sweep(), 0);
    await choose({ values: { inactiveDays: 90 } });
    assert.ok((await sweep()) >= 2);
    assert.equal(await sweep(), 0);
    const isDisabled = async ({ id }: User) => (await findUser(parts.database.read, id))?.disabledAt !== null;
    assert.deepEqual(await Promise.all([idle, active, renewed].map(isDisabled)), [true, false, true]);
    const request = { agencyId: AGENCY, userId: renewed.id, actor: { kind: 'user', id: active.id } as const };
    await editUser(parts, { ...request, origin: originFrom(), edit: { isDisabled: false } });
    assert.equal(await sweep(), 0);
    assert.equal(await isDisabled(renewed), false);
    await choose({ profile: 'open' });
  });
});
