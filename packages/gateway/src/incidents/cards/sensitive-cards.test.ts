import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const SECRET = 'penicillin canary';

onEachEngine('a sensitive card', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  let cad: Caller;
  let harbor: Caller;
  let id = '';
  before(async () => {
    world = await testWorld(engine);
    alarm = await callerOf(world.app, 'sandbox-alarm');
    cad = await callerOf(world.app, 'sandbox-cad');
    harbor = await callerOf(world.app, 'harbor-cad');
    const { body } = await alarm('POST', '/v1/rem/trigger', {
      callflow: 'sandbox',
      variables: {
        user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
        event: { emergency_type: 'MEDICAL' },
        location: { latitude: 40.7, longitude: -74 },
        medical_profile: { allergies: SECRET, blood_type: 'O' },
        gate_codes: { front: '4711' },
      },
    });
    id = body.alert_id.replace('alert-', '');
  });
  after(() => world.stop());

  const cardOf = async (name: string) => {
    const { body } = await cad('GET', `/api/incidents/${id}`);
    return body.cards.find((card: { id: string }) => card.id === name);
  };
  const openings = () =>
    world.parts.database.read
      .selectFrom('audit_records')
      .select(['actor_id', 'subject', 'detail'])
      .where('action', '=', 'incident.card_opened')
      .execute();

  test('is there without what is in it, wherever the native API has the incident', async () => {
    const card = await cardOf('medical_profile');
    assert.deepEqual([card.fields, card.sensitive], [[], { openings: [] }]);
    for (const path of [
      `/api/incidents/${id}`,
      '/api/search?query=5555550123',
      '/api/find?text=rivera',
      '/api/incidents',
    ]) {
      const { body } = await cad('GET', path);
      assert.ok(!JSON.stringify(body).includes(SECRET), path);
    }
    assert.equal((await cad('GET', '/api/find?text=penicillin')).body.found.length, 0);
  });

  test('is opened by a call of its own, which is recorded and then shown to everybody', async () => {
    const { status, body } = await cad('POST', `/api/incidents/${id}/cards/medical_profile/open`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.fields.some(({ value }: { value: string }) => value === SECRET));
    const card = await cardOf('medical_profile');
    assert.deepEqual(card.fields, []);
    assert.deepEqual(
      card.sensitive.openings.map(({ name }: { name: string }) => name),
      ['Sandbox CAD'],
    );
    const [record, ...more] = await openings();
    assert.deepEqual([record?.actor_id, record?.subject, more.length], ['sandbox-cad', id, 0]);
    assert.equal(JSON.parse(record?.detail ?? '{}').card, 'medical_profile');
  });

  test('is refused where it is not there, not sensitive or of another agency, and nothing is recorded', async () => {
    const before = (await openings()).length;
    const open = (caller: Caller, card: string) => caller('POST', `/api/incidents/${id}/cards/${card}/open`);
    assert.equal((await open(cad, 'nothing')).status, 404);
    assert.equal((await open(cad, 'constructor')).status, 404);
    assert.equal((await open(cad, 'gate_codes')).status, 409);
    assert.equal((await open(harbor, 'medical_profile')).status, 404);
    assert.equal((await open(alarm, 'medical_profile')).status, 403);
    assert.equal((await openings()).length, before);
  });

  test('stays closed where a further signal states it, also one that another device states otherwise', async () => {
    const signal = (source_id: string, allergies: string) =>
      alarm('POST', '/v1/rem/trigger', {
        callflow: 'sandbox',
        variables: {
          user: { full_name: 'Jordan Rivera', phone_number: '+15555550199' },
          event: { emergency_type: 'ACTIVE_ASSAILANT', source_id },
          location: { latitude: 40.9, longitude: -74 },
          medical_profile: { allergies },
        },
      });
    const { body } = await signal('watch-1', 'latex');
    const further = body.alert_id.replace('alert-', '');
    await signal('watch-1', SECRET);
    await signal('watch-2', 'nut canary');
    for (const path of [`/api/incidents/${further}`, `/api/incidents/${further}/time_line`, '/api/find?text=canary']) {
      const { status, body: shown } = await cad('GET', path);
      assert.ok(status === 200 && !/canary/.test(JSON.stringify(shown)), `${path}: ${JSON.stringify(shown)}`);
    }
    const opened = await cad('POST', `/api/incidents/${further}/cards/medical_profile/open`);
    assert.match(JSON.stringify(opened.body.fields), /penicillin canary.*nut canary/);
    const log = await cad('GET', `/api/incidents/${further}`);
    assert.match(JSON.stringify(log.body.alert.log), /medical profile: stated anew, see its card/);
  });

  test('is also one that the agency names', async () => {
    await world.parts.database.write(({ query }) =>
      query
        .updateTable('agencies')
        .set({ alert_settings: JSON.stringify({ sensitiveCards: ['gate_codes'] }) })
        .where('id', '=', 'sandbox-county')
        .execute(),
    );
    assert.deepEqual((await cardOf('gate_codes')).fields, []);
    assert.equal((await cad('POST', `/api/incidents/${id}/cards/gate_codes/open`)).status, 200);
  });

  test('is opened also where it is made of what was added to the incident, as its notes', async () => {
    const equipment = await callerOf(world.app, 'sandbox-call-handling');
    const call = await equipment('POST', '/api/incidents', { call: { caller_phone_number: '+15555550177' } });
    const path = `/api/incidents/${call.body.id}`;
    await equipment('POST', `${path}/notes`, { text: 'The gate canary is 4711' });
    await world.parts.database.write(({ query }) =>
      query
        .updateTable('agencies')
        .set({ alert_settings: JSON.stringify({ sensitiveCards: ['notes', 'transcript'] }) })
        .where('id', '=', 'sandbox-county')
        .execute(),
    );
    const before = (await openings()).length;
    const { body } = await cad('GET', path);
    assert.deepEqual(body.cards.find((card: { id: string }) => card.id === 'notes').fields, []);
    assert.ok(!JSON.stringify(body).includes('gate canary'));
    const opened = await cad('POST', `${path}/cards/notes/open`);
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    assert.match(JSON.stringify(opened.body.fields), /gate canary/);
    assert.equal((await openings()).length, before + 1);
    assert.equal((await cad('POST', `${path}/cards/transcript/open`)).status, 404, 'nobody spoke yet');
    assert.equal((await openings()).length, before + 1);
  });
});
