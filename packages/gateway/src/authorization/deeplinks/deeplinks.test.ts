import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { editUser, endUserSessions } from '../../people/administration/administer-user.ts';
import type { User } from '../../people/users/types.ts';
import { editClient } from '../clients/edit-client.ts';
import { findClient } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';
import { principalOfDeeplink } from '../principals/signed-in.ts';
import { createDeeplink } from './create-deeplink.ts';
import { findDeeplinkSession, lookAtDeeplink, redeemDeeplink } from './redeem-deeplink.ts';

const HOUR_MS = 3_600_000;
const QUERY = { kind: 'phone', given: 'tel://15555550123', value: '+15555550123' } as const;

onEachEngine('a deeplink', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let cad: Client;
  let admin: User;
  let person: User;
  before(async () => {
    world = await testWorld(engine, { limitFailuresPerMinute: 20 });
    there = await testWorld(engine, {}, world.clock);
    ({ parts, clock } = world);
    cad = (await findClient(parts.database.read, 'sandbox-cad')) as Client;
    admin = await newPerson(parts, { role: 'admin' });
    person = await newPerson(parts);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  const principalOf = (user: User) => ({ ...signedIn(user), via: 'user_token', client: cad }) as const;
  async function newTicket(user = person): Promise<string> {
    const url = await createDeeplink(parts, {
      principal: principalOf(user),
      query: QUERY,
      view: undefined,
      origin: originFrom(),
    });
    const [, ticket = ''] = url.reveal().split(`${TEST_URL}/d/`);
    return ticket;
  }
  const redeem = (ticket: string, browserToken: string | null = null, at = parts) =>
    redeemDeeplink(at, { ticket, browserToken, origin: originFrom() });
  const administering = (user: User) => ({
    agencyId: 'sandbox-county',
    userId: user.id,
    actor: { kind: 'user', id: admin.id } as const,
    origin: originFrom(),
  });
  const enableClient = (isDisabled: boolean) =>
    editClient(parts, {
      agencyId: 'sandbox-county',
      clientId: cad.id,
      edit: { isDisabled },
      actor: { kind: 'user', id: admin.id } as const,
      origin: originFrom(),
    });

  test('opens signed in as its user, on its query, for one hour', async () => {
    const { deeplink, user } = await redeem(await newTicket());
    assert.equal(user.id, person.id);
    assert.deepEqual(deeplink.query, QUERY);
    assert.equal(deeplink.expiresAt, clock.now() + HOUR_MS);
  });

  test('is 256 bits, stored as a hash alone, and in no audit record', async () => {
    const ticket = await newTicket();
    assert.match(ticket, /^[A-Za-z0-9_-]{43}$/);
    const { browserToken } = await redeem(ticket);
    const rows = await parts.database.read.selectFrom('deeplinks').selectAll().execute();
    const audit = await parts.database.read.selectFrom('audit_records').selectAll().execute();
    const stored = JSON.stringify([rows, audit]);
    assert.ok(stored.includes(hashSecret(ticket)));
    assert.ok(!stored.includes(ticket) && !stored.includes(browserToken.reveal()));
  });

  test('is not spent by being looked at, however often', async () => {
    const ticket = await newTicket();
    for (let look = 0; look < 5; look += 1) assert.equal((await lookAtDeeplink(parts, ticket)).refusal, null);
    await redeem(ticket);
  });

  test('belongs to the first browser, which may open it again until the hour is over; another is refused', async () => {
    const ticket = await newTicket();
    const { browserToken } = await redeem(ticket);
    await redeem(ticket, browserToken.reveal());
    await refusedWith('deeplink_owned', redeem(ticket));
    await refusedWith('deeplink_owned', redeem(ticket, 'another browser'));
    clock.advance(HOUR_MS - 1);
    await redeem(ticket, browserToken.reveal());
    clock.advance(1);
    await refusedWith('deeplink_expired', redeem(ticket, browserToken.reveal()));
    await refusedWith('deeplink_expired', redeem(ticket));
    assert.equal((await lookAtDeeplink(parts, ticket)).refusal?.code, 'deeplink_expired');
  });

  test('that ten browsers redeem at once, through two processes, belongs to one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ticket = await newTicket();
      const results = await atOnce(10, (index) => redeem(ticket, null, index % 2 === 0 ? parts : there.parts));
      assert.equal(succeeded(results).length, 1);
      for (const reason of failed(results)) await refusedWith('deeplink_owned', Promise.reject(reason));
      const [winner] = succeeded(results);
      await redeem(ticket, winner?.browserToken.reveal() ?? '');
      const redeemed = await parts.database.read
        .selectFrom('audit_records')
        .select('number')
        .where('action', '=', 'deeplink.redeemed')
        .where('subject', '=', winner?.deeplink.id ?? '')
        .execute();
      assert.equal(redeemed.length, 1, 'one audit record');
    }
  });

  test('that one browser redeems twice at once opens both times', async () => {
    const ticket = await newTicket();
    const results = await atOnce(2, () => redeem(ticket, 'the same browser'));
    assert.equal(succeeded(results).length, 2);
  });

  test("a browser's token that this server did not give it is exchanged for one that nobody else can know", async () => {
    const planted = 'p'.repeat(43);
    const ticket = await newTicket();
    const { browserToken, deeplink } = await redeem(ticket, planted);
    assert.notEqual(browserToken.reveal(), planted);
    const find = (token: string) => findDeeplinkSession(parts, { deeplinkId: deeplink.id, browserToken: token });
    await refusedWith('invalid_token', find(planted));
    await find(browserToken.reveal());
    const elsewhere = await redeem(await newTicket(), planted);
    assert.notEqual(elsewhere.browserToken.reveal(), browserToken.reveal(), 'and it is another one each time');
    const second = await redeem(await newTicket(), browserToken.reveal());
    assert.equal(second.browserToken.reveal(), browserToken.reveal(), 'one that was given is kept');
  });

  test('an unknown ticket is refused, and a flood of guesses is slowed', async () => {
    const guess = (index: number) => redeem(Buffer.alloc(32, index).toString('base64url'));
    for (let index = 0; index < 20; index += 1) await refusedWith('deeplink_unknown', guess(index));
    const refusal = await refusedWith('too_many_requests', guess(21));
    assert.ok((refusal.retryAfterSeconds ?? 0) > 0);
    await redeem(await newTicket());
    clock.advance(60_000);
  });

  test('a stored hash is no ticket', async () => {
    await refusedWith('deeplink_unknown', redeem(hashSecret(await newTicket())));
  });

  test('ends with the sessions of its user, redeemed or not, and is counted among them if it was redeemed', async () => {
    const user = await newPerson(parts);
    const [unopened, opened] = [await newTicket(user), await newTicket(user)];
    const { browserToken } = await redeem(opened);
    assert.equal((await endUserSessions(parts, administering(user))).ended, 1);
    await refusedWith('deeplink_expired', redeem(unopened));
    await refusedWith('deeplink_expired', redeem(opened, browserToken.reveal()));
  });

  test('does not open while its user or its client is disabled', async () => {
    const user = await newPerson(parts);
    const ticket = await newTicket(user);
    await enableClient(true);
    await refusedWith('deeplink_expired', redeem(ticket));
    await enableClient(false);
    assert.equal((await lookAtDeeplink(parts, ticket)).refusal, null);
    await editUser(parts, { ...administering(user), edit: { isDisabled: true } });
    await refusedWith('deeplink_expired', redeem(ticket));
    await editUser(parts, { ...administering(user), edit: { isDisabled: false } });
    await refusedWith('deeplink_expired', redeem(ticket));
  });

  test("its session is found for its own browser alone, until the hour, the client's or the user's end", async () => {
    const user = await newPerson(parts);
    const ticket = await newTicket(user);
    const { deeplink, browserToken } = await redeem(ticket);
    const find = (browser: string | null, id = deeplink.id) =>
      findDeeplinkSession(parts, { deeplinkId: id, browserToken: browser });
    assert.equal((await find(browserToken.reveal())).user.id, user.id);
    for (const browser of [null, '', 'another', ticket, hashSecret(browserToken.reveal())]) {
      await refusedWith('invalid_token', find(browser));
    }
    await refusedWith('invalid_token', find(browserToken.reveal(), 'no-such-deeplink'));
    await enableClient(true);
    await refusedWith('invalid_token', find(browserToken.reveal()));
    await enableClient(false);
    await find(browserToken.reveal());
    clock.advance(HOUR_MS);
    await refusedWith('invalid_token', find(browserToken.reveal()));
  });

  test('an unredeemed deeplink is a session of nobody, whatever cookie comes', async () => {
    const ticket = await newTicket();
    const row = await parts.database.read
      .selectFrom('deeplinks')
      .select('id')
      .where('ticket_hash', '=', hashSecret(ticket))
      .executeTakeFirstOrThrow();
    for (const browser of [null, '', 'null', 'anything']) {
      await refusedWith('invalid_token', findDeeplinkSession(parts, { deeplinkId: row.id, browserToken: browser }));
    }
  });

  test('reads as its user and administers nothing, also for an administrator', async () => {
    const { deeplink, user } = await redeem(await newTicket(admin));
    const principal = principalOfDeeplink({ deeplink, user });
    assert.equal(principal.via, 'deeplink');
    assert.equal(principal.agencyId, 'sandbox-county');
    assert.deepEqual(
      [...principal.rights],
      ['session:own', 'incidents:read', 'alerts:answer', 'incidents:work', 'cards:sensitive', 'calls:listen'],
    );
  });

  test('is refused to a token that names no user or no agency', async () => {
    const request = { query: QUERY, view: undefined, origin: originFrom() };
    const principal = principalOf(person);
    await refusedWith('forbidden', createDeeplink(parts, { ...request, principal: { ...principal, user: null } }));
    await refusedWith('forbidden', createDeeplink(parts, { ...request, principal: { ...principal, client: null } }));
    await refusedWith('forbidden', createDeeplink(parts, { ...request, principal: { ...principal, agencyId: null } }));
  });

  test("shows the view that was asked for, or the client's", async () => {
    const open = async (view: 'full' | 'cards' | undefined, client: Client) => {
      const url = await createDeeplink(parts, {
        principal: { ...principalOf(person), client },
        query: QUERY,
        view,
        origin: originFrom(),
      });
      return (await redeem(url.reveal().split('/d/')[1] ?? '')).deeplink.view;
    };
    const inPanel: Client = { ...cad, settings: { ...cad.settings, deeplinkView: 'cards' } };
    assert.equal(await open(undefined, cad), 'full');
    assert.equal(await open('cards', cad), 'cards');
    assert.equal(await open(undefined, inPanel), 'cards');
    assert.equal(await open('full', inPanel), 'full');
  });
});
