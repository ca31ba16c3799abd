import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { recordsInOrder } from '../../audit/search/records-in-order.ts';

onEachEngine('a lookup', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  async function recorded(): Promise<number> {
    let count = 0;
    const span = { since: 0, until: Number.MAX_SAFE_INTEGER, agencyId: 'sandbox-county' };
    for await (const { action } of recordsInOrder(world.parts.database, span)) {
      if (action === 'incident.looked_up') count += 1;
    }
    return count;
  }

  test('is recorded once in fifteen minutes for the same person and caller', async () => {
    const lookup = {
      actor: { kind: 'user', id: 'somebody' },
      agencyId: 'sandbox-county',
      subject: '+15555550123',
      origin: { source: '127.0.0.1', requestId: 'r' },
    } as const;
    await world.parts.lookups.record(lookup);
    await world.parts.lookups.record(lookup);
    assert.equal(await recorded(), 1);
    await world.parts.lookups.record({ ...lookup, subject: '+15555550124' });
    await world.parts.lookups.record({ ...lookup, actor: { kind: 'user', id: 'another' } });
    assert.equal(await recorded(), 3);
    world.clock.advance(15 * 60_000);
    await world.parts.lookups.record(lookup);
    assert.equal(await recorded(), 4);
  });
});
