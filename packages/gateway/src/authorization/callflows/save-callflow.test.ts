import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, eventually, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { addAgency } from '../../agencies/add-agency.ts';
import { plainCallflow } from '../../agencies/callflows/types.ts';
import { readAgencyBoundary, setBoundary } from '../../agencies/set-boundary.ts';
import { listSenders } from './list-callflows.ts';
import { addCallflow, type CallflowSettings, editCallflow, removeCallflow } from './save-callflow.ts';

const actor = { kind: 'console', id: 'test' } as const;
const clientId = 'sandbox-alarm';
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};

onEachEngine('a callflow', (engine) => {
  let here: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    here = await testWorld(engine);
    there = await testWorld(engine, {}, here.clock);
  });
  after(async () => {
    await there.stop();
    await here.stop();
  });

  function add(settings: Partial<CallflowSettings>, name: string) {
    return addCallflow(here.parts, { clientId, name, settings, actor });
  }
  const known = async (name: string, at = there) =>
    (await at.parts.clients.find(clientId))?.callflows.find((callflow) => callflow.name === name);

  test('is added, edited and removed, on every process within a second, each with its record', async () => {
    const name = 'lifted';
    const added = await add({ agencyIds: ['harbor-city'] }, name);
    assert.deepEqual(added, plainCallflow(name, 'harbor-city'));
    await eventually(async () => (await known(name)) !== undefined);
    const settings = { requiredVariables: ['vehicle.plate'], answersWith: [], tellsSender: [] } as const;
    const edited = await editCallflow(here.parts, { clientId, name, settings, actor });
    assert.deepEqual(edited, { ...added, ...settings });
    await eventually(async () => (await known(name))?.requiredVariables.length === 1);
    assert.deepEqual(await known(name), edited);
    const sender = (await listSenders(here.parts)).find(({ id }) => id === clientId);
    assert.deepEqual(
      sender?.callflows.find((callflow) => callflow.name === name),
      edited,
    );
    await removeCallflow(here.parts, { clientId, name, actor });
    await eventually(async () => (await known(name)) === undefined);
    const records = await here.parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('action', 'like', 'callflow.%')
      .where('subject', '=', clientId)
      .execute();
    assert.deepEqual(records.map(({ action }) => action).sort(), [
      'callflow.added',
      'callflow.edited',
      'callflow.removed',
    ]);
  });

  test('that makes no sense is refused with what to change, and the one there was stays', async () => {
    await addAgency(here.parts, { agency: { id: 'unbounded', name: 'Unbounded' }, actor });
    const plain = await add({ agencyIds: ['harbor-city'] }, 'stays');
    for (const [settings, states] of [
      [{ agencyIds: [] }, /names no agency/],
      [{ agencyIds: ['harbor-city', 'harbor-city'] }, /twice/],
      [{ agencyIds: ['nowhere'] }, /No agency has the id nowhere/],
      [{ agencyIds: ['harbor-city', 'sandbox-county'] }, /choose routing by position/],
      [{ routing: 'position', agencyIds: ['harbor-city', 'unbounded'] }, /no boundary.*: unbounded/],
      [{ routing: 'position', agencyIds: Array.from({ length: 101 }, (_, index) => `a-${index}`) }, /at most 100/],
      [{ requiredVariables: ['vehicle plate'] }, /vehicle plate must be a variable/],
      [{ requiredVariables: ['a.b.c.d.e.f'] }, /must be a variable/],
      [{ requiredVariables: Array.from({ length: 51 }, (_, index) => `v${index}`) }, /At most 50/],
    ] as const) {
      const request = { clientId, name: 'stays', settings: settings as Partial<CallflowSettings>, actor };
      const refusal = await refusedWith('invalid_request', editCallflow(here.parts, request));
      assert.match(refusal.message, states);
    }
    await refusedWith('invalid_request', add({ agencyIds: ['harbor-city'] }, 'no name'));
    await refusedWith('conflict', add({ agencyIds: ['harbor-city'] }, 'stays'));
    const none = { clientId, name: 'none', settings: {}, actor };
    await refusedWith('not_found', editCallflow(here.parts, none));
    await refusedWith('not_found', removeCallflow(here.parts, none));
    await refusedWith('not_found', addCallflow(here.parts, { ...none, clientId: 'nobody' }));
    const silent = { ...none, clientId: 'sandbox-cad', settings: { agencyIds: ['sandbox-county'] } };
    assert.match((await refusedWith('invalid_request', addCallflow(here.parts, silent))).message, /alerts:trigger/);
    assert.deepEqual(await known('stays', here), plain);
  });

  test('by position keeps the boundaries it chooses by, also where both change at once', async () => {
    const name = 'keeps';
    await add({ routing: 'position', agencyIds: ['harbor-city'] }, name);
    const remove = (agencyId: string, at = here) => setBoundary(at.parts, { agencyId, geometry: null, actor });
    const refusal = await refusedWith('conflict', remove('harbor-city'));
    assert.match(refusal.message, /keeps|sandbox-by-position/);
    assert.ok((await readAgencyBoundary(here.parts, 'harbor-city')) !== null);
    for (let round = 0; round < 5; round += 1) {
      const agencyId = `raced-${round}`;
      await addAgency(here.parts, { agency: { id: agencyId, name: agencyId }, actor });
      await setBoundary(here.parts, { agencyId, geometry: SQUARE, actor });
      const results = await atOnce(2, async (index): Promise<unknown> => {
        if (index === round % 2) return remove(agencyId, there);
        return add({ routing: 'position', agencyIds: [agencyId] }, agencyId);
      });
      assert.equal(succeeded(results).length, 1, String(failed(results)));
      const isBounded = (await readAgencyBoundary(here.parts, agencyId)) !== null;
      assert.equal((await known(agencyId, here)) !== undefined, isBounded);
    }
  });
});
