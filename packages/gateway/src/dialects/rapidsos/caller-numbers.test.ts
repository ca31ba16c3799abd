import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const LOCATION = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };

onEachEngine("a caller's number, however it is written", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  let equipment: Caller;
  let cad: Caller;
  let prepared: Caller;
  let elsewhere: Caller;
  before(async () => {
    world = await testWorld(engine);
    alarm = await callerOf(world.app, 'sandbox-alarm');
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    cad = await callerOf(world.app, 'sandbox-cad');
    prepared = await callerOf(world.app, 'sandbox-prepared-cad');
    elsewhere = await callerOf(world.app, 'harbor-cad');
  });
  after(() => world.stop());

  async function raised(phone_number: unknown) {
    const variables = { user: { full_name: 'Jordan Rivera', phone_number }, location: LOCATION };
    const answer = await alarm('POST', '/v1/rem/trigger', { callflow: 'sandbox', variables });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return (await cad('GET', `/api/incidents/${answer.body.alert_id}`)).body;
  }
  async function opened(caller_phone_number: string) {
    const answer = await equipment('POST', '/api/incidents', { call: { caller_phone_number } });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return (await cad('GET', `/api/incidents/${answer.body.id}`)).body;
  }
  const names = ({ remarks = [] }: { remarks?: { name: string }[] }) => remarks.map(({ name }) => name);
  const search = (at: Caller, query: string) => at('GET', `/api/search?query=${encodeURIComponent(query)}`);

  test('is found in every form, with the extension beside it', async () => {
    const alert = await raised('\u200b555\u2011555\u20110160 ext. 12');
    const call = await opened('tel:+15555550160;ext=7');
    for (const [incident, extension] of [
      [alert, '12'],
      [call, '7'],
    ]) {
      assert.deepEqual([incident.caller_phone_number, incident.caller_phone_extension], ['+15555550160', extension]);
      assert.deepEqual(names(incident), []);
      const fields = incident.cards.flatMap((card: { fields: unknown[] }) => card.fields);
      assert.equal(fields.find(({ label }: { label: string }) => label === 'Extension')?.value, extension);
    }
    for (const query of ['5555550160', '\u202a+1 555 555 0160\u202c', '(555) 555-0160 x12']) {
      assert.equal((await search(cad, query)).body.incidents.length, 2, query);
    }
  });

  for (const given of ['Anonymous', 'Restricted', '0000000000', '', '\u200b']) {
    test(`${JSON.stringify(given)} opens a call and raises an alert without a number, and is kept`, async () => {
      const call = await opened(given);
      assert.deepEqual([call.caller_phone_number, call.caller_phone_given], [null, given]);
      assert.deepEqual(names(call), ['caller_phone_withheld']);
      if (given === '') return;
      const alert = await raised(given);
      assert.deepEqual([alert.caller_phone_number, alert.caller_phone_given], [null, given.trim()]);
      assert.deepEqual(names(alert), ['caller_phone_withheld']);
      assert.equal((await search(cad, given)).status, 400);
    });
  }

  test('that cannot be read in one way is kept as it was given, marked, and found by its text in its agency alone', async () => {
    const given = '+5555550123';
    const alert = await raised(given);
    const call = await opened(given);
    for (const incident of [alert, call]) {
      assert.deepEqual([incident.caller_phone_number, incident.caller_phone_given], [null, given]);
      assert.deepEqual(names(incident), ['caller_phone_unread']);
      const [card] = incident.cards;
      assert.deepEqual([card.id, card.fields[0].value.includes(given)], ['remarks', true]);
    }
    const { status, body } = await search(cad, given);
    assert.equal(status, 200);
    assert.deepEqual(new Set(body.incidents.map(({ id }: { id: string }) => id)), new Set([call.id, alert.id]));
    const rade = await cad('GET', `/v1/rade?caller_id=${encodeURIComponent(given)}`);
    assert.equal(rade.body.sources.length, 2);
    assert.match(rade.body.sources[0].data.remarks.caller_phone_unread, /\+5555550123/);
    const located = await cad('GET', `/location?caller_id=${encodeURIComponent(given)}`);
    assert.deepEqual([located.status, located.body.locations[0].latitude], [200, LOCATION.latitude]);
    for (const path of [`/api/search?query=`, '/v1/rade?caller_id=', '/location?caller_id=']) {
      assert.equal((await elsewhere('GET', `${path}${encodeURIComponent(given)}`)).status, 400, path);
      assert.equal((await cad('GET', `${path}${encodeURIComponent('+5555550199')}`)).status, 400, path);
    }
    const find = (caller_phone_number: string, more: object = {}) =>
      prepared('POST', '/v2/find_incident', { cad_partner_incident_id: 'C-1', caller_phone_number, ...more });
    assert.equal((await find(given)).status, 400);
    assert.equal((await find('Anonymous')).status, 400);
    assert.equal((await find('Anonymous', { position: '7' })).body.caller_phone_number, null);
  });
});
