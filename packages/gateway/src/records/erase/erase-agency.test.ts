import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { eraseAgency } from './erase-agency.ts';
import { planErasure } from './plan-erasure.ts';

const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const actor = { kind: 'console', id: 'sallyport' } as const;
const ALARM = {
  callflow: 'harbor',
  variables: {
    user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
    event: {
      emergency_type: 'FIRE',
      source_id: 'stays',
      location: { geodetic: { latitude: 40, longitude: -73, uncertainty: 25 } },
    },
  },
};

onEachEngine('the removal of an agency', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    const ids: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const call = { caller_phone_number: '+15125550188' };
      const { body } = await equipment('POST', '/api/incidents', { call }, { 'idempotency-key': `key-${index}` });
      ids.push(body.id);
    }
    for (const id of ids.slice(0, 3)) {
      const uploaded = await equipment('POST', `/api/incidents/${id}/media`, PDF, {
        'content-type': 'application/pdf',
      });
      assert.equal(uploaded.status, 201);
    }
    // A chain: the last of them has media, and is removed after those that were merged into it.
    assert.equal((await equipment('POST', `/api/incidents/${ids[2]}/merge`, { into: ids[1] })).status, 200);
    assert.equal((await equipment('POST', `/api/incidents/${ids[1]}/merge`, { into: ids[0] })).status, 200);
    const cad = await callerOf(world.app, 'sandbox-prepared-cad');
    const waiting = { cad_partner_incident_id: 'CAD-7', caller_phone_number: '+15555550177' };
    assert.equal((await cad('POST', '/v2/find_incident', waiting)).status, 200);
    const alarm = await callerOf(world.app, 'sandbox-alarm');
    assert.equal((await alarm('POST', '/v1/rem/trigger', ALARM)).status, 200);
  });
  after(() => world.stop());

  const erased = (isForced: boolean, onProgress: (step: string) => void = () => {}) =>
    eraseAgency(world.parts, { agencyId: 'sandbox-county', isForced, actor, onProgress });
  const countsOf = async (agencyId: string) => (await planErasure(world.parts, agencyId)).counts;

  test('refuses an agency with open incidents, and one that is not there, and removes nothing', async () => {
    const { counts, openIncidents } = await planErasure(world.parts, 'sandbox-county');
    assert.ok(openIncidents >= 58 && counts.incidents >= 60 && counts.media_files === 3 && counts.cad_incidents === 1);
    await assert.rejects(erased(false), { code: 'conflict' });
    await assert.rejects(planErasure(world.parts, 'nowhere'), { code: 'not_found' });
    assert.deepEqual(await countsOf('sandbox-county'), counts);
  });

  test('that stopped in the middle is made whole by running it again, and leaves other agencies as they are', async () => {
    const other = await countsOf('harbor-city');
    assert.ok(other.incidents > 0 && other.events > 0);
    const stop = new Error('stopped');
    const stopAtMedia = (step: string) => {
      if (step.startsWith('removing media')) throw stop;
    };
    await assert.rejects(erased(true, stopAtMedia), stop);
    const between = await countsOf('sandbox-county');
    assert.ok(between.events === 0 && between.incidents >= 60);
    const { left } = await erased(true);
    assert.ok(
      Object.values(left).every((count) => count === 0),
      JSON.stringify(left),
    );
    assert.deepEqual(await countsOf('sandbox-county'), left);
    assert.deepEqual(await countsOf('harbor-city'), other);
  });

  test('leaves readers and writers at work: lists are empty, and a call comes in under the next number', async () => {
    const reader = await callerOf(world.app, 'sandbox-cad');
    const { status, body } = await reader('GET', '/api/incidents');
    assert.equal(status, 200);
    assert.deepEqual(body.incidents, []);
    const events = await callerOf(world.app, 'sandbox-prepared-events');
    assert.equal((await events('GET', '/v1/incident_events?after=sandbox-county:0')).status, 410);
    assert.equal((await equipment('POST', '/api/incidents', { call: {} })).status, 201);
    assert.equal((await countsOf('sandbox-county')).events, 1);
  });

  test('is recorded in counts alone, and the audit is whole', async () => {
    const { read } = world.parts.database;
    const records = await read
      .selectFrom('audit_records')
      .select(['action', 'subject', 'detail'])
      .where('action', 'in', ['records.erase_started', 'records.erased'])
      .where('agency_id', '=', 'sandbox-county')
      .execute();
    assert.equal(records.filter(({ action }) => action === 'records.erase_started').length, 2);
    const [ended] = records.filter(({ action }) => action === 'records.erased');
    assert.equal(JSON.parse(ended?.detail ?? '{}').left.incidents, 0);
    assert.ok(records.every(({ detail }) => !detail.includes('+1512')));
    assert.ok(world.auditKeys !== undefined);
    const { faults } = await verifyChains(world.parts.database, () => {}, { keys: world.auditKeys, anchors: [] });
    assert.deepEqual(faults, []);
  });
});
