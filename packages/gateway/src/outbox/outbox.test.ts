import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { eventually } from '../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { type MailServer, startMailServer } from '../../../testing/src/mail-server.ts';
import { newPerson, originFrom } from '../../../testing/src/people.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { addUser } from '../people/administration/add-user.ts';
import { renewPasswordLink } from '../people/administration/administer-user.ts';
import { listOutbox, retryMail } from './operate-outbox.ts';
import type { OutboxEntry } from './types.ts';

const ACTOR = { kind: 'system', id: 'test' } as const;
const HOUR_MS = 3_600_000;

/** Waits until the fact is there, and returns it. */
async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  let found: T | undefined | false;
  await eventually(async () => {
    found = await look();
    return found !== undefined && found !== false;
  });
  return found as T;
}

onEachEngine('the outbox', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let server: MailServer;
  let number = 0;

  before(async () => {
    server = await startMailServer('working');
    world = await testWorld(engine, { smtpUrl: server.url });
  });
  beforeEach(() => {
    server.manner = 'working';
  });
  after(async () => {
    await world.stop();
    await server.close();
  });

  const newUser = () => {
    number += 1;
    const email = `mailed-${number}@sandbox.test`;
    const user = { email, firstName: 'Riley', lastName: 'New', role: 'agent', agencyId: 'sandbox-county' } as const;
    return addUser(world.parts, { user, actor: ACTOR, mailsLink: true });
  };
  const entryOf = async (recipient: string): Promise<OutboxEntry | undefined> =>
    (await listOutbox(world.parts)).find((entry) => entry.recipient === recipient);
  const entryThat = (recipient: string, is: (entry: OutboxEntry) => boolean) =>
    until(async () => {
      const entry = await entryOf(recipient);
      return entry !== undefined && is(entry) && entry;
    });
  const rowOf = (id: string) =>
    world.parts.database.read.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  test('a mail of a committed use case arrives once, under an id of its own, and its text is erased', async () => {
    const { user, link, isMailed } = await newUser();
    assert.equal(isMailed, true);
    const mail = await until(() => server.received.find(({ to }) => to === user.email));
    assert.ok(mail.data.replaceAll('=\r\n', '').replaceAll('=3D', '=').includes(link.url.reveal()));
    const entry = await entryThat(user.email, ({ state }) => state === 'sent');
    assert.match(mail.data, new RegExp(`message-id: <${entry.id}@`, 'i'));
    assert.equal((await rowOf(entry.id)).sealed_text, null);
    await refusedWith('conflict', retryMail(world.parts, { id: entry.id, actor: ACTOR }));
    assert.equal(server.received.filter(({ to }) => to === user.email).length, 1);
  });

  test('a use case that is undone sends nothing', async () => {
    const { user } = await newUser();
    const again = { ...user, role: 'agent' } as const;
    await refusedWith('conflict', addUser(world.parts, { user: again, actor: ACTOR, mailsLink: true }));
    assert.equal((await listOutbox(world.parts)).filter(({ recipient }) => recipient === user.email).length, 1);
  });

  test('a mail server that is silent delays nobody, and the text that waits is sealed', async () => {
    server.manner = 'silent';
    const connections = server.connections;
    const { user, link } = await newUser();
    assert.equal(server.givenUp, 0, 'it waited for the mail server');
    const entry = await entryThat(user.email, ({ attempts }) => attempts === 1);
    const { sealed_text: sealed } = await rowOf(entry.id);
    assert.match(sealed ?? '', /^a256gcm:/);
    assert.ok(!(sealed ?? '').includes(link.url.reveal().split('#')[1] ?? 'no token'));
    await until(() => server.connections > connections);
    assert.equal(entry.state, 'waiting');
  });

  test('a server that dies before its answer is tried again, under the same message id', async () => {
    server.manner = 'dying';
    const { user } = await newUser();
    const failed = await entryThat(user.email, ({ fault }) => fault !== null);
    assert.equal(failed.state, 'waiting');
    assert.ok(failed.nextAttemptAt > world.clock.now());
    server.manner = 'working';
    world.pass(HOUR_MS);
    const mail = await until(() => server.received.find(({ to }) => to === user.email));
    assert.match(mail.data, new RegExp(`message-id: <${failed.id}@`, 'i'));
  });

  test('a refused mail is given up after twelve attempts, seen by an operator, and sent when they ask again', async () => {
    server.manner = 'refusing';
    const { user } = await newUser();
    for (let attempts = 1; attempts < 12; attempts += 1) {
      const entry = await entryThat(
        user.email,
        (found) => found.attempts === attempts && found.nextAttemptAt > world.clock.now(),
      );
      assert.match(entry.fault ?? '', /550/);
      world.pass(3 * HOUR_MS);
    }
    const given = await entryThat(user.email, ({ state }) => state === 'given_up');
    assert.equal(given.attempts, 12);
    server.manner = 'working';
    const retried = await retryMail(world.parts, { id: given.id, actor: ACTOR });
    assert.deepEqual([retried.state, retried.attempts], ['waiting', 0]);
    await entryThat(user.email, ({ state }) => state === 'sent');
    await refusedWith('not_found', retryMail(world.parts, { id: 'none', actor: ACTOR }));
  });

  test('a new link is mailed with its own transaction', async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    const person = await newPerson(world.parts, { role: 'agent' });
    const actor = { kind: 'user', id: admin.id } as const;
    const request = { agencyId: 'sandbox-county', userId: person.id, actor, origin: originFrom() };
    assert.equal((await renewPasswordLink(world.parts, request)).isMailed, true);
    await entryThat(person.email, ({ state }) => state === 'sent');
  });
});

onEachEngine('without a mail server', (engine) => {
  test('nothing waits, and the link is there to be shown', async () => {
    const world = await testWorld(engine);
    const user = { email: 'shown@sandbox.test', firstName: 'Riley', lastName: 'New', role: 'agent' } as const;
    const added = { user: { ...user, agencyId: 'sandbox-county' }, actor: ACTOR, mailsLink: true };
    assert.equal((await addUser(world.parts, added)).isMailed, false);
    assert.deepEqual(await listOutbox(world.parts), []);
    await world.stop();
  });
});
