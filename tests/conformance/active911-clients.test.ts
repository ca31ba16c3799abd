import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { expectJson, send } from '../e2e/http-client.ts';
import { issuePersonalToken, numbersOf, type PersonalTokens } from '../e2e/personal-token.ts';
import { alertBody, clientToken, PEOPLE, raise, signIn } from '../e2e/sandbox.ts';
import { nodeModule, pythonWith, run } from './programs.ts';

let server: GatewayProcess;
let api = '';
let tokens: PersonalTokens;
let numbers: Awaited<ReturnType<typeof numbersOf>>;
let alertNumber = '';

before(async () => {
  server = await startGatewayProcess();
  api = `${server.url}/interface/open_api/api`;
  tokens = await issuePersonalToken(server.url, await signIn(server.url, 'sandboxAdmin'));
  await raise(server.url, await clientToken(server.url, 'sandbox-alarm'), alertBody('of-a-real-client'));
  numbers = await numbersOf(server.url, tokens.access_token);
  alertNumber = numbers.alertNumber;
});
after(() => server?.stop());

/** The last line a program printed, as JSON. */
async function printed(program: string, args: readonly string[]): Promise<Record<string, never>> {
  const { code, output, errors } = await run(program, args);
  assert.equal(code, 0, errors);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, never>;
}

test('active911-python reads everything, unmodified but for the host', async () => {
  const python = pythonWith(['active_911', 'urllib3'], ['active911-python==0.0.5', 'urllib3']);
  const answers = await printed(python, [
    '-c',
    `
import json
from active_911 import Active911Client
Active911Client.BASE_URL = "${api}/"
client = Active911Client("${tokens.access_token}")
print(json.dumps({
  "agency": client.get_agency(),
  "device": client.get_device_info(${numbers.deviceNumber}),
  "device_alerts": client.get_device_alerts(${numbers.deviceNumber}),
  "alerts": client.get_alerts(),
  "alerts_of_minutes": client.get_alerts(alert_minutes=5),
  "alerts_of_days": client.get_alerts(alert_days=30),
  "alert": client.get_alert_detail(${alertNumber}),
  "locations": client.get_locations(),
  "second_page": client.get_locations(locations_page=2, locations_per_page=10),
  "location": client.get_location_detail(${numbers.locationNumber}),
  "resource": client.get_resource_detail(${numbers.resourceNumber}),
  "nothing": client.get_alert_detail(99999999),
}))`,
  ]);
  const { nothing, ...found } = answers as Record<string, { result: string; message: Record<string, never> }>;
  for (const [what, { result }] of Object.entries(found)) assert.equal(result, 'success', what);
  assert.equal(nothing?.result, 'error');
  const ids = (what: string) => ((found[what]?.message['alerts'] ?? []) as { id: string }[]).map(({ id }) => id);
  for (const what of ['alerts', 'alerts_of_minutes', 'alerts_of_days', 'device_alerts']) {
    assert.deepEqual(ids(what), [alertNumber], what);
  }
  assert.deepEqual(found['second_page']?.message['locations'], []);
  assert.equal(found['alert']?.message['alert']?.['id'], alertNumber);
});

test('active911 for Node renews its token and reads everything, unmodified but for the host', async () => {
  const folder = nodeModule('active911@1.1.1');
  const file = `${folder}/lib/clients/refresh.js`;
  const hosts = /https:\/\/(access|www)\.active911\.com/g;
  writeFileSync(file, readFileSync(file, 'utf8').replace(hosts, server.url));
  const answers = await printed(process.execPath, [
    '-e',
    `
const { RefreshClient } = require(${JSON.stringify(folder)});
const client = new RefreshClient(${JSON.stringify(tokens.refresh_token)});
(async () => {
  console.log(JSON.stringify({
    agency: await client.getAgency(),
    device: await client.getDevice(${numbers.deviceNumber}),
    alerts: await client.getAlerts(),
    minutes: await client.getAlerts({ alert_minutes: 15 }),
    days: await client.getAlerts({ alert_days: 30 }),
    deviceAlerts: await client.getDeviceAlerts(${numbers.deviceNumber}),
    alert: await client.getAlert(${alertNumber}),
    locations: await client.getLocations(),
    location: await client.getLocation(${numbers.locationNumber}),
    resource: await client.getResource(${numbers.resourceNumber}),
    refused: await client.getAlert(99999999).catch(String),
  }));
})();`,
  ]);
  const read = answers as Record<string, { name: string; id: string; title: string; length: number } | string>;
  assert.equal((read['agency'] as { name: string }).name, 'Sandbox County 9-1-1');
  for (const what of ['alerts', 'minutes', 'days', 'deviceAlerts']) {
    assert.equal((read[what] as { length: number }).length, 1, what);
  }
  assert.equal((read['locations'] as { length: number }).length, 2, "beside the sandbox's own");
  assert.equal((read['alert'] as { id: string }).id, alertNumber);
  assert.equal((read['resource'] as { title: string }).title, 'Gate code');
  assert.equal(read['refused'], 'No alert with this id');
});

