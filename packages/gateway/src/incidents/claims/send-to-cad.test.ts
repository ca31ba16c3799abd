import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { findOrMakeCadIncident } from '../cad/find-cad-incident.ts';
import { readHistory } from '../events/read-history.ts';
import { mergeDuplicate } from './merge-duplicate.ts';
import { sendToCad } from './send-to-cad.ts';

const ADA = { userId: 'user-a', name: 'Ada Example' };
const agencyId = 'sandbox-county';

onEachEngine('an incident that is sent to the CAD', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
  });
  after(() => world.stop());

  const of = (incidentId: string) => ({
    ...{ agencyId, incidentId, colleague: ADA, origin: originFrom() },
    actor: { kind: 'user', id: ADA.userId } as const,
  });
  const sent = (id: string, addition: string | null = null, receivers: readonly string[] = ['County CAD']) =>
    sendToCad(world.parts, { ...of(id), addition, receivers });
  async function opened(call: object = {}, more: object = {}): Promise<string> {
    const answer = await equipment('POST', '/api/incidents', { call, ...more });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  }

  /** Calls as an administrator of the agency. */
  async function adminOf(agency: string) {
    const { email } = await newPerson(world.parts, { role: 'admin', agencyId: agency });
    const payload = { email, password: PASSWORD };
    const signedIn = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    const headers = { cookie: `sallyport_session=${signedIn.cookies[0]?.value}` };
    return (method: 'POST' | 'PATCH', url: string, json: object) =>
      world.app.inject({ method, url, headers, payload: json });
  }

  test('is in the log with what was sent, to whom and by whom, and in the audit', async () => {
    const call = { caller_name: 'Jordan Rivera', caller_phone_number: '+15555550142', position: '12' };
    const location = { latitude: 40.5, longitude: -74.25, uncertainty_radius: 9, address: '350 5th Ave' };
    const id = await opened(call, { location });
    const { body } = await sent(id, 'Engine asked for');
    assert.equal(
      body.text,
      '9-1-1 call. Jordan Rivera, +15555550142. 350 5th Ave, 40.5, -74.25, within 9 m. Engine asked for',
    );
    assert.deepEqual((await readHistory(world.parts, agencyId, id)).at(-1)?.body, {
      ...{ id: body.id, colleague: ADA, text: body.text, receivers: ['County CAD'] },
    });
    const [recorded, another] = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['actor_id', 'agency_id', 'detail'])
      .where('action', '=', 'incident.sent_to_cad')
      .where('subject', '=', id)
      .execute();
    assert.equal(another, undefined);
    assert.deepEqual([recorded?.actor_id, recorded?.agency_id], ['user-a', agencyId]);
    assert.match(String(recorded?.detail), /County CAD/);
  });

  test('of a test says so first, and of an alert it states the type and nothing of its facts', async () => {
    const facts = { caller: { blood_type: 'AB negative' } };
    const { id } = await raiseOne(world.parts, { isTest: true, facts });
    const { text } = (await sent(id)).body;
    assert.match(text, /^TEST, do not dispatch\. /);
    assert.doesNotMatch(text, /AB negative/);
  });

  test('is refused without a receiver, of a CAD’s own incident, of a merged one and of another agency’s', async () => {
    const [id, into] = [await opened(), await opened()];
    await refusedWith('conflict', sent(id, null, []));
    await refusedWith('not_found', sent('nowhere'));
    const theirs = await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await refusedWith('not_found', sent(theirs.id));
    const cad = await findOrMakeCadIncident(world.parts, {
      ...{ clientId: 'sandbox-cad', agencyId, partnerIncidentId: 'CAD-OWN', suppliedBy: 'Sandbox CAD' },
      ...{ callerPhoneGiven: '+15555550164', sipCallId: null, position: null, further: {}, origin: originFrom() },
    });
    await refusedWith('conflict', sent(cad.id));
    await mergeDuplicate(world.parts, { ...of(id), intoId: into });
    await refusedWith('conflict', sent(id));
    const types = (await readHistory(world.parts, agencyId, id)).map(({ type }) => type);
    assert.ok(!types.includes('incident.sent_to_cad'));
  });

  test('is received by webhooks of the agency that ask for it and are active, by nobody else’s', async () => {
    const admin = await adminOf(agencyId);
    const add = async (json: object, by = admin) => {
      const answer = await by('POST', '/api/webhooks', { url: 'http://127.0.0.1:9/hook', ...json });
      assert.equal(answer.statusCode, 201, answer.body);
      return JSON.parse(answer.body).webhook.id as number;
    };
    await add({ name: 'County CAD', dialect: 'prepared_cad', event_types: ['note_created'] });
    await add({ name: 'Positions', dialect: 'prepared_cad', event_types: ['location_updated'] });
    await add({ name: 'Own CAD', event_types: ['incident.sent_to_cad'] });
    await add({ name: 'Calls', event_types: ['incident.created'] });
    const paused = await add({ name: 'Paused', event_types: ['incident.sent_to_cad'] });
    const harbor = await adminOf('harbor-city');
    await add({ name: 'Harbor CAD', event_types: ['incident.sent_to_cad'] }, harbor);
    assert.equal((await admin('PATCH', `/api/webhooks/${paused}`, { is_paused: true })).statusCode, 200);
    assert.deepEqual(await world.parts.cadReceivers(agencyId), ['County CAD', 'Own CAD']);
    assert.deepEqual(await world.parts.cadReceivers('harbor-city'), ['Harbor CAD']);
    const answer = await admin('POST', `/api/incidents/${await opened()}/cad_sends`, {});
    assert.equal(answer.statusCode, 201, answer.body);
    assert.deepEqual(JSON.parse(answer.body).receivers, ['County CAD', 'Own CAD']);
  });
});
