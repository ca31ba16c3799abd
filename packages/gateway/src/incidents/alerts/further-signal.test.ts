import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asked, raiseOne, STATION } from '../../../../testing/src/alerts.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { AlertReport } from './alert-report.ts';
import { changeAlert } from './change-alert.ts';
import { readAlertLog } from './read-alerts.ts';

const MINUTE_MS = 60_000;
let count = 0;

onEachEngine('signals of an active assailant', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  /** A signal so many metres north of the first campus, which moves on by a degree for each test. */
  function signal(campus: number, metres: number, changed: Partial<AlertReport> = {}, at = world) {
    count += 1;
    const place = { latitude: campus + metres / 111_320, longitude: -74, uncertaintyRadius: 5, civic: null };
    return raiseOne(at.parts, {
      emergencyType: 'ACTIVE_ASSAILANT',
      isActiveAssailant: true,
      sourceId: `signal-${count}`,
      location: { ...place, source: 'test', locatedAt: world.clock.now() },
      ...changed,
    });
  }

  test('of one site join the first for thirty minutes, as lines of its log and places; a repeat states nothing twice', async () => {
    const first = await signal(10, 0);
    world.clock.advance(29 * MINUTE_MS);
    const second = await signal(10, 400, { description: 'Shots, east wing', sourceId: 'again' });
    assert.equal(second.id, first.id);
    assert.equal((await signal(10, 400, { sourceId: 'again' })).id, first.id);
    const { lines, total } = await readAlertLog(world.parts, first, { offset: 0, limit: 10 });
    assert.equal(total, 1);
    const [line] = lines;
    assert.ok(line?.type === 'incident.signalled');
    assert.deepEqual(line.body.message, { kind: 'further_signal', text: 'Shots, east wing' });
    assert.equal(second.alert?.locations.length, 2);
    world.clock.advance(2 * MINUTE_MS);
    assert.notEqual((await signal(10, 0)).id, first.id, 'thirty minutes after the first');
  });

  test('of another site, kind, agency or sender, or after a cancellation, are alerts of their own', async () => {
    const first = await signal(20, 0, { siteId: 'east' });
    const others = [
      await signal(20, 501),
      await signal(20, 0, { siteId: 'west' }),
      await signal(20, 0, { isTest: true }),
      await signal(20, 0, { emergencyType: 'FIRE', isActiveAssailant: false }),
    ];
    assert.equal(new Set([first.id, ...others.map(({ id }) => id)]).size, 5);
    assert.equal((await signal(20, 3_000, { siteId: 'east' })).id, first.id, 'the site that is named decides');
    const request = { ...asked({ status: 'CANCELED' }), party: STATION, incidentId: first.id, origin: originFrom() };
    await changeAlert(world.parts, request);
    assert.notEqual((await signal(20, 3_000, { siteId: 'east' })).id, first.id);
  });

  test('twenty at once through two processes are one alert', async () => {
    const results = await atOnce(20, (index) => signal(30, index, {}, index % 2 === 0 ? world : there));
    assert.deepEqual(failed(results), []);
    const ids = new Set(succeeded(results).map(({ id }) => id));
    assert.equal(ids.size, 1);
    const [alert] = succeeded(results);
    assert.ok(alert !== undefined);
    const { total } = await readAlertLog(world.parts, alert, { offset: 0, limit: 1 });
    assert.equal(total, 19);
  });
});
