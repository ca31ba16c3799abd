import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { editUser, renewPasswordLink } from '../administration/administer-user.ts';
import { findPortalSession, signIn } from '../sessions/portal-session.ts';
import type { User } from '../users/types.ts';
import { describePasswordLink, setPassword } from './set-password.ts';

const NEW = 'harbor lights at half past nine';

onEachEngine('a one-time link to set a password', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { passwordLinkHours: 72 });
    ({ parts, clock } = world);
    admin = await newPerson(parts, { role: 'admin' });
  });
  after(() => world.stop());

  const request = (user: User) => ({
    agencyId: 'sandbox-county',
    userId: user.id,
    actor: { kind: 'user', id: admin.id } as const,
    origin: originFrom(),
  });
  async function newLink(user: User): Promise<string> {
    const { link } = await renewPasswordLink(parts, request(user));
    const [page, token = ''] = link.url.reveal().split('#');
    assert.ok(page?.endsWith('/portal/set-password'), 'the token stands in the fragment, which no server ever sees');
    return token;
  }
  const use = (linkToken: string, password = NEW) => setPassword(parts, { linkToken, password, origin: originFrom() });
  const enter = (user: User, password: string) => signIn(parts, { email: user.email, password, origin: originFrom() });

  test('sets the password once: the second use is refused and changes nothing', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const token = await newLink(user);
    assert.equal((await describePasswordLink(parts, token)).user.id, user.id);
    await use(token);
    await enter(user, NEW);
    await refusedWith('not_found', use(token, 'quite another phrase 44'));
    await refusedWith('not_found', describePasswordLink(parts, token));
    await enter(user, NEW);
  });

  test('of two uses at once one wins, and its password is the one that holds', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const token = await newLink(user);
    const phrases = ['first phrase of the morning', 'second phrase of the morning', 'third phrase of the morning'];
    const results = await atOnce(3, async (index) => {
      await use(token, phrases[index]);
      return phrases[index] ?? '';
    });
    assert.equal(succeeded(results).length, 1);
    for (const reason of failed(results)) await refusedWith('not_found', Promise.reject(reason));
    await enter(user, succeeded(results)[0] ?? '');
  });

  test('replaced by a newer one, it is void', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const [older, newer] = [await newLink(user), await newLink(user)];
    await refusedWith('not_found', use(older));
    await use(newer);
  });

  test('is void from the end of its hours', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const token = await newLink(user);
    clock.advance(72 * 3_600_000 - 1);
    await describePasswordLink(parts, token);
    clock.advance(1);
    await refusedWith('not_found', describePasswordLink(parts, token));
    await refusedWith('not_found', use(token));
  });

  test('stays unspent when a password is refused, so that the person can choose another', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const token = await newLink(user);
    for (const banned of ['short', 'password password', 'x'.repeat(30), user.email]) {
      await refusedWith('invalid_request', use(token, banned));
    }
    await use(token);
  });

  test('of a disabled person is void, and none is given', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const token = await newLink(user);
    await editUser(parts, { ...request(user), edit: { isDisabled: true } });
    await refusedWith('not_found', use(token));
    await refusedWith('conflict', renewPasswordLink(parts, request(user)));
  });

  test('ends the sessions of the old password, and takes every lock off', async () => {
    const user = await newPerson(parts);
    const { token: session } = await enter(user, PASSWORD);
    for (let failure = 0; failure < 5; failure += 1) await refusedWith('invalid_credentials', enter(user, 'wrong'));
    await use(await newLink(user));
    assert.equal(await findPortalSession(parts, session.reveal()), null);
    await refusedWith('invalid_credentials', enter(user, PASSWORD));
    await enter(user, NEW);
  });

  /** The hazard: the old password was right when it was checked, and its session is written after the sweep. */
  test('leaves no session of the old password behind, also where a sign-in with it races', async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = await newPerson(parts);
      const token = await newLink(user);
      const results = await Promise.allSettled([
        use(token),
        ...Array.from({ length: 4 }, async (_, index) => {
          // The hash of the new password takes its time; these arrive before, while and after it is stored.
          for (let wait = 0; wait < index * 3; wait += 1) await new Promise((resolve) => setImmediate(resolve));
          return enter(user, PASSWORD);
        }),
      ]);
      assert.equal(results[0]?.status, 'fulfilled');
      const left = await parts.database.read
        .selectFrom('portal_sessions')
        .select('user_id')
        .where('user_id', '=', user.id)
        .execute();
      assert.equal(left.length, 0, `round ${round}`);
    }
  });

  test('unknown, spent, replaced and expired are refused in the same words', async () => {
    const user = await newPerson(parts, { passwordHash: null });
    const [replaced, spent] = [await newLink(user), await newLink(user)];
    await use(spent);
    const words = new Set<string>();
    for (const token of ['', 'no-such-token', replaced, spent])
      words.add((await refusedWith('not_found', use(token))).message);
    assert.equal(words.size, 1);
  });

  test('is stored hashed, and is in no audit record', async () => {
    const token = await newLink(await newPerson(parts, { passwordHash: null }));
    const links = await parts.database.read.selectFrom('password_links').selectAll().execute();
    const audit = await parts.database.read.selectFrom('audit_records').selectAll().execute();
    assert.ok(!JSON.stringify([links, audit]).includes(token));
  });
});
