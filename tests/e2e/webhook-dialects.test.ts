import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { startReceiver, verify } from '../../packages/testing/src/receiver.ts';
import { type CookieJar, expectJson, send } from './http-client.ts';
import { alertBody, clientToken, raise, signIn } from './sandbox.ts';
import { spawnServer } from './spawned-server.ts';

let server: GatewayProcess;
let admin: CookieJar;

before(async () => {
  server = await startGatewayProcess();
  admin = await signIn(server.url, 'sandboxAdmin');
});
after(() => server?.stop());

const subscribe = (url: string, dialect: string, eventTypes: readonly string[]) =>
  expectJson<{ webhook: { id: number }; secret: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/webhooks',
    jar: admin,
    json: { name: dialect, url, dialect, event_types: eventTypes },
  });

const alert = async () =>
  raise(server.url, await clientToken(server.url, 'sandbox-alarm'), alertBody(`webhook-${Math.random()}`));

test('an alert is sent in the envelope of RapidSOS with its signature, and a client sees its own subscriptions alone', async (t) => {
  const receiver = await startReceiver(t);
  const token = await clientToken(server.url, 'sandbox-cad');
  const path = '/v1/webhooks/subscriptions';
  const json = { url: receiver.url, event_types: ['location.prevalidation', 'alert.new'] };
  const made = await expectJson<{ id: number; secret: string; created_time: number }>(server.url, 201, {
    method: 'POST',
    path,
    token,
    json,
  });
  const alertId = await alert();
  await eventually(() => receiver.received.length === 1);
  const [received] = receiver.received;
  assert.ok(received);
  assert.deepEqual(Object.keys(received.body), ['event_type', 'timestamp', 'body']);
  assert.equal(received.body.event_type, 'alert.new');
  assert.equal(typeof received.body.timestamp, 'number');
  assert.equal(received.body.body.alert_id, alertId);
  const hex = createHmac('sha256', made.secret).update(received.text).digest('hex');
  assert.equal(received.headers['x-rapidsos-signature'], hex);
  verify(received, made.secret);

  const { id, created_time, secret: _ } = made;
  const own = await expectJson<unknown[]>(server.url, 200, { path, token });
  assert.deepEqual(own, [{ id, created_time, ...json }]);
  const equipment = await clientToken(server.url, 'harbor-cad');
  assert.deepEqual(await expectJson(server.url, 200, { path, token: equipment }), []);
  for (const eventType of [
    ...['alert.new', 'alert.status_update', 'alert.disposition_update', 'alert.location_update'],
    ...['alert.chat', 'alert.milestone', 'alert.multi_trip_signal'],
  ]) {
    const answer = await expectJson<{ delivered: boolean }>(server.url, 200, {
      method: 'POST',
      path: '/v1/webhooks/test',
      token,
      json: { subscription_id: id, event_type: eventType },
    });
    assert.equal(answer.delivered, true);
    assert.equal(receiver.received.at(-1)?.body.event_type, eventType);
    assert.equal(typeof receiver.received.at(-1)?.body.body.alert_id, 'string', eventType);
  }
  const tested = { method: 'POST', path: '/v1/webhooks/test', token };
  const first = await expectJson(server.url, 200, { ...tested, json: { subscription_id: id } });
  assert.equal(first['event_type'], 'alert.new', 'the first of its events that ever happens');
  const never = await send(server.url, {
    ...tested,
    json: { subscription_id: id, event_type: 'location.prevalidation' },
  });
  assert.equal(never.status, 400);
  const native = { path: `/api/webhooks/${id}`, jar: admin };
  await expectJson(server.url, 200, { ...native, method: 'PATCH', json: { is_paused: true } });
  const moved = { method: 'PATCH', path: `${path}/${id}`, token, json: { url: receiver.url } };
  await expectJson(server.url, 200, moved);
  assert.equal((await expectJson(server.url, 200, native))['state'], 'paused', 'as its administrator left it');
  assert.equal((await send(server.url, { method: 'DELETE', path: `${path}/${id}`, token })).status, 204);
  assert.deepEqual(await expectJson(server.url, 200, { path, token }), []);
});

