import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { eventually } from '../../../testing/src/barrier.ts';
import { type TestPostgres, testPostgres } from '../../../testing/src/postgres.ts';
import { silentLog } from '../kernel/log.ts';
import type { Database } from './database.ts';
import { openPostgresDatabase } from './engines/postgres/engine.ts';
import { LocalNotifier, type NotificationTopic, type Notifier } from './notifier.ts';

function counterOf(notifier: Notifier, topic: NotificationTopic): { count: number; stop: () => void } {
  const counter = { count: 0, stop: () => {} };
  counter.stop = notifier.listen(topic, () => {
    counter.count += 1;
  });
  return counter;
}

describe('the notifier in one process', () => {
  test('wakes every listener of the topic at once, and no other', () => {
    const notifier = new LocalNotifier();
    const [first, second, other] = [
      counterOf(notifier, 'events'),
      counterOf(notifier, 'events'),
      counterOf(notifier, 'access'),
    ];
    notifier.notify('events');
    assert.deepEqual([first.count, second.count, other.count], [1, 1, 0]);
  });

  test('states which agency it is about to the readers of this process, where it is about one', () => {
    const notifier = new LocalNotifier();
    const heard: (string | undefined)[] = [];
    notifier.listen('events', (agencyId) => heard.push(agencyId));
    notifier.notify('events', 'county');
    notifier.notify('events');
    assert.deepEqual(heard, ['county', undefined]);
  });

  test('leaves a listener that stopped alone', () => {
    const notifier = new LocalNotifier();
    const counter = counterOf(notifier, 'events');
    counter.stop();
    notifier.notify('events');
    assert.equal(counter.count, 0);
  });

  test('passes a notification on to other processes, and not one that came from there', () => {
    const passedOn: NotificationTopic[] = [];
    const notifier = new LocalNotifier((topic) => passedOn.push(topic));
    notifier.notify('keys');
    notifier.wake('events');
    assert.deepEqual(passedOn, ['keys']);
  });
});

describe('the notifier between processes on PostgreSQL', () => {
  let postgres: TestPostgres;
  let url = '';
  let here: Database;
  let there: Database;
  let admin: pg.Client;
  before(async () => {
    postgres = await testPostgres();
    url = await postgres.newMigratedDatabase();
    here = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
    there = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await Promise.all([here.close(), there.close()]);
    await postgres.stop();
  });

  const endListeners = () =>
    admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%') AND pid <> pg_backend_pid()`,
    );

  test('a notification here is received there within a second, and once here', async () => {
    const receivedThere = counterOf(there.notifier, 'events');
    const receivedHere = counterOf(here.notifier, 'events');
    here.notifier.notify('events');
    assert.equal(receivedHere.count, 1);
    await eventually(() => receivedThere.count > 0);
    assert.equal(receivedHere.count, 1);
  });

  test('a notification of one topic wakes no other topic there', async () => {
    const events = counterOf(there.notifier, 'events');
    const access = counterOf(there.notifier, 'access');
    here.notifier.notify('access');
    await eventually(() => access.count > 0);
    assert.equal(events.count, 0);
  });

  test('a thousand rings of one moment reach the others as few', async () => {
    const received = counterOf(there.notifier, 'events');
    for (let notification = 0; notification < 1_000; notification += 1) here.notifier.notify('events');
    await eventually(() => received.count > 0);
    assert.ok(received.count <= 5, `${received.count} wakes`);
  });

  test('after its connections are ended it listens again, and wakes every topic because any may have been missed', async () => {
    const counters = (['access', 'events', 'keys'] as const).map((topic) => counterOf(there.notifier, topic));
    await endListeners();
    await eventually(() => counters.every(({ count }) => count > 0));
    const events = counterOf(there.notifier, 'events');
    await eventually(() => {
      here.notifier.notify('events');
      return events.count > 0;
    });
  });

  const listeners = async () => {
    const { rows } = await admin.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify($1%') AND pid <> pg_backend_pid()",
    );
    return rows.map(({ pid }) => pid);
  };

  test('a notification while its own connection is lost reaches the others when the connection returns', async (t) => {
    const others = await listeners();
    const ringing = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
    t.after(() => ringing.close());
    const own = (await listeners()).filter((pid) => !others.includes(pid));
    assert.equal(own.length, 1);
    await admin.query('SELECT pg_terminate_backend($1)', own);
    await eventually(async () => !(await listeners()).some((pid) => own.includes(pid)));
    const received = counterOf(there.notifier, 'events');
    ringing.notifier.notify('events');
    await eventually(() => received.count > 0);
  });

  test('closing while it is about to listen again leaves no connection behind', async () => {
    const others = await listeners();
    const closing = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
    const own = (await listeners()).filter((pid) => !others.includes(pid));
    await admin.query('SELECT pg_terminate_backend($1)', own);
    await closing.close();
    await eventually(async () => (await listeners()).length === others.length);
  });
});
