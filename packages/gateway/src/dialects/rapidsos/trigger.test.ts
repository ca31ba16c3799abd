import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type * as contract from '@sallyport/contract';
import { TriggerRequest } from '@sallyport/contract';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { findClient } from '../../authorization/clients/store.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { issueClientToken } from '../../authorization/tokens/issue-client-token.ts';

const LOCATION = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
const USER_FLAT = { user_name: 'Jordan Rivera', user_phone: '+15555550123' };
const USER = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };

/** `{"a":{"a":…}}` so deep. */
function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

onEachEngine('an alert with something strange in it', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let token = '';
  let session = '';
  let cad: Caller;
  before(async () => {
    world = await testWorld(engine);
    const client = (await findClient(world.parts.database.read, 'sandbox-alarm')) as Client;
    token = (await issueClientToken(world.parts, { client, scope: undefined, origin: originFrom() })).accessToken;
    const { email } = await newPerson(world.parts);
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { email, password: PASSWORD },
    });
    session = String(answer.cookies[0]?.value);
    cad = await callerOf(world.app, 'sandbox-cad');
  });
  after(() => world.stop());

  const send = (variables: string) =>
    world.app.inject({
      method: 'POST',
      url: '/v1/rem/trigger',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: `{"callflow":"sandbox","variables":${variables}}`,
    });
  const read = (path: string) => world.app.inject({ url: path, headers: { cookie: `sallyport_session=${session}` } });

  const event = (changed: object) =>
    JSON.stringify({ user: USER, event: { location: { geodetic: LOCATION }, ...changed } });
  const wholly = (text: string) => `{"user":${JSON.stringify(USER)},"location":${JSON.stringify(LOCATION)},${text}}`;

  for (const [name, variables] of [
    ['a time in seconds with a fraction', event({ incident_time: 1_763_726_400.1234567 })],
    ['a time as text with a fraction', event({ incident_time: '1763726400123.75' })],
    ['a time beyond any calendar', event({ incident_time: 9_007_199_254_740_991 })],
    ['a time beyond any number', event({ incident_time: '1e300' })],
    ['a time long before any calendar', event({ incident_time: -1e17 })],
    ['a time in microseconds', event({ incident_time: 1_763_726_400_000_000 })],
    ['a time that is an object', event({ incident_time: {} })],
    ['a NUL character', event({ description: 'a\0b' })],
    ['a lone surrogate', wholly('"note":"\\ud800"')],
    [
      'groups named as JavaScript names things',
      wholly('"constructor":{"toString":"x"},"valueOf":{"a":1},"toString":"y"'),
    ],
    ['a prototype', wholly('"__proto__":{"polluted":true}')],
    ['a hundred levels', wholly(`"deep":${nested(100)}`)],
    ['five thousand levels', wholly(`"deep":${nested(5_000)}`)],
    ['ten thousand levels', wholly(`"deep":${nested(10_000)}`)],
    ['five thousand lists in each other', wholly(`"deep":{"list":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)],
    [
      'a thousand fields',
      wholly(`"many":{${Array.from({ length: 1_000 }, (_, index) => `"f${index}":${index}`).join(',')}}`),
    ],
    [
      'an uncertainty of minus zero',
      wholly('"event":{"location":{"geodetic":{"latitude":-0,"longitude":-0,"uncertainty":-0}}}'),
    ],
  ] as const) {
    test(`(${name}) is taken or refused, and whatever was taken can be read again`, async () => {
      const answer = await send(variables);
      assert.ok(answer.statusCode === 200 || answer.statusCode === 400, `${answer.statusCode} ${answer.body}`);
      assert.equal((await read('/api/incidents')).statusCode, 200);
      assert.equal((await read('/api/search?query=tel://15555550123')).statusCode, 200);
      if (answer.statusCode !== 200) return;
      const { alert_id } = answer.json<{ alert_id: string }>();
      assert.equal((await read(`/api/incidents/${alert_id}`)).statusCode, 200);
    });
  }

  const rows = async () => (await world.parts.database.read.selectFrom('incidents').select('id').execute()).length;

  test('the example of the API pages raises an alert as it stands', async () => {
    const { variables } = TriggerRequest.properties as unknown as { variables: { examples: readonly object[] } };
    const answer = await send(JSON.stringify(variables.examples[0]));
    assert.equal(answer.statusCode, 200, answer.body);
  });

  test('a group that is written as something else is kept, and refused only for what is missing', async () => {
    const answer = await send(JSON.stringify({ ...USER_FLAT, location: LOCATION, event: 'a fire', event_info: [1] }));
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal((await send(JSON.stringify({ user: 'Jordan', location: LOCATION }))).statusCode, 400);
  });

  test('three account numbers that no JSON number can carry are refused by name, and not one alert', async () => {
    const before = await rows();
    for (const last of [1, 2, 3]) {
      const answer = await send(wholly(`"event":{"source_id":9007199254238945000${last}}`));
      assert.equal(answer.statusCode, 400);
      assert.match(answer.json<{ detail: string }>().detail, /^variables\.event\.source_id must be sent as text/);
    }
    assert.equal(await rows(), before);
    const ids = [];
    for (const last of [1, 2, 3]) {
      const answer = await send(wholly(`"event":{"source_id":"9007199254238945000${last}"}`));
      ids.push(answer.json<{ alert_id: string }>().alert_id);
    }
    assert.equal(new Set(ids).size, 3);
    const precise = '"location":{"latitude":40.748412345678901,"longitude":-73.98573333333333333,"uncertainty":25}';
    assert.equal((await send(`{"user":${JSON.stringify(USER)},${precise}}`)).statusCode, 200);
  });

  test('null in every optional place is as if it were not there', async () => {
    const nulls = '"event":null,"alert_profile":null,"vehicle":{"make":null},"updated_location":null,"source_id":null';
    assert.equal((await send(wholly(nulls))).statusCode, 200);
    const deep = { geodetic: null, civic: { street_1: null } };
    const event = {
      source_id: null,
      incident_time: null,
      emergency_type: null,
      supplemental_only: null,
      location: deep,
    };
    assert.equal((await send(wholly(`"event":${JSON.stringify(event)},"event_info":null`))).statusCode, 200);
  });

  const geodetic = LOCATION;
  for (const [what, stated, words] of [
    ['an address by another name', { event: { location: { civic_address: { street_1: '1 Elm St' } } } }, ['1 Elm St']],
    [
      'an address in the place itself',
      { location: { street_1: '2 Elm St', city: 'Exampleton' } },
      ['2 Elm St', 'Exampleton'],
    ],
    ['an address of several texts', { location: { civic: ['3 Elm St', 'Exampleton'] } }, ['3 Elm St, Exampleton']],
    ['an address beside the event', { event: { emergency_type: 'FIRE' }, address: '4 Elm St' }, ['4 Elm St']],
    [
      'an address beside coordinates that are none',
      { location: { latitude: 'unknown', longitude: 200, civic: '5 Elm St' } },
      ['5 Elm St', 'unknown', '200'],
    ],
    ['an address beside one coordinate', { location: { latitude: 40.7, civic: '6 Elm St' } }, ['6 Elm St', '40.7']],
    [
      'parts of an address that are longer than theirs',
      { location: { geodetic, civic: { zip_code: '10118-1234-55', state: 'The Commonwealth of Somewhere Else' } } },
      ['10118-1234-55', 'The Commonwealth of Somewhere Else'],
    ],
    ['coordinates by other names', { location: { lat: 40.7484, lng: '-73.9857' } }, ['40.7484, -73.9857']],
    [
      'a name in parts',
      { user: { first_name: 'Robin', last_name: 'Okafor', phone_number: '+15555550123' } },
      ['Robin Okafor'],
    ],
    [
      'a name in a group',
      { user: { full_name: { first: 'Robin', last: 'Okafor' }, phone_number: '+15555550123' } },
      ['Robin Okafor'],
    ],
    [
      'a list of numbers',
      { user: { full_name: 'R', phone_number: ['+15555550144', '+15555550145'] } },
      ['+15555550144', '+15555550145'],
    ],
    ['a long name', { user: { full_name: `${'R'.repeat(300)}-end`, phone_number: '+15555550123' } }, ['R-end']],
    ['a long description', { event: { description: `${'d'.repeat(3_000)}-end`, location: { geodetic } } }, ['d-end']],
    [
      'a type as RapidSOS answers it',
      { event: { emergency_type: { name: 'FIRE', display_name: 'Fire, zone 4' }, location: { geodetic } } },
      ['Fire, zone 4'],
    ],
    ['a long type', { event: { emergency_type: `FLOOD ${'x'.repeat(60)}-end`, location: { geodetic } } }, ['x-end']],
  ] as const) {
    test(`${what} raises the alert, and all of it is shown and given out`, async () => {
      const answer = await send(JSON.stringify({ user: USER, location: LOCATION, ...stated }));
      assert.equal(answer.statusCode, 200, answer.body);
      const { alert_id } = answer.json<{ alert_id: string }>();
      const shown = JSON.stringify((await read(`/api/incidents/${alert_id}`)).json());
      const given = (await cad('GET', `/v1/rade?alert_id=${alert_id}`)).body;
      for (const word of words)
        for (const text of [shown, JSON.stringify(given)]) assert.ok(text.includes(word), `${word} is not in ${text}`);
    });
  }

  test('what has neither a place nor an address, or an id longer than ids are, is refused by its name', async () => {
    const refusalOf = async (stated: object) => {
      const answer = await send(JSON.stringify({ user: USER, location: LOCATION, ...stated }));
      assert.equal(answer.statusCode, 400);
      return answer.json<{ detail: string }>().detail;
    };
    assert.match(await refusalOf({ location: { latitude: 'unknown', longitude: 4 } }), /^location\.latitude must be/);
    assert.match(await refusalOf({ location: { lat: 91, lng: 4 } }), /^location\.lat must be/);
    assert.match(await refusalOf({ location: { description: 'here' } }), /location\.civic$/);
    assert.match(await refusalOf({ event: { source_id: 'x'.repeat(101) } }), /^event\.source_id must have at most 100/);
    assert.match(await refusalOf({ event: { supplemental_only: 'perhaps' } }), /must be true or false/);
  });

  test('a flag is read in every usual form', async () => {
    for (const [given, isSupplemental] of [
      [1, true],
      ['TRUE', true],
      ['Yes', true],
      ['0', false],
      ['False', false],
      ['', false],
    ]) {
      const answer = await send(event({ supplemental_only: given }));
      const alert = (await cad('GET', `/v1/alerts/${answer.json<{ alert_id: string }>().alert_id}`)).body;
      assert.equal(alert.supplemental_only, isSupplemental, String(given));
    }
  });

  for (const [where, text] of [
    ['the type in another spelling', '"event":{"emergency_type":"test_fire"}'],
    ['a flag of the variables', '"event":{"emergency_type":"FIRE"},"test":true'],
    ['a flag of the event', '"event":{"emergency_type":"Fire","is_test":"true"}'],
    ["RapidSOS's own flag", '"event":{"emergency_type":"FIRE","test_mode":{"test_enabled":true}}'],
    ['a flat type', '"emergency_type":"TEST-FIRE"'],
  ] as const) {
    test(`a test by ${where} looks like one in every answer`, async () => {
      const answer = await send(wholly(text));
      const { alert_id } = answer.json<{ alert_id: string }>();
      const shown = (await read(`/api/incidents/${alert_id}`)).json<contract.Incident>();
      assert.equal(shown.is_test, true);
      assert.deepEqual(shown.emergency_type, { name: 'TEST_FIRE', display_name: 'Fire (test)' });
      const card = shown.cards.find(({ id }) => id === 'alarm');
      assert.ok(card?.fields.some(({ key, value }) => key === 'emergency_type' && value === 'Fire (test)'));
    });
  }

  test('a flag beside the variables is received, and one that refuses makes nothing a test', async () => {
    const post = (body: object) =>
      world.app.inject({
        method: 'POST',
        url: '/v1/rem/trigger',
        headers: { authorization: `Bearer ${token}` },
        payload: {
          callflow: 'sandbox',
          variables: { user: USER, location: LOCATION, emergency_type: 'fire' },
          ...body,
        },
      });
    for (const [body, isTest] of [
      [{ test_mode: true }, true],
      [{ test: false, is_test: 0, blocking: null }, false],
    ] as const) {
      const { alert_id } = (await post(body)).json<{ alert_id: string }>();
      const shown = (await read(`/api/incidents/${alert_id}`)).json<contract.Incident>();
      assert.deepEqual([shown.is_test, shown.emergency_type?.name], [isTest, isTest ? 'TEST_FIRE' : 'FIRE']);
    }
  });
});