test('incident events have a type and CAD events an event_type, as Prepared posts them', async (t) => {
  const [events, cad] = [await startReceiver(t), await startReceiver(t)];
  const { secret } = await subscribe(events.url, 'prepared', ['incident_metadata', 'caller_location', 'media']);
  await subscribe(cad.url, 'prepared_cad', ['note_created', 'location_updated']);
  const token = await clientToken(server.url, 'sandbox-call-handling');
  const post = (path: string, json: object) =>
    expectJson<{ id: string }>(server.url, 201, { method: 'POST', path, token, json });
  const { id } = await post('/api/incidents', { call: { caller_phone_number: '+15555550142' } });
  await post(`/api/incidents/${id}/locations`, { latitude: 40.5, longitude: -74.25 });
  await post(`/api/incidents/${id}/media`, { url: 'https://media.test/1.jpg', media_type: 'photo' });
  await post(`/api/incidents/${id}/notes`, { text: 'Smoke on the third floor' });
  await eventually(() => events.received.length === 3 && cad.received.length === 4);
  assert.deepEqual(
    events.received.map(({ body }) => body.type),
    ['incident_metadata', 'caller_location', 'media'],
  );
  assert.equal(events.received[0]?.body.caller_phone_number, '+15555550142');
  assert.ok(!('cursor' in events.received[0].body));
  for (const received of events.received) verify(received, secret);
  assert.deepEqual(
    cad.received.map(({ body }) => [body.event_type, body.subtype, body.incident_id]),
    [
      ['note_created', 'incident_link', id],
      ['location_updated', undefined, id],
      ['note_created', 'media_link', id],
      ['note_created', 'insight_summary', id],
    ],
  );
  assert.equal(cad.received[3]?.body.note, 'Smoke on the third floor');
  assert.match(cad.received[3]?.body.created_at, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
});

test('a new alert is posted as Active911 posts it, with the number its API knows, once and nothing after it', async (t) => {
  const receiver = await startReceiver(t);
  const { webhook, secret } = await subscribe(receiver.url, 'active911', ['alert']);
  const cad = await clientToken(server.url, 'sandbox-cad');
  const body = alertBody(`webhook-${Math.random()}`);
  const civic = { name: 'Warehouse 4', street_1: '350 5th Ave', street_2: 'Rear', city: 'New York', state: 'NY' };
  Object.assign(body.variables.event.location, { civic });
  const alertId = await raise(server.url, await clientToken(server.url, 'sandbox-alarm'), body);
  const accepted = { method: 'PATCH', path: `/v1/alerts/${alertId}`, token: cad, json: { status: 'ACCEPTED' } };
  await expectJson(server.url, 200, accepted);
  await eventually(() => receiver.received.length === 1);
  const [received] = receiver.received;
  assert.ok(received);
  verify(received, secret);
  const { agency, alert } = received.body;
  assert.deepEqual(Object.keys(received.body), ['agency', 'alert']);
  assert.equal(agency.name, 'Sandbox County 9-1-1');
  assert.equal(typeof agency.id, 'number');
  assert.deepEqual([alert.lat, alert.lon], [40.7484, -73.9857]);
  assert.equal(alert.map_address, '350 5th Ave, New York, NY');
  assert.deepEqual([alert.place, alert.unit, alert.city, alert.state], ['Warehouse 4', 'Rear', 'New York', 'NY']);
  assert.equal(alert.details, `${body.variables.event.description}\nCaller: Jordan Rivera +15555550123`);

  const personal = await expectJson<{ access_token: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/personal-tokens',
    jar: admin,
    json: { scopes: ['read_alert', 'read_agency'] },
  });
  const path = `/interface/open_api/api/alerts/${alert.id}`;
  const read = await send(server.url, { path, token: personal.access_token });
  const { message } = JSON.parse(read.text) as { message: { alert: Record<string, unknown> } };
  assert.equal((message.alert['agency'] as { id: string }).id, String(agency.id));
  for (const name of ['id', 'received', 'description', 'details', 'place', 'unit', 'city', 'state', 'source']) {
    assert.equal(alert[name], message.alert[name], name);
  }
  assert.equal(alert.stamp, Date.parse(`${alert.received} UTC`) / 1000);

  const tested = await expectJson<{ state: string }>(server.url, 200, {
    method: 'POST',
    path: `/api/webhooks/${webhook.id}/test`,
    jar: admin,
    json: { event_type: 'alert' },
  });
  assert.equal(tested.state, 'delivered');
  assert.deepEqual(
    receiver.received.map((each) => each.body.alert.id),
    [alert.id, '0'],
  );
});

test('sallyport webhook listen prints what arrives, verified, and fails as it is notified', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/hook`;
  const { webhook, secret } = await subscribe(url, 'native', ['incident.created']);
  const sendTest = () =>
    expectJson<{ status: number; state: string }>(server.url, 200, {
      method: 'POST',
      path: `/api/webhooks/${webhook.id}/test`,
      jar: admin,
      json: {},
    });
  const listen = (...args: string[]) =>
    spawnServer(['webhook', 'listen', '--port', String(port), ...args], 'Listening');
  const right = await listen('--secret', secret);
  assert.equal((await sendTest()).state, 'delivered');
  assert.match(right.output(), /POST \/hook verified[\s\S]*"type": "incident.created"[\s\S]*answered 200/);
  await right.end('SIGTERM');
  const wrong = await listen('--secret', `whsec_${Buffer.alloc(32).toString('base64')}`, '--answer', '500');
  assert.deepEqual([(await sendTest()).status, (await sendTest()).state], [500, 'failed']);
  assert.match(wrong.output(), /NOT VERIFIED: No matching signature found/);
  await wrong.end('SIGTERM');
});
