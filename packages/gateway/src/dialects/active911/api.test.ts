import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, PASSWORD } from '../../../../testing/src/people.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const API = '/interface/open_api/api';

interface Reference {
  readonly id: string;
  readonly uri: string;
}

onEachEngine('the Active911 API', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let token = '';
  let alarm: Caller;
  let equipment: Caller;
  const cookies: Record<string, string> = {};

  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, limitTokensPerMinute: 0, limitFailuresPerMinute: 0 });
    for (const agencyId of ['sandbox-county', 'harbor-city']) {
      const { email } = await newPerson(world.parts, {
        role: 'admin',
        agencyId,
        email: `map-${agencyId}@sandbox.test`,
      });
      const payload = { email, password: PASSWORD };
      const signedIn = await world.app.inject({ method: 'POST', url: '/api/session', payload });
      cookies[agencyId] = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    }
    token = await personalToken();
    alarm = await callerOf(world.app, 'sandbox-alarm');
    equipment = await callerOf(world.app, 'sandbox-call-handling');
  });
  after(() => world.stop());

  const ALL = ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'];
  async function personalToken(scopes = ALL, agencyId = 'sandbox-county'): Promise<string> {
    const headers = { cookie: cookies[agencyId] ?? '' };
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/personal-tokens',
      headers,
      payload: { scopes },
    });
    assert.equal(answer.statusCode, 201, answer.body);
    return (answer.json() as { access_token: string }).access_token;
  }

  async function ask(path: string, as = token, payload?: object, headers: Record<string, string> = {}) {
    const answer = await world.app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url: path.startsWith('http') ? path.replace(TEST_URL, '') : `${API}${path}`,
      headers: { authorization: `Bearer ${as}`, ...headers },
      ...(payload !== undefined && { payload }),
    });
    assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
    const body = JSON.parse(answer.body) as { result: string; message: Record<string, unknown> };
    return { status: answer.statusCode, body, headers: answer.headers, text: answer.body };
  }
  /** The one member of the message, as clients take it. */
  async function payloadOf<T>(path: string, as = token): Promise<T> {
    const { status, body } = await ask(path, as);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(Object.keys(body), ['result', 'message']);
    assert.equal(body.result, 'success');
    assert.equal(Object.keys(body.message).length, 1);
    return Object.values(body.message)[0] as T;
  }
  const alertIds = async (path: string, as = token) => (await payloadOf<Reference[]>(path, as)).map(({ id }) => id);

  async function raise(sourceId: string, changed: object = {}): Promise<string> {
    const { status } = await alarm('POST', '/v1/rem/trigger', {
      callflow: 'sandbox',
      variables: {
        user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
        event: {
          emergency_type: 'BURGLARY',
          description: 'Front door opened,\nmotion in <b>hallway</b>',
          source_id: sourceId,
          location: {
            geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 },
            civic: { name: 'Acme Works', street_1: '1 Main St', street_2: 'Unit 4', city: 'Springfield', state: 'MD' },
          },
          ...changed,
        },
      },
    });
    assert.equal(status, 200);
    return (await alertIds('/alerts'))[0] ?? '';
  }

  test('an alert of another dialect is an alert here, keys in the order of a captured one, every value text', async () => {
    const id = await raise('one');
    assert.match(id, /^[1-9]\d*$/);
    const alert = await payloadOf<Record<string, unknown>>(`/alerts/${id}`);
    assert.deepEqual(
      Object.keys(alert).join(' '),
      'id received sent priority description details external_data place address unit cross_street city state latitude longitude source units cad_code map_code agency pagegroups responses',
    );
    const { agency, pagegroups, responses, ...texts } = alert;
    assert.ok(Object.values(texts).every((value) => typeof value === 'string'));
    assert.equal(alert['id'], id);
    assert.equal(alert['received'], '2026-11-21 12:00:00');
    assert.equal(alert['description'], 'BURGLARY');
    assert.match(String(alert['details']), /^Front door opened,\nmotion in <b>hallway<\/b>\nCaller: Jordan Rivera/);
    assert.deepEqual(
      [alert['place'], alert['address'], alert['unit'], alert['city'], alert['state']],
      ['Acme Works', '1 Main St', 'Unit 4', 'Springfield', 'MD'],
    );
    assert.deepEqual([alert['latitude'], alert['longitude']], ['40.74840000', '-73.98570000']);
    assert.deepEqual([pagegroups, responses], [[], []]);
    assert.equal((agency as Reference).uri, `${TEST_URL}${API}/agencies/${(agency as Reference).id}`);
  });

  test('nothing an alert states is an element of a page that a browser would show', async () => {
    const { text, headers } = await ask(`/alerts/${await raise('two')}`);
    assert.ok(!text.includes('<'));
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'; sandbox");
  });

  test("a call and what is reported about it: notes in the details, units' words in the responses, a device from its first word on", async () => {
    world.clock.advance(1_000);
    const call = { caller_phone_number: '+15555550144' };
    const location = { latitude: 40.5, longitude: -74.25, address: '9 Pier Rd, Springfield' };
    const opened = await equipment('POST', '/api/incidents', { call, location });
    const path = `/api/incidents/${opened.body.id}`;
    await equipment('POST', `${path}/notes`, { text: 'Smoke seen', author: 'Dispatch' });
    const before = await payloadOf<Reference[]>('/devices');
    await equipment('POST', `${path}/responses`, { unit: 'E7', status: 'En route' });
    world.clock.advance(MINUTE_MS);
    await equipment('POST', `${path}/responses`, { unit: 'E7', status: 'On scene' });
    const [id = ''] = await alertIds('/alerts');
    const alert = await payloadOf<Record<string, unknown>>(`/alerts/${id}`);
    assert.equal(alert['description'], '9-1-1 call');
    assert.equal(alert['address'], '9 Pier Rd, Springfield');
    assert.equal(alert['place'], '');
    assert.match(String(alert['details']), /\n\d\d:\d\d:\d\d Dispatch \(Sandbox Call Handling\): Smoke seen$/);
    assert.equal(alert['units'], 'E7');
    const responses = alert['responses'] as { response: string; timestamp: string; device: Reference }[];
    assert.deepEqual(
      responses.map(({ response, timestamp }) => [response, timestamp]),
      [
        ['En route', '2026-11-21 12:00:01'],
        ['On scene', '2026-11-21 12:01:01'],
      ],
    );
    const after = await payloadOf<Reference[]>('/devices');
    assert.equal(after.length, before.length + 1);
    assert.deepEqual(responses[0]?.device, after[0]);
    const device = await payloadOf<Record<string, unknown>>(after[0]?.uri ?? '');
    assert.deepEqual(Object.keys(device), [
      'id',
      'name',
      'latitude',
      'longitude',
      'position_accuracy',
      'position_timestamp',
      'agencies',
    ]);
    assert.equal(device['name'], 'E7');
    assert.equal(device['latitude'], '0.00000000');
    assert.deepEqual(await alertIds(`/devices/${after[0]?.id}/alerts`), await alertIds('/alerts'));
    const blind = await payloadOf<Record<string, unknown>>(`/alerts/${id}`, await personalToken(['read_alert']));
    assert.deepEqual([blind['units'], blind['responses']], ['', []]);
  });

  test('the list is newest first and goes back ten days, alert_days or alert_minutes, which wins', async () => {
    const first = await raise('window-1');
    world.clock.advance(2 * MINUTE_MS);
    const second = await raise('window-2');
    assert.deepEqual((await alertIds('/alerts')).slice(0, 2), [second, first]);
    assert.deepEqual(await alertIds('/alerts?alert_minutes=1'), [second]);
    assert.deepEqual(await alertIds('/alerts?alert_days=30&alert_minutes=1'), [second]);
    assert.deepEqual((await alertIds('/alerts?alert_days=&alert_minutes=3')).slice(0, 2), [second, first]);
  });

  test('an alert of eleven days ago is listed where thirty days are asked for, and not without a word', async () => {
    const old = await raise('eleven-days');
    const { database, clock } = world.parts;
    const created_at = clock.now() - 11 * DAY_MS;
    await database.write((tx) =>
      tx.query.updateTable('incidents').set({ created_at }).where('source_id', '=', 'eleven-days').execute(),
    );
    assert.ok(!(await alertIds('/alerts')).includes(old));
    assert.ok(!(await alertIds('/alerts?alert_days=10&alert_minutes=15839')).includes(old));
    assert.equal((await alertIds('/alerts?alert_days=30')).at(-1), old);
  });

  test('addresses are understood as real clients misspell them, with a slash or without', async () => {
    const all = await alertIds('/alerts');
    for (const path of ['/alerts/', '/alerts/&alert_days=&alert_minutes=', '/alerts/&alert_days=10&alert_minutes=']) {
      assert.deepEqual(await alertIds(path), all, path);
    }
    assert.deepEqual(await alertIds('/alerts/&alert_days=&alert_minutes=1'), await alertIds('/alerts?alert_minutes=1'));
    const [device] = await payloadOf<Reference[]>('/devices/');
    assert.deepEqual(await alertIds(`/devices/${device?.id}/alerts/&alert_days=&alert_minutes=`), all);
    for (const path of ['', '/']) {
      const agency = await payloadOf<Record<string, unknown>>(path);
      assert.deepEqual(Object.keys(agency).join(' '), 'id name address city state zip latitude longitude devices');
      assert.equal(agency['name'], 'Sandbox County 9-1-1');
    }
  });

  test('every uri leads to what it names', async () => {
    const agency = await payloadOf<{ id: string; devices: Reference[] }>('');
    const own = await payloadOf<{ id: string }>(`/agencies/${agency.id}`);
    assert.equal(own.id, agency.id);
    for (const { id, uri } of [...agency.devices, ...(await payloadOf<Reference[]>('/alerts'))].slice(0, 4)) {
      assert.ok(uri.startsWith(`${TEST_URL}${API}/`));
      assert.equal((await payloadOf<{ id: string }>(uri)).id, id);
    }
  });

  test('map data is written by form and JSON, read by page and by window, newest first', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ids = (await payloadOf<Reference[]>('/locations')).map(({ id }) => id);
    assert.equal(ids.length, 1, "the sandbox's own");
    for (let number = 1; number <= 12; number += 1) {
      const fields = { name: `Hydrant ${number}`, latitude: 10 + number, longitude: -20, location_type: 'Hydrant' };
      const text = `name=Hydrant+${number}&latitude=${fields.latitude}&longitude=-20&location_type=Hydrant`;
      const isForm = number % 2 === 0;
      const { status, body } = await ask('/locations', token, (isForm ? text : fields) as object, isForm ? form : {});
      assert.equal(status, 201, JSON.stringify(body));
      ids.unshift((body.message['location'] as { id: string }).id);
    }
    const listed = async (query: string) => (await payloadOf<Reference[]>(`/locations${query}`)).map(({ id }) => id);
    assert.deepEqual(await listed(''), ids.slice(0, 10), 'ten a page, the first without a word');
    assert.deepEqual(await listed('?locations_page=2&locations_per_page=5'), ids.slice(5, 10));
    assert.deepEqual(await listed('/&locations_page1&locations_per_page10'), ids.slice(0, 10));
    assert.deepEqual(await listed('/&locations_page2&locations_per_page10'), ids.slice(10));
    assert.deepEqual(await listed('?locations_coordinate_window=21,-21,22,-19'), ids.slice(0, 2));
    assert.deepEqual(await listed('?locations_coordinate_window=21,10,22,20'), []);
    const resource = { location_id: ids[0], title: 'Flow test', filename: 'flow.pdf', size: 5120, details: 'a\nb' };
    const created = await ask('/resources', token, resource);
    assert.equal(created.status, 201);
    const made = created.body.message['resource'] as Record<string, unknown>;
    assert.deepEqual(Object.keys(made), [
      'id',
      'title',
      'filename',
      'extension',
      'size',
      'details',
      'agency',
      'location',
    ]);
    assert.deepEqual([made['extension'], made['size']], ['pdf', '5120']);
    const location = await payloadOf<Record<string, unknown>>(`/locations/${ids[0]}`);
    assert.deepEqual(Object.keys(location), [
      'id',
      'name',
      'description',
      'icon_id',
      'icon_color',
      'latitude',
      'longitude',
      'location_type',
      'resources',
    ]);
    assert.equal(location['latitude'], '22.00000000');
    const [reference] = location['resources'] as Reference[];
    assert.deepEqual(await payloadOf(reference?.uri ?? ''), made);
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select('subject')
      .where('action', 'in', ['mapdata.location_added', 'mapdata.resource_added'])
      .where('actor_kind', '<>', 'system')
      .execute();
    assert.equal(records.length, 13);
  });

  test('what is stated of a place or a file besides is given back wherever it is read, and is bounded by name', async () => {
    const place = {
      name: 'Standpipe',
      latitude: 1,
      longitude: 2,
      flow_gpm: 1500,
      'Last checked': '2026-10-01',
      id: '7',
    };
    const { status, body } = await ask('/locations', token, { ...place, access_token: 'not-a-fact', hose: '' });
    assert.equal(status, 201);
    const made = body.message['location'] as Record<string, unknown>;
    assert.deepEqual(Object.keys(made).slice(9), ['flow_gpm', 'Last checked', 'sent_id']);
    assert.deepEqual([made['flow_gpm'], made['Last checked'], made['sent_id']], ['1500', '2026-10-01', '7']);
    assert.deepEqual(await payloadOf(`/locations/${made['id']}`), made);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const text = `location_id=${made['id']}&title=Plan&floor=2&location=roof`;
    const file = (await ask('/resources', token, text as unknown as object, form)).body.message['resource'];
    const { floor, sent_location: sent, location } = file as Record<string, unknown>;
    assert.deepEqual([floor, sent, (location as Reference).id], ['2', 'roof', made['id']]);
    assert.deepEqual(await payloadOf(`/resources/${(file as Reference).id}`), file);
    const many = Array.from({ length: 2_001 }, (_, index) => `${index.toString(36)}_=1`).join('&');
    const tooMany = await ask('/locations', token, `name=x&latitude=1&longitude=2&${many}` as unknown as object, form);
    assert.equal(tooMany.status, 400);
    assert.match(String(tooMany.body.message), /^1jk_ is one of more than 2000 values; send fewer/);
    const nested = await ask('/locations', token, { name: 'x', latitude: 1, longitude: 2, flow: { gpm: 1 } });
    assert.equal(nested.status, 400);
    assert.match(String(nested.body.message), /flow must be text/);
  });

  for (const [path, scope, payload] of [
    ['', 'read_agency', undefined],
    ['/agencies/1', 'read_agency', undefined],
    ['/devices', 'read_device', undefined],
    ['/devices/1', 'read_device', undefined],
    ['/devices/1/alerts', 'read_alert', undefined],
    ['/alerts', 'read_alert', undefined],
    ['/alerts/1', 'read_alert', undefined],
    ['/locations', 'read_mapdata', undefined],
    ['/locations/1', 'read_mapdata', undefined],
    ['/resources/1', 'read_mapdata', undefined],
    ['/locations', 'write_mapdata', {}],
    ['/resources', 'write_mapdata', {}],
  ] as const) {
    test(`${payload === undefined ? 'GET' : 'POST'} ${path || '/'} needs ${scope} and nothing less`, async () => {
      const others = await personalToken(ALL.filter((name) => name !== scope));
      const refused = await ask(path, others, payload);
      assert.equal(refused.status, 403);
      assert.deepEqual(Object.keys(refused.body), ['result', 'message']);
      assert.equal(refused.body.result, 'error');
      assert.match(String(refused.body.message), new RegExp(scope));
      assert.notEqual((await ask(path, await personalToken([scope]), payload)).status, 403);
    });
  }

  test("another agency's numbers are as numbers of nobody, and what is no number is nobody's", async () => {
    const harbor = await personalToken(ALL, 'harbor-city');
    const [alert] = await alertIds('/alerts');
    const [device] = await payloadOf<Reference[]>('/devices');
    const [place] = await payloadOf<Reference[]>('/locations');
    const agency = await payloadOf<Reference>('');
    assert.deepEqual(await alertIds('/alerts', harbor), []);
    assert.deepEqual(await alertIds('/locations', harbor), []);
    for (const [collection, id] of [
      ['alerts', alert],
      ['devices', device?.id],
      ['locations', place?.id],
      ['resources', '1'],
      ['agencies', agency.id],
    ] as const) {
      const theirs = await ask(`/${collection}/${id}`, harbor);
      assert.equal(theirs.status, 404);
      for (const nobody of ['99999999', 'None', '1.5', '0', '-1', '9'.repeat(30)]) {
        const none = await ask(`/${collection}/${nobody}`, harbor);
        assert.deepEqual([none.status, none.body], [theirs.status, theirs.body], `${collection} ${nobody}`);
      }
    }
    const file = { location_id: place?.id, title: 'Mine' };
    assert.equal((await ask('/resources', harbor, file)).status, 404);
  });

  test('a path of the API that does not exist is refused in its words', async () => {
    const { status, body } = await ask('/nothing');
    assert.equal(status, 404);
    assert.equal(body.result, 'error');
  });

  test('an ended grant ends the token, and its refresh token with it', async () => {
    const headers = { cookie: cookies['sandbox-county'] ?? '' };
    const payload = { scopes: ['read_agency'] };
    const made = await world.app.inject({ method: 'POST', url: '/api/personal-tokens', headers, payload });
    const { grant_id, access_token, refresh_token } = made.json() as Record<string, string>;
    const renew = () =>
      world.app.inject({ method: 'POST', url: '/interface/dev/api_access.php', payload: { refresh_token } });
    const renewed = await renew();
    assert.deepEqual(Object.keys(renewed.json() as object), ['access_token', 'expiration']);
    const { expiration, access_token: second } = renewed.json() as { expiration: number; access_token: string };
    assert.equal(expiration, Math.floor(world.clock.now() / 1000) + DAY_MS / 1000);
    assert.equal((await ask('', second)).status, 200);
    const listed = await world.app.inject({ method: 'GET', url: '/api/grants', headers });
    const { grants } = listed.json() as { grants: { id: string; application_name: string }[] };
    assert.equal(grants.find(({ id }) => id === grant_id)?.application_name, 'Personal token');
    await world.app.inject({ method: 'DELETE', url: `/api/grants/${grant_id}`, headers });
    for (const ended of [access_token ?? '', second]) assert.equal((await ask('', ended)).status, 401);
    const refused = await renew();
    assert.equal(refused.statusCode, 400);
    assert.equal((refused.json() as { error: string }).error, 'invalid_grant');
  });

  test("only a personal refresh token is taken without credentials, and nobody authenticates as personal tokens' client", async () => {
    for (const [fields, status] of [
      [{ refresh_token: 'unknown' }, 400],
      [{}, 400],
    ] as const) {
      const url = '/interface/dev/api_access.php';
      const answer = await world.app.inject({ method: 'POST', url, payload: fields });
      assert.equal(answer.statusCode, status);
      assert.deepEqual(Object.keys(answer.json() as object), ['error', 'error_description']);
    }
    for (const client_secret of [undefined, '', 'personal-tokens-secret']) {
      const payload = { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'personal-tokens', client_secret };
      const answer = await world.app.inject({ method: 'POST', url: '/oauth/token', payload });
      assert.equal(answer.statusCode, 401);
    }
  });
});
