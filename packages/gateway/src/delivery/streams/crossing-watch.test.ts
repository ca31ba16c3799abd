import assert from 'node:assert/strict';
import { test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { giveShare } from '../../incidents/shares/give-share.ts';
import { CrossingWatch } from './crossing-watch.ts';

const [GIVER, RECEIVER] = ['sandbox-county', 'harbor-city'];
const EVENTS = 200;
const APART_MS = 200;

onEachEngine('what crosses to an agency', (engine) => {
  test('is looked at five times a second at most while its giver has hundreds of events, and after the last of them', async (t) => {
    const world = await testWorld(engine);
    t.after(() => world.stop());
    await giveShare(world.parts, {
      ...{ agencyId: GIVER, toAgencyId: RECEIVER, forHours: 1, reason: null },
      ...{ kind: null, emergencyType: 'TORNADO', area: null, includesSensitive: false, mayAnswer: false },
      ...{ colleague: { userId: 'user-a', name: 'Ada Example' }, actor: { kind: 'user', id: 'user-a' } },
      origin: originFrom(),
    });
    let [looks, changes] = [0, 0];
    const streams = {
      agenciesFollowingTransfers() {
        looks += 1;
        return [RECEIVER];
      },
      transfersChanged: () => {
        changes += 1;
      },
    };
    const { database, clock, loops } = world.parts;
    const watch = new CrossingWatch({ database, clock, loops, streams });
    t.after(() => watch.stop());
    const startedAt = performance.now();
    watch.start();
    for (let index = 0; index < EVENTS; index += 1) await raiseOne(world.parts, { emergencyType: 'TORNADO' });
    const [during, elapsedMs] = [looks, performance.now() - startedAt];
    // One for each pause that began, one at once, and one of the second that the watch looks by itself.
    const mayLook = Math.ceil(elapsedMs / APART_MS) + 2;
    assert.ok(during <= mayLook, `${during} looks in ${Math.round(elapsedMs)} ms, of ${mayLook} at most`);
    const stated = changes;
    await raiseOne(world.parts, { emergencyType: 'TORNADO' });
    await eventually(() => changes > stated);
  });
});
