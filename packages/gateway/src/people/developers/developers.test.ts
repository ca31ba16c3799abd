import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { countHashes } from '../../../../testing/src/hash-count.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { principalOfDeveloper, principalOfSession } from '../../authorization/principals/signed-in.ts';
import { findUserByEmail } from '../users/store.ts';
import { findDeveloperSession, signInDeveloper, signOutDeveloper } from './developer-session.ts';
import { confirmSignUp, signUp } from './sign-up.ts';

const PASSWORD = 'plain copper kettle 58';
const HOUR_MS = 3_600_000;

onEachEngine("a developer's account", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world?.stop());

  let count = 0;
  const ask = (email: string, password = PASSWORD, source = '192.0.2.10') =>
    signUp(world.parts, { email, name: 'Noor Builder', password, origin: originFrom(source) });
  const tokenOf = (link: Awaited<ReturnType<typeof ask>>) => new URL(link.url.reveal()).hash.slice(1);
  const confirm = (linkToken: string, password = PASSWORD) =>
    confirmSignUp(world.parts, { linkToken, password, origin: originFrom() });
  const enter = (email: string, password = PASSWORD, source = '192.0.2.10') =>
    signInDeveloper(world.parts, { email, password, origin: originFrom(source) });
  async function newAccount(): Promise<string> {
    count += 1;
    const email = `builder-${count}@studio.test`;
    await confirm(tokenOf(await ask(email)));
    return email;
  }

  test('begins when its link is opened with the password that was chosen, in any spelling of the address', async () => {
    const link = await ask(' First@Studio.test ');
    assert.equal(link.expiresAt, world.clock.now() + 24 * HOUR_MS);
    await refusedWith('invalid_credentials', enter('first@studio.test'));
    await refusedWith('invalid_credentials', confirm(tokenOf(link), 'another copper kettle'));
    await confirm(tokenOf(link));
    await refusedWith('not_found', confirm(tokenOf(link)));
    const session = await enter('FIRST@studio.test');
    assert.equal((await findDeveloperSession(world.parts, session.token.reveal()))?.developer.name, 'Noor Builder');
  });

  test('is not made by a link of yesterday, by one link twice at once, or with a password that may not be chosen', async () => {
    const old = tokenOf(await ask('old@studio.test'));
    world.clock.advance(24 * HOUR_MS);
    await refusedWith('not_found', confirm(old));
    const raced = tokenOf(await ask('raced@studio.test'));
    assert.equal(succeeded(await atOnce(5, () => confirm(raced))).length, 1);
    await refusedWith('invalid_request', ask('weak@studio.test', 'passwordpassword'));
    await refusedWith('invalid_request', ask('weak@studio.test', 'short'));
  });

  test('is not distinguished from none: the same answer, the same work, and the account stays as it was', async () => {
    const known = await newAccount();
    const [taken, free] = [await ask(known, 'a stranger chose this'), await ask('free@studio.test')];
    assert.deepEqual(Object.keys(taken), Object.keys(free));
    assert.equal(await countHashes(() => ask(known)), await countHashes(() => ask('free-too@studio.test')));
    await confirm(tokenOf(taken), 'a stranger chose this');
    await refusedWith('invalid_credentials', enter(known, 'a stranger chose this'));
    await enter(known);
    const words = [
      (await refusedWith('invalid_credentials', enter(known, 'wrong'))).message,
      (await refusedWith('invalid_credentials', enter('nobody@studio.test', 'wrong'))).message,
    ];
    assert.equal(words[0], words[1]);
    assert.equal(await countHashes(() => refusedWith('invalid_credentials', enter('nobody@studio.test'))), 1);
  });

  test('waits 15 minutes after five wrong passwords, at that source and at no other', async () => {
    const email = await newAccount();
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await refusedWith('invalid_credentials', enter(email, 'wrong', '192.0.2.66'));
    }
    await refusedWith('invalid_credentials', enter(email, PASSWORD, '192.0.2.66'));
    await enter(email, PASSWORD, '192.0.2.10');
    // Wrong ones meanwhile prolong nothing, and what came before the wait counts no more after it.
    world.clock.advance(14 * 60_000);
    await refusedWith('invalid_credentials', enter(email, 'wrong', '192.0.2.66'));
    world.clock.advance(60_000);
    for (let wrong = 0; wrong < 4; wrong += 1) {
      await refusedWith('invalid_credentials', enter(email, 'wrong', '192.0.2.66'));
    }
    await enter(email, PASSWORD, '192.0.2.66');
  });

  test('of fifty wrong passwords at once every one is counted', async () => {
    const email = await newAccount();
    await atOnce(50, () => enter(email, 'wrong', '192.0.2.77'));
    await refusedWith('invalid_credentials', enter(email, PASSWORD, '192.0.2.77'));
    const row = await world.parts.database.read
      .selectFrom('sign_in_failures')
      .select('failed_count')
      .where('source', '=', '192.0.2.77')
      .executeTakeFirst();
    assert.ok((row?.failed_count ?? 0) >= 5);
  });

  test('is asked for so often a minute from one address, refused before anything is hashed, and from the next one still', async () => {
    world.clock.advance(60_000);
    const allowed = world.parts.settings.limitSignUpsPerMinute;
    for (let asked = 0; asked < allowed; asked += 1) {
      await ask(`many-${asked}@studio.test`, PASSWORD, '2001:db8:5:6::1');
    }
    const refused = () => refusedWith('too_many_requests', ask('more@studio.test', PASSWORD, '2001:db8:5:6::ffff'));
    assert.equal(await countHashes(refused), 0);
    await ask('more@studio.test', PASSWORD, '2001:db8:5:7::1');
    world.clock.advance(60_000);
    await ask('more@studio.test', PASSWORD, '2001:db8:5:6::1');
  });

  test('has sessions that end when they expire and when it signs out', async () => {
    const email = await newAccount();
    const [one, two] = [await enter(email), await enter(email)];
    await signOutDeveloper(world.parts, {
      token: one.token.reveal(),
      developerId: one.developer.id,
      origin: originFrom(),
    });
    assert.equal(await findDeveloperSession(world.parts, one.token.reveal()), null);
    assert.notEqual(await findDeveloperSession(world.parts, two.token.reveal()), null);
    world.clock.advance(world.parts.settings.portalSessionHours * HOUR_MS);
    assert.equal(await findDeveloperSession(world.parts, two.token.reveal()), null);
  });

  test('is nobody at an agency: no agency, no administration; and a person is no developer', async () => {
    const { developer } = await enter(await newAccount());
    const principal = principalOfDeveloper(developer);
    assert.equal(principal.agencyId, null);
    assert.deepEqual([...principal.rights], ['applications:own']);
    await refusedWith('invalid_credentials', enter('admin@sandbox.test', 'sandbox-admin-pass-911'));
    const user = await findUserByEmail(world.parts.database.read, 'operator@sallyport.test');
    assert.ok(user !== undefined);
    const lock = { recheckAt: null, recheckBy: null, idleAt: null, asks: null, reason: null };
    const session = { user, expiresAt: world.clock.now(), step: null, banner: null, confirmedUntil: null, lock };
    assert.equal(principalOfSession(session).developer, undefined);
  });
});
