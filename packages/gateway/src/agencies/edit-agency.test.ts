import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { addAgency } from './add-agency.ts';
import { editAgency } from './edit-agency.ts';
import { readAgency } from './find-agencies.ts';

const actor = { kind: 'console', id: 'test' } as const;

onEachEngine("an agency's time zone", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const add = (id: string, timeZone?: string | null) =>
    addAgency(world.parts, { agency: { id, name: id, timeZone }, actor });
  const set = (agencyId: string, timeZone: string) =>
    editAgency(world.parts, { agencyId, edit: { timeZone }, timeZoneName: 'time_zone', actor });

  test('is the one it was added with, as the data of zones writes it, and UTC without one', async () => {
    assert.equal((await add('plains', 'america/chicago')).timeZone, 'America/Chicago');
    assert.equal((await readAgency(world.parts, 'plains')).timeZone, 'America/Chicago');
    assert.equal((await add('unsaid')).timeZone, 'UTC');
    assert.equal((await add('null', null)).timeZone, 'UTC');
  });

  test('can be set later, with its record', async () => {
    await add('moved');
    assert.equal((await set('moved', ' Asia/Kolkata ')).timeZone, 'Asia/Kolkata');
    assert.equal((await readAgency(world.parts, 'moved')).timeZone, 'Asia/Kolkata');
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('subject', '=', 'moved')
      .where('action', '=', 'agency.time_zone_set')
      .execute();
    assert.equal(records.length, 1);
  });

  for (const zone of ['', 'Eastern Time', '-05:00', 'America/Nowhere', 'x'.repeat(65), 'America/New_York\u200b']) {
    test(`${JSON.stringify(zone)} is refused, and nothing is written`, async () => {
      await refusedWith('invalid_request', add('refused', zone));
      await refusedWith('not_found', readAgency(world.parts, 'refused'));
      await refusedWith('invalid_request', set('null', zone));
    });
  }

  test('of an agency that is not there is refused', async () => {
    await refusedWith('not_found', set('nobody', 'UTC'));
  });
});
