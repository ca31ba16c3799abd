import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { type WebhookWorld, webhookWorld } from '../../../../testing/src/webhook-world.ts';
import { VERSION } from '../../config/version.ts';
import { insertBackup } from '../backups/store.ts';
import { ServerWatch } from '../servers/server-watch.ts';
import { allServers } from '../servers/store.ts';
import { noteStorage } from '../storage/note-storage.ts';
import { readInstallation } from './read-installation.ts';
import { lateWebhooks } from './store.ts';

const DAY_MS = 86_400_000;

onEachEngine("the installation's figures", (engine) => {
  let world: WebhookWorld;
  before(async () => {
    world = await webhookWorld(engine);
    await eventually(async () => (await allServers(world.parts.database.read)).length === 1);
  });
  after(() => world.stop());

  const read = () => readInstallation(world.parts);
  /** Another server of the installation, of another version, that shares the clock. */
  const another = (version = '0.9.0') => new ServerWatch({ ...world.parts }, version);

  test('name the servers that run with their versions and what they state, until they stop', async () => {
    const other = another();
    other.start();
    await eventually(async () => (await read()).servers.length === 2);
    const { servers } = await read();
    assert.deepEqual(
      servers
        .map(({ version, isRunning, isAnswering }) => ({ version, isRunning, isAnswering }))
        .toSorted((a) => (a.isAnswering ? -1 : 1)),
      [
        { version: VERSION, isRunning: true, isAnswering: true },
        { version: '0.9.0', isRunning: true, isAnswering: false },
      ],
    );
    await other.stop();
    assert.deepEqual(
      (await read()).servers.map(({ version }) => version),
      [VERSION],
    );
  });

  test('show a server that was killed as silent after a minute, and forget it after an hour', async () => {
    await another('0.8.0').state();
    const killed = async () => (await read()).servers.find(({ version }) => version === '0.8.0');
    assert.equal((await killed())?.isRunning, true);
    world.clock.advance(61_000);
    await world.parts.servers.state();
    assert.equal((await killed())?.isRunning, false);
    assert.equal((await read()).servers.find(({ isAnswering }) => isAnswering)?.isRunning, true);
    world.clock.advance(3_600_000);
    await world.parts.servers.state();
    assert.equal(await killed(), undefined);
  });

  test('name the parts of a server that are not ready', async () => {
    const end = world.parts.readiness.add('lantern', () => ({ status: 'degraded' }));
    await world.parts.servers.state();
    end();
    const own = async () => (await read()).servers.find(({ isAnswering }) => isAnswering)?.notReady ?? [];
    assert.ok((await own()).includes('lantern degraded'));
    await world.parts.servers.state();
    assert.ok(!(await own()).includes('lantern degraded'));
  });

  test('have each signing key without its secret, and when the one that signs makes way', async () => {
    const { keys } = await read();
    assert.deepEqual(keys.map(({ state }) => state).sort(), ['current', 'next']);
    for (const { state, createdAt, activatedAt, rotatesAt } of keys) {
      assert.equal(rotatesAt, state === 'current' ? (activatedAt ?? createdAt) + 30 * DAY_MS : null);
    }
    assert.doesNotMatch(JSON.stringify(keys), /"d"|private|sealed/i);
  });

  test('count what began within a day, and what the logs ever had', async () => {
    const before = (await read()).counts;
    await world.openCall();
    const { counts } = await read();
    assert.equal(counts.incidentsOfLastDay, before.incidentsOfLastDay + 1);
    assert.ok(counts.eventsLogged > before.eventsLogged);
    const all = await world.parts.database.read.selectFrom('agencies').select('id').execute();
    assert.equal(counts.agencies, all.length);
    world.clock.advance(DAY_MS + 1);
    assert.equal((await read()).counts.incidentsOfLastDay, 0);
  });

  test('list a webhook that is disabled, fails or is behind, and none that is well or paused', async () => {
    const states = [
      { name: 'well', state: 'active', failing: null, cursor: 0 },
      { name: 'behind', state: 'active', failing: null, cursor: -500 },
      { name: 'fails', state: 'active', failing: world.clock.now() - 60_000, cursor: 0 },
      { name: 'fails longer', state: 'active', failing: world.clock.now() - 90_000, cursor: 0 },
      { name: 'disabled', state: 'disabled', failing: null, cursor: -500 },
      { name: 'paused', state: 'paused', failing: null, cursor: -500 },
    ];
    const ids: number[] = [];
    for (const { name } of states) {
      const { subscription } = await world.subscribe(`http://127.0.0.1:1/${name.replace(' ', '-')}`);
      ids.push(subscription.id);
    }
    // In one transaction, because the worker mends what it sees.
    const late = await world.parts.database.write(async ({ query }) => {
      for (const [index, { name, state, failing, cursor }] of states.entries()) {
        await query
          .updateTable('webhook_subscriptions')
          .set((eb) => ({ name, state, failing_since: failing, cursor_seq: eb('cursor_seq', '+', cursor) }))
          .where('id', '=', ids[index] ?? 0)
          .execute();
      }
      return lateWebhooks(query);
    });
    assert.deepEqual(
      late.map(({ name }) => name),
      ['fails longer', 'fails', 'behind', 'disabled'],
    );
    assert.ok(late.every(({ agencyId, pending }) => agencyId === 'sandbox-county' && pending === 0));
    assert.ok((late[2]?.eventsBehind ?? 0) >= 500);
    assert.equal(late[3]?.eventsBehind, 0);
    const { lateWebhooks: listed, webhooks } = await read();
    assert.ok(listed.some(({ name }) => name === 'disabled'));
    assert.deepEqual([webhooks.disabled, webhooks.paused], [1, 1]);
  });

  test('have the size of the database by day, noted once however often', async () => {
    const { database } = world.parts;
    await database.write(({ query }) => query.deleteFrom('storage_days').execute());
    await noteStorage(world.parts);
    const [first] = (await read()).storageDays;
    assert.ok((first?.sizeBytes ?? 0) > 100_000);
    await database.write(({ query }) => query.updateTable('storage_days').set({ size_bytes: 1 }).execute());
    await noteStorage(world.parts);
    assert.deepEqual((await read()).storageDays, [{ day: first?.day, sizeBytes: 1 }]);
    world.clock.advance(DAY_MS);
    await noteStorage(world.parts);
    assert.equal((await read()).storageDays.length, 2);
    world.clock.advance(90 * DAY_MS);
    assert.equal((await read()).storageDays.length, 0, 'shows 90 days');
    world.clock.advance(400 * DAY_MS);
    await noteStorage(world.parts);
    const kept = await database.read.selectFrom('storage_days').selectAll().execute();
    assert.equal(kept.length, 1, 'keeps 400 days');
    assert.ok((await read()).databaseBytes > 100_000);
  });

  test('have the newest backup, and keep a hundred', async () => {
    assert.equal((await read()).newestBackup, null);
    await world.parts.database.write(async ({ query }) => {
      for (let number = 0; number < 102; number += 1) {
        await insertBackup(query, {
          ...{ id: `backup-${number}`, madeAt: 1_000 + number, version: '1.0.0', sizeBytes: 7, auditFaults: 0 },
          isEncrypted: number % 2 === 1,
        });
      }
    });
    const { newestBackup } = await read();
    assert.equal(newestBackup?.id, 'backup-101');
    assert.equal(newestBackup?.isEncrypted, true);
    const kept = await world.parts.database.read.selectFrom('backups').select('made_at').orderBy('made_at').execute();
    assert.equal(kept.length, 100);
    assert.equal(kept[0]?.made_at, 1_002);
  });
});
