import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { atOnce } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { countHashes } from '../../../../testing/src/hash-count.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { editUser, releaseUserLock } from '../administration/administer-user.ts';
import { signIn } from '../sessions/portal-session.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { checkPassword } from './check-password.ts';
import type { SignInLimits } from './sign-in-limits.ts';

const MINUTE_MS = 60_000;
const STRANGER = '198.51.100.7';
const SEAT = '192.0.2.10';

onEachEngine('signing in', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, {
      argon2Concurrency: 4,
      limitSignInsPerMinute: 20,
      limitFailuresPerMinute: 30,
      limitNamesPerMinute: 40,
    });
    ({ parts, clock } = world);
    admin = (await findUserByEmail(parts.database.read, 'admin@sandbox.test')) as User;
  });
  after(() => world.stop());
  // Every test begins with full allowances.
  beforeEach(() => clock.advance(MINUTE_MS));

  const tryOnce = (person: Pick<User, 'email'>, password: string, source = STRANGER) =>
    signIn(parts, { email: person.email, password, origin: originFrom(source) });
  const refused = (person: Pick<User, 'email'>, password: string, source = STRANGER) =>
    refusedWith('invalid_credentials', tryOnce(person, password, source));
  async function fail(person: User, times: number, source = STRANGER): Promise<void> {
    for (let failure = 0; failure < times; failure += 1) await refused(person, 'wrong', source);
  }
  const actionsAbout = async (person: User) => {
    const rows = await parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'outcome'])
      .where((eb) => eb.or([eb('actor_id', '=', person.id), eb('subject', '=', person.id)]))
      .orderBy('chain')
      .orderBy('number')
      .execute();
    return rows.map(({ action, outcome }) => `${action} ${outcome}`);
  };

  test('five failures lock, and the right password is then refused in the words of a wrong one', async () => {
    const person = await newPerson(parts);
    await fail(person, 4);
    const wrong = await refused(person, 'wrong');
    const locked = await refused(person, PASSWORD);
    assert.equal(locked.message, wrong.message);
    assert.equal(locked.status, wrong.status);
    assert.equal((await actionsAbout(person)).filter((action) => action === 'user.locked refused').length, 1);
  });

  test('four failures lock nobody, and a success forgets them', async () => {
    const person = await newPerson(parts);
    await fail(person, 4);
    await tryOnce(person, PASSWORD);
    await fail(person, 4);
    await tryOnce(person, PASSWORD);
  });

  test('failures more than fifteen minutes apart lock nobody', async () => {
    const person = await newPerson(parts);
    await fail(person, 4);
    clock.advance(15 * MINUTE_MS);
    await fail(person, 4);
    await tryOnce(person, PASSWORD);
  });

  test('five failures within any fifteen minutes lock, wherever the first failure before them fell', async () => {
    const person = await newPerson(parts);
    await fail(person, 1);
    clock.advance(14 * MINUTE_MS);
    await fail(person, 3);
    clock.advance(MINUTE_MS);
    await fail(person, 2);
    await refused(person, PASSWORD);
  });

  test('a lock does not pass by itself', async () => {
    const person = await newPerson(parts);
    await fail(person, 5);
    clock.advance(365 * 24 * 60 * MINUTE_MS);
    await refused(person, PASSWORD);
  });

  test('a source the person has signed in from keeps its own count: a stranger locks out strangers alone', async () => {
    const person = await newPerson(parts);
    await tryOnce(person, PASSWORD, SEAT);
    await fail(person, 6, STRANGER);
    await refused(person, PASSWORD, STRANGER);
    await refused(person, PASSWORD, '203.0.113.99');
    await tryOnce(person, PASSWORD, SEAT);
    await fail(person, 5, SEAT);
    await refused(person, PASSWORD, SEAT);
  });

  test('strangers share one count: five sources with one failure each lock', async () => {
    const person = await newPerson(parts);
    for (const last of [1, 2, 3, 4, 5]) await refused(person, 'wrong', `203.0.113.${last}`);
    await refused(person, PASSWORD, '203.0.113.6');
  });

  test('a network of IPv6 is one place: its strangers cannot lock a seat, and a seat is known by it', async () => {
    const person = await newPerson(parts);
    await tryOnce(person, PASSWORD, '2001:db8:a:1::10');
    for (const last of [1, 2, 3, 4, 5]) await refused(person, 'wrong', `2001:db8:b:1::${last}`);
    await refused(person, PASSWORD, '2001:db8:c:1::1');
    // Another address of the seat's own network, and the same IPv4 address however it comes.
    await tryOnce(person, PASSWORD, '2001:db8:a:1:ffff::77');
    const other = await newPerson(parts);
    await tryOnce(other, PASSWORD, '192.0.2.77');
    await fail(other, 5);
    await tryOnce(other, PASSWORD, '::ffff:192.0.2.77');
  });

  test('ten failures at once count as ten, and lock once', async () => {
    const person = await newPerson(parts);
    await atOnce(10, () => tryOnce(person, 'wrong'));
    await refused(person, PASSWORD);
    assert.equal((await actionsAbout(person)).filter((action) => action === 'user.locked refused').length, 1);
  });

  test('an administrator releases every lock, and the person signs in at once', async () => {
    const person = await newPerson(parts);
    await tryOnce(person, PASSWORD, SEAT);
    await fail(person, 5, SEAT);
    await fail(person, 5, STRANGER);
    const request = {
      agencyId: 'sandbox-county',
      userId: person.id,
      actor: { kind: 'user', id: admin.id } as const,
      origin: originFrom(),
    };
    const standing = await releaseUserLock(parts, request);
    assert.equal(standing.isLocked, false);
    await tryOnce(person, PASSWORD, SEAT);
    await tryOnce(person, PASSWORD, '203.0.113.50');
  });

  test('unknown, disabled, locked, without a password and wrong are one answer at the work of one hash', async () => {
    const known = await newPerson(parts);
    const locked = await newPerson(parts);
    await fail(locked, 5);
    const disabled = await newPerson(parts, { disabledAt: clock.now() });
    const invited = await newPerson(parts, { passwordHash: null });
    const answers = new Set<string>();
    for (const [person, password] of [
      [{ email: 'nobody@sandbox.test' }, PASSWORD],
      [known, 'wrong'],
      [locked, PASSWORD],
      [disabled, PASSWORD],
      [invited, PASSWORD],
    ] as const) {
      clock.advance(MINUTE_MS);
      const count = await countHashes(async () => {
        const { code, message, status, logDetail, retryAfterSeconds } = await refused(person, password);
        answers.add(JSON.stringify({ code, message, status, logDetail, retryAfterSeconds }));
      });
      assert.equal(count, 1, person.email);
    }
    assert.equal(answers.size, 1);
  });

  test("through a client, another agency's user is unknown, and no failure is counted against that user", async () => {
    const person = await newPerson(parts);
    const attempt = {
      email: person.email,
      agencyId: 'harbor-city',
      action: 'token.issued',
      origin: originFrom(STRANGER),
    } as const;
    for (let attempts = 0; attempts < 6; attempts += 1) {
      assert.equal(await checkPassword(parts, { ...attempt, password: PASSWORD }), null);
      assert.equal(await checkPassword(parts, { ...attempt, password: 'wrong' }), null);
    }
    await tryOnce(person, PASSWORD);
  });

  test('an e-mail is the same in any case and with spaces around it', async () => {
    const person = await newPerson(parts);
    await tryOnce({ email: `  ${person.email.toUpperCase()} ` }, PASSWORD);
  });

  test('a flood on one name is refused with the seconds to wait, before any hash is computed', async () => {
    const person = await newPerson(parts);
    let hashes = 0;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      hashes += await countHashes(() => tryOnce(person, 'wrong', `203.0.113.${attempt}`).catch(() => {}));
    }
    assert.equal(hashes, 20);
    const late = await countHashes(async () => {
      const refusal = await refusedWith('too_many_requests', tryOnce(person, PASSWORD, '203.0.113.200'));
      assert.equal(refusal.status, 429);
      assert.ok((refusal.retryAfterSeconds ?? 0) >= 1);
    });
    assert.equal(late, 0);
  });

  test('a flood from one address over many names is refused before any hash, and slows nobody at another address', async () => {
    const flooding = '203.0.113.250';
    await atOnce(40, (index) => tryOnce({ email: `guess-${index}@sandbox.test` }, 'wrong', flooding));
    const late = await countHashes(() =>
      refusedWith('too_many_requests', tryOnce({ email: 'one-more@sandbox.test' }, 'wrong', flooding)),
    );
    assert.equal(late, 0);
    await tryOnce(await newPerson(parts), PASSWORD, SEAT);
  });

  test('a refusal for too many is delayed, and the right password of another is not', async () => {
    const flooding = '203.0.113.9';
    const [person, other] = [await newPerson(parts), await newPerson(parts)];
    await tryOnce(other, PASSWORD, flooding);
    await atOnce(20, () => tryOnce(person, 'wrong', flooding));
    const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const ports = {
      ...parts,
      limits: {
        take: (...limit: Parameters<SignInLimits['take']>) => parts.limits.take(...limit),
        refund: (...limit: Parameters<SignInLimits['refund']>) => parts.limits.refund(...limit),
        isUntouched: (...limit: Parameters<SignInLimits['isUntouched']>) => parts.limits.isUntouched(...limit),
        delayRefusal() {
          begun.resolve();
          return over.promise;
        },
      } satisfies SignInLimits,
    };
    let isAnswered = false;
    const refusal = refusedWith(
      'too_many_requests',
      signIn(ports, { email: person.email, password: 'wrong', origin: originFrom(flooding) }),
    ).finally(() => {
      isAnswered = true;
    });
    await begun.promise;
    await signIn(ports, { email: other.email, password: PASSWORD, origin: originFrom(flooding) });
    assert.equal(isAnswered, false);
    over.resolve();
    await refusal;
  });

  test('a flood on one name leaves the first try of another person at the same address', async () => {
    const flooding = '203.0.113.251';
    for (const name of ['one', 'another']) {
      await atOnce(20, () => tryOnce({ email: `${name}@sandbox.test` }, 'wrong', flooding).catch(() => {}));
    }
    await refusedWith('too_many_requests', tryOnce({ email: 'one@sandbox.test' }, 'wrong', flooding));
    await tryOnce(await newPerson(parts), PASSWORD, flooding);
  });

  test('signing in uses up no allowance, however often', async () => {
    const person = await newPerson(parts);
    for (let attempt = 0; attempt < 22; attempt += 1) await tryOnce(person, PASSWORD, attempt === 0 ? STRANGER : SEAT);
  });

  test('two first sign-ins at once make one known source', async () => {
    const person = await newPerson(parts);
    await Promise.all([tryOnce(person, PASSWORD, SEAT), tryOnce(person, PASSWORD, SEAT)]);
    const rows = await parts.database.read
      .selectFrom('user_sources')
      .selectAll()
      .where('user_id', '=', person.id)
      .execute();
    assert.equal(rows.length, 1);
  });

  /** The hazard: the session is written after the sweep that ends sessions, and outlives it. */
  test('a sign-in that races with the end of all access leaves no session behind', async () => {
    for (let round = 0; round < 15; round += 1) {
      const person = await newPerson(parts);
      const request = {
        agencyId: 'sandbox-county',
        userId: person.id,
        actor: { kind: 'user', id: admin.id } as const,
        origin: originFrom(),
      };
      await Promise.allSettled([
        tryOnce(person, PASSWORD, SEAT),
        editUser(parts, { ...request, edit: { isDisabled: true } }),
        tryOnce(person, PASSWORD, SEAT),
      ]);
      const sessions = await parts.database.read
        .selectFrom('portal_sessions')
        .select('user_id')
        .where('user_id', '=', person.id)
        .execute();
      assert.equal(sessions.length, 0, `round ${round}`);
    }
  });
});
