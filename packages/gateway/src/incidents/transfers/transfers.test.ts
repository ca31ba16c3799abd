import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { readHistory } from '../events/read-history.ts';
import { deleteWhole } from '../retention/sweep-incidents.ts';
import { endTransfer } from './end-transfer.ts';
import { listTransfers, readTransfer } from './read-transfer.ts';
import { transferIncident } from './transfer-incident.ts';

const ADA = { userId: 'user-a', name: 'Ada Example' };
const BO = { userId: 'user-b', name: 'Bo Example' };
const GIVER = 'sandbox-county';
const RECEIVER = 'harbor-city';
const HOUR_MS = 3_600_000;

onEachEngine('an incident that is transferred to another agency', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    const added = { id: 'third-city', name: 'Third City', time_zone: 'UTC', created_at: world.clock.now() };
    await world.parts.database.write((tx) => tx.query.insertInto('agencies').values(added).execute());
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  async function opened(call: object = {}): Promise<string> {
    const answer = await equipment('POST', '/api/incidents', { call });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  }
  const by = ({ userId }: { userId: string }) => ({ kind: 'user', id: userId }) as const;
  const give = (incidentId: string, toAgencyId = RECEIVER, forMinutes = 60, agencyId = GIVER, at = world) =>
    transferIncident(at.parts, {
      ...{ agencyId, incidentId, toAgencyId, forMinutes, reason: 'In your district' },
      ...{ colleague: ADA, actor: by(ADA), origin: originFrom() },
    });
  const read = (transferId: string, agencyId = RECEIVER) =>
    readTransfer(world.parts, { agencyId, transferId, actor: by(BO), origin: originFrom() });
  const end = (transferId: string, agencyId = RECEIVER, colleague = BO, at = world) =>
    endTransfer(at.parts, { agencyId, transferId, colleague, actor: by(colleague), origin: originFrom() });
  const actionsOf = async (agencyId: string, subjects: readonly string[]) => {
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('agency_id', '=', agencyId)
      .where('subject', 'in', subjects)
      .execute();
    return rows.map(({ action }) => action).filter((action) => action !== 'call.opened');
  };

  test('is read by both as it is then, and by no third; the log of its own agency and both audits state it', async () => {
    const id = await opened({ caller_name: 'Jordan Rivera' });
    const transfer = await give(id);
    assert.equal((await read(transfer.id)).incident.callerName, 'Jordan Rivera');
    const place = { latitude: 40.7, longitude: -74, uncertainty_radius: 9 };
    assert.equal((await equipment('POST', `/api/incidents/${id}/locations`, place)).status, 201);
    assert.equal((await read(transfer.id)).incident.location?.uncertaintyRadius, 9);
    assert.equal((await read(transfer.id, GIVER)).incident.id, id);
    await refusedWith('not_found', read(transfer.id, 'third-city'));
    await refusedWith('not_found', read('nothing'));
    const told = (await readHistory(world.parts, GIVER, id)).find(({ type }) => type === 'incident.transfer_opened');
    assert.ok(told?.type === 'incident.transfer_opened');
    assert.deepEqual(
      [told.body.transfer.agencyName, told.body.expiresAt, told.body.colleague],
      ['Harbor City Dispatch', transfer.createdAt + HOUR_MS, ADA],
    );
    assert.deepEqual((await actionsOf(RECEIVER, [transfer.id])).sort(), ['incident.looked_up', 'transfer.received']);
    const given = await actionsOf(GIVER, [id, transfer.id]);
    assert.ok(given.includes('transfer.given') && given.includes('incident.looked_up'), given.join());
    assert.deepEqual(await actionsOf('third-city', [id, transfer.id]), []);
  });

  test('crosses no more once it expires, or either of both ends it, and only once', async () => {
    for (const ender of [GIVER, RECEIVER]) {
      const id = await opened();
      const transfer = await give(id);
      await refusedWith('not_found', end(transfer.id, 'third-city'));
      await end(transfer.id, ender);
      await refusedWith('not_found', read(transfer.id));
      await refusedWith('not_found', end(transfer.id, ender));
      const last = (await readHistory(world.parts, GIVER, id)).at(-1);
      assert.ok(last?.type === 'incident.transfer_ended');
      assert.equal(last.body.isByReceiver, ender === RECEIVER);
      for (const side of [GIVER, RECEIVER])
        assert.ok((await actionsOf(side, [transfer.id])).includes('transfer.ended'));
      await give(id);
    }
    const transfer = await give(await opened(), RECEIVER, 5);
    world.clock.advance(5 * 60_000 - 1);
    await read(transfer.id);
    world.clock.advance(1);
    await refusedWith('not_found', read(transfer.id));
    await refusedWith('not_found', end(transfer.id));
    const listed = async (agencyId: string) =>
      (await listTransfers(world.parts, agencyId)).some(({ id }) => id === transfer.id);
    assert.deepEqual([await listed(GIVER), await listed(RECEIVER), await listed('third-city')], [true, true, false]);
    world.clock.advance(24 * HOUR_MS);
    assert.deepEqual([await listed(GIVER), await listed(RECEIVER)], [false, false]);
    // The token of the equipment has expired meanwhile.
    equipment = await callerOf(world.app, 'sandbox-call-handling');
  });

  test('is refused to itself, to nobody, twice to one, and by whoever only received it', async () => {
    const id = await opened();
    await refusedWith('invalid_request', give(id, GIVER));
    await refusedWith('not_found', give(id, 'nowhere-county'));
    await refusedWith('not_found', give('nothing'));
    await refusedWith('not_found', give(id, 'third-city', 60, RECEIVER));
    await give(id);
    await refusedWith('conflict', give(id));
    await refusedWith('not_found', give(id, 'third-city', 60, RECEIVER));
    await give(id, 'third-city');
    const results = await atOnce(2, async (index) => {
      const other = await opened();
      return index === 0 ? give(other) : give(other, RECEIVER, 60, GIVER, there);
    });
    assert.equal(succeeded(results).length, 2);
    const one = await opened();
    const twice = await atOnce(2, (index) => give(one, RECEIVER, 60, GIVER, index === 0 ? world : there));
    assert.equal(succeeded(twice).length, 1);
    assert.deepEqual(
      failed(twice).map((err) => (err as { code?: string }).code),
      ['conflict'],
    );
  });

  test('crosses no more while either agency is disabled, and is given to none that is', async () => {
    const id = await opened();
    const transfer = await give(id);
    const set = (agency: string, disabled_at: number | null) =>
      world.parts.database.write((tx) =>
        tx.query.updateTable('agencies').set({ disabled_at }).where('id', '=', agency).execute(),
      );
    for (const agency of [GIVER, RECEIVER]) {
      await set(agency, world.clock.now());
      await refusedWith('not_found', read(transfer.id));
      await set(agency, null);
    }
    assert.equal((await read(transfer.id)).incident.id, id);
    await set('third-city', world.clock.now());
    await refusedWith('not_found', give(id, 'third-city'));
    await set('third-city', null);
  });

  test('is removed with its incident, and nobody reads it then', async () => {
    const id = await opened();
    const transfer = await give(id);
    await world.parts.database.write((tx) => deleteWhole(tx.query, [id]));
    await refusedWith('not_found', read(transfer.id));
  });

  test('crosses by its facts alone: not sensitive cards, nor notes, nor whose it is, and no member by itself', async () => {
    const facts = { medical: { allergies: 'Penicillin' }, vehicle: { plate: 'ABC1234' } };
    const { id } = await raiseOne(world.parts, { facts });
    const { email } = await newPerson(world.parts, { agencyId: RECEIVER });
    const transfer = await give(id);
    const payload = { email, password: PASSWORD };
    const session = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    const headers = { cookie: `sallyport_session=${session.cookies[0]?.value}` };
    const answer = await world.app.inject({ url: `/api/transfers/${transfer.id}`, headers });
    assert.equal(answer.statusCode, 200, answer.body);
    assert.ok(answer.body.includes('ABC1234'), answer.body);
    assert.doesNotMatch(answer.body, new RegExp(`Penicillin|${id}|claim|"sensitive"`));
    assert.deepEqual(Object.keys(answer.json().incident).sort(), [
      ...[
        'answer',
        'caller_name',
        'caller_phone_number',
        'cards',
        'created_at',
        'description',
        'emergency_type',
        'is_test',
      ],
      ...['kind', 'location', 'status', 'supplied_by', 'updated_at'],
    ]);
  });

  test('leaves audit chains that hold', async () => {
    assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  });
});
