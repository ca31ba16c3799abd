import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { findOrMakeCadIncident } from '../cad/find-cad-incident.ts';
import { readCadSide } from '../cad/read-cad-incidents.ts';
import { readHistory } from '../events/read-history.ts';
import { findIncident } from '../incident/store.ts';
import { claimIncident } from './claim-incident.ts';
import { closeIncident } from './close-incident.ts';
import { mergeDuplicate, undoMerge } from './merge-duplicate.ts';

const ADA = { userId: 'user-a', name: 'Ada Example' };
const BO = { userId: 'user-b', name: 'Bo Example' };
const SEAT = '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88';
const agencyId = 'sandbox-county';

onEachEngine('a call that a person merges', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
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
  const of = (incidentId: string, colleague = ADA) => ({
    ...{ agencyId, incidentId, colleague, origin: originFrom() },
    actor: { kind: 'user', id: colleague.userId } as const,
  });
  const merge = (id: string, intoId: string, colleague = ADA, at = world) =>
    mergeDuplicate(at.parts, { ...of(id, colleague), intoId });
  const undo = (id: string, colleague = BO) => undoMerge(world.parts, of(id, colleague));
  const claim = (id: string, colleague = ADA) =>
    claimIncident(world.parts, { ...of(id, colleague), seat: SEAT, takeOverReason: null });
  const stored = async (id: string) => {
    const incident = await findIncident(world.parts.database.read, agencyId, id);
    assert.ok(incident);
    return incident;
  };
  const logOf = async (id: string) => (await readHistory(world.parts, agencyId, id)).map(({ type }) => type);
  const cadOf = async (id: string) =>
    (await readCadSide(world.parts, agencyId, id)).cadIncidents.map(({ partnerIncidentId }) => partnerIncidentId);
  const linkedCad = (partnerIncidentId: string, callerPhoneGiven: string) =>
    findOrMakeCadIncident(world.parts, {
      ...{ clientId: 'sandbox-cad', agencyId, partnerIncidentId, suppliedBy: 'Sandbox CAD' },
      ...{ callerPhoneGiven, sipCallId: null, position: null, further: {}, origin: originFrom() },
    });

  test('names the one that goes on, in both logs and the audit, and nobody has it', async () => {
    const [id, into] = [await opened(), await opened()];
    await claim(id);
    const merged = await merge(id, into);
    assert.deepEqual([merged.status, merged.mergedInto, merged.claim], ['MERGED', into, null]);
    assert.deepEqual(await stored(id), merged);
    assert.deepEqual((await logOf(id)).slice(-2), ['incident.merged', 'incident.released']);
    const [told] = (await readHistory(world.parts, agencyId, into)).slice(-1);
    assert.ok(told?.type === 'incident.merged_in');
    assert.deepEqual([told.body.merged, told.body.colleague], [id, ADA]);
    const recorded = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['actor_id', 'agency_id', 'detail'])
      .where('action', '=', 'incident.merged')
      .where('subject', '=', id)
      .execute();
    assert.equal(recorded.length, 1);
    assert.equal(recorded[0]?.actor_id, 'user-a');
    assert.match(String(recorded[0]?.detail), new RegExp(into));
  });

  test('goes on for its equipment: nothing it sends is refused, and nothing of it moves the other one', async () => {
    const report = { sip_call_id: 'sip-merged', caller_phone_number: '+15555550161' };
    const [id, into] = [await opened(report), await opened()];
    await merge(id, into);
    const place = { latitude: 40.7, longitude: -74, uncertainty_radius: 9 };
    for (const [part, body, status] of [
      ['locations', place, 201],
      ['notes', { text: 'Second caller sees smoke' }, 201],
      ['transfer', { to: 'Harbor Fire' }, 200],
    ] as const) {
      assert.equal((await equipment('POST', `/api/incidents/${id}/${part}`, body)).status, status, part);
    }
    assert.equal(await opened({ ...report, position: '12' }), id, 'reported again, it is the same call');
    const merged = await stored(id);
    assert.deepEqual([merged.status, merged.endedAt, merged.location?.uncertaintyRadius], ['MERGED', null, 9]);
    assert.equal((await stored(into)).location, null);
    assert.equal((await undo(id)).status, 'TRANSFERRED');
    await merge(id, into);
    assert.equal((await equipment('POST', `/api/incidents/${id}/end`, {})).status, 200);
    assert.deepEqual([(await stored(id)).status, (await stored(into)).endedAt], ['MERGED', null]);
    assert.equal((await undo(id)).status, 'ENDED');
  });

  test('can be undone by a colleague, with its CAD incidents, which both logs state', async () => {
    const [id, into] = [await opened({ caller_phone_number: '+15555550162' }), await opened()];
    await linkedCad('CAD-MERGED', '+15555550162');
    assert.deepEqual(await cadOf(id), ['CAD-MERGED']);
    await merge(id, into);
    assert.deepEqual([await cadOf(id), await cadOf(into)], [[], ['CAD-MERGED']]);
    const apart = await undo(id);
    assert.deepEqual([apart.status, apart.mergedInto, apart.mergedBy], ['ACTIVE', null, null]);
    assert.deepEqual([await cadOf(id), await cadOf(into)], [['CAD-MERGED'], []]);
    for (const [each, other] of [
      [id, into],
      [into, id],
    ] as const) {
      const undone = (await readHistory(world.parts, agencyId, each)).find(({ type }) => type === 'incident.unmerged');
      assert.ok(undone?.type === 'incident.unmerged');
      assert.deepEqual([undone.body.apartFrom, undone.body.colleague], [other, BO]);
    }
    await refusedWith('conflict', undo(id));
    assert.equal((await claim(id)).claim?.userId, ADA.userId, 'it can be worked on again');
  });

  test('is refused where something else would be lost by it, and nothing is written', async () => {
    const [id, into] = [await opened(), await opened()];
    const before = await logOf(id);
    await refusedWith('invalid_request', merge(id, id));
    await refusedWith('not_found', merge(id, 'nowhere'));
    await refusedWith('not_found', merge('nowhere', into));
    const alert = await raiseOne(world.parts);
    await refusedWith('conflict', merge(alert.id, into));
    const cad = await linkedCad('CAD-ALONE', '+15555550163');
    await refusedWith('conflict', merge(cad.id, into));
    await refusedWith('conflict', merge(id, cad.id));
    await claim(id, BO);
    await refusedWith('conflict', merge(id, into, ADA));
    await closeIncident(world.parts, { ...of(into), outcome: null });
    await refusedWith('conflict', merge(id, into, BO));
    assert.deepEqual((await logOf(id)).slice(before.length), ['incident.claimed']);
    assert.equal((await merge(id, alert.id, BO)).mergedInto, alert.id, 'an alert can be the one that goes on');
    await refusedWith('conflict', merge(id, into, BO));
    await refusedWith('conflict', merge(await opened(), id));
    await refusedWith('conflict', claim(id));
  });

  test('is never joined with another agency’s, whichever side it is on', async () => {
    const [id, theirs] = [await opened(), await raiseOne(world.parts, {}, { agencyId: 'harbor-city' })];
    await refusedWith('not_found', merge(id, theirs.id));
    await refusedWith('not_found', merge(theirs.id, id));
    await refusedWith('not_found', undo(theirs.id));
    assert.equal((await stored(id)).mergedInto, null);
  });

  test('that its equipment merged cannot be undone by a person, because its equipment goes on at the other', async () => {
    const [id, into] = [await opened(), await opened()];
    assert.equal((await equipment('POST', `/api/incidents/${id}/merge`, { into })).status, 200);
    assert.equal((await logOf(into)).at(-1), 'incident.merged_in');
    await refusedWith('conflict', undo(id));
  });

  test('is merged one way by two who merge a pair both ways at one instant, on two processes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pair = [await opened(), await opened()] as const;
      const results = await atOnce(2, (index) =>
        index === 0 ? merge(pair[0], pair[1], ADA) : merge(pair[1], pair[0], BO, there),
      );
      assert.equal(succeeded(results).length, 1);
      assert.deepEqual(
        failed(results).map((err) => (err as { code?: string }).code),
        ['conflict'],
      );
    }
  });

  test('leaves audit chains that hold', async () => {
    assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  });
});