test('the Ruby client, request for request: renews by a form, and parses text/html as JSON because it is notified no json', async () => {
  const renewal = await send(server.url, {
    method: 'POST',
    path: '/interface/dev/api_access.php',
    headers: { 'user-agent': 'Faraday v2.7.4' },
    form: { refresh_token: tokens.refresh_token },
  });
  assert.equal(renewal.status, 200);
  const { access_token, expiration } = JSON.parse(renewal.text) as { access_token: string; expiration: number };
  assert.ok(expiration > Date.now() / 1000 + 86_000 && expiration < Date.now() / 1000 + 86_500);
  for (const [path, key] of [
    ['/', 'agency'],
    [`/devices/${numbers.deviceNumber}`, 'device'],
    ['/alerts', 'alerts'],
    ['/alerts?alert_days=30&alert_minutes=43200', 'alerts'],
    [`/alerts/${alertNumber}`, 'alert'],
    ['/locations', 'locations'],
    [`/locations/${numbers.locationNumber}`, 'location'],
    [`/resources/${numbers.resourceNumber}`, 'resource'],
  ] as const) {
    const headers = { 'user-agent': 'Faraday v2.7.4', 'content-type': 'application/json' };
    const answer = await send(`${api}`, { path, token: access_token, headers });
    assert.equal(answer.status, 200, path);
    assert.doesNotMatch(answer.headers.get('content-type') ?? '', /\bjson$/);
    const { message } = JSON.parse(answer.text) as { message: object };
    assert.deepEqual(Object.keys(message), [key]);
  }
});

/** A code, as the browser of an administrator brings it back. */
async function newCode(scope: string): Promise<string> {
  const person = await signInOverHttp(server.url, ...PEOPLE.sandboxAdmin);
  const query = new URLSearchParams({
    client_id: 'sandbox-responder',
    response_type: 'code',
    redirection_uri: 'http://localhost',
    scope,
  });
  const asked = new URL(`${server.url}/interface/open_api/authorize_agency.php?${query}`);
  const back = await person.answer(asked, scope.split(' '));
  assert.match(back.href, /^http:\/\/localhost\/\?code=[\w-]+$/);
  return back.searchParams.get('code') ?? '';
}
const TOKEN = { method: 'POST', path: '/interface/open_api/token.php' } as const;
const CREDENTIALS = { client_id: 'sandbox-responder', client_secret: 'sandbox-responder-secret' };

test("the vendor's PHP sample, request for request: scope beside the code and beside the refresh, its first refresh token kept", async () => {
  const scope = 'read_agency read_alert';
  const code = await newCode(scope);
  const first = await expectJson<Record<string, string>>(server.url, 200, {
    ...TOKEN,
    form: { ...CREDENTIALS, grant_type: 'authorization_code', scope, code },
  });
  const form = { ...CREDENTIALS, grant_type: 'refresh_token', scope, refresh_token: first['refresh_token'] ?? '' };
  for (const _ of [1, 2]) {
    const renewed = await expectJson<Record<string, string>>(server.url, 200, { ...TOKEN, form });
    assert.equal(renewed['expires_in'], '86400');
    const answer = await send(api, { path: '/', token: renewed['access_token'] ?? '' });
    assert.equal(answer.status, 200);
  }
  const refused = await send(server.url, { ...TOKEN, form: { ...form, refresh_token: 'nobodys' } });
  assert.ok((JSON.parse(refused.text) as { error_description: string }).error_description.length > 10);
});

test('the heads-up display, request for request: Basic and body at once, the root without a slash, times read as UTC', async () => {
  const basic = Buffer.from(`${CREDENTIALS.client_id}:${CREDENTIALS.client_secret}`).toString('base64');
  const issued = await expectJson<Record<string, string>>(server.url, 200, {
    ...TOKEN,
    headers: { authorization: `Basic ${basic}` },
    form: {
      ...CREDENTIALS,
      grant_type: 'authorization_code',
      code: await newCode('read_agency read_alert read_device'),
    },
  });
  const token = issued['access_token'] ?? '';
  type Root = { message: { agency: { devices: { uri: string }[] } } };
  const root = await expectJson<Root>(api, 200, { path: '', token });
  const [device] = root.message.agency.devices;
  assert.equal((await send('', { path: device?.uri ?? '', token })).status, 200);
  type Alert = { message: { alert: { received: string } } };
  const { message } = await expectJson<Alert>(api, 200, { path: `/alerts/${alertNumber}`, token });
  const received = Date.parse(`${message.alert.received} UTC`);
  assert.ok(Math.abs(received - Date.now()) < 600_000, message.alert.received);
});
