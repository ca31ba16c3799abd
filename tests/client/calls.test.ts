import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Active911Client, sallyportActive911 } from '../../packages/client/src/active911.ts';
import { createProofKey, createTokens, personalToken, SallyportError } from '../../packages/client/src/index.ts';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { RapidsosClient, sallyport } from '../../packages/client/src/rapidsos.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { issuePersonalToken } from '../e2e/personal-token.ts';
import { signIn } from '../e2e/sandbox.ts';
import { AGENT, alertOf, credentialsOf, take } from './servers.ts';

let gateway: GatewayProcess;
before(async () => {
  gateway = await startGatewayProcess();
});
after(() => gateway.stop());

const server = () => sallyport(gateway.url);
const alarm = () => new RapidsosClient({ server: server(), ...credentialsOf('sandbox-alarm') });
const cad = () => new RapidsosClient({ server: server(), ...credentialsOf('sandbox-cad'), ...AGENT });

test('a central station and a center: an alert from its trigger to its log', async () => {
  const station = alarm();
  const center = cad();
  const sent = await station.trigger(alertOf('calls-1'), { idempotencyKey: 'calls-1' });
  assert.deepEqual((await station.trigger(alertOf('calls-1'), { idempotencyKey: 'calls-1' })).alert_id, sent.alert_id);
  const id = sent.alert_id;
  const changed = await center.accept(id);
  assert.equal(changed.status.name, 'ACCEPTED');
  await center.chat(id, 'Which door?');
  await station.chat(id, 'The rear one');
  const lines = [];
  for await (const line of center.logMessages(id)) lines.push(line.message);
  assert.deepEqual(lines.slice(-2), ['Which door?', 'The rear one']);
  const alert = await center.alert(id, { logs: true });
  assert.equal(alert.status.name, 'ACCEPTED');
  assert.ok((alert.logs?.length ?? 0) >= 3);
  assert.equal((await center.locations('+15555550123')).locations[0]?.alert_id, id);
  assert.ok((await center.additionalData({ alert_id: id })).sources.length >= 1);
  await assert.rejects(center.accept(id), (error) => error instanceof SallyportError && error.status === 409);
});

test('every alert of a span is read once, page by page', async () => {
  const station = alarm();
  const ids: string[] = [];
  for (let number = 0; number < 120; number += 1) ids.push((await station.trigger(alertOf(`page-${number}`))).alert_id);
  const read: string[] = [];
  for await (const { alert_id } of cad().alerts()) read.push(alert_id);
  assert.equal(new Set(read).size, read.length);
  assert.deepEqual(read.slice(-120), ids);
});

test('a deeplink is a URL of this server that opens', async () => {
  const url = await cad().deeplink('tel://15555555555');
  assert.ok(url.startsWith(`${gateway.url}/d/`));
  assert.equal((await fetch(url)).status, 200);
});

test('a subscription is made, listed, tested and removed', async () => {
  const { subscriptions } = cad();
  const made = await subscriptions.create({ url: 'https://cad.example/hook', event_types: ['alert.new'] });
  assert.match(made.secret, /^whsec_/);
  assert.deepEqual(
    (await subscriptions.list()).map(({ id }) => id),
    [made.id],
  );
  await subscriptions.edit(made.id, { event_types: ['alert.new', 'alert.chat'] });
  await subscriptions.remove(made.id);
  assert.deepEqual(await subscriptions.list(), []);
});

test("a CAD's incident is found again, noted, and its events are read by cursor", async () => {
  const system = new PreparedClient({ server: server(), ...credentialsOf('sandbox-prepared-cad') });
  const request = { cad_partner_incident_id: 'CAD-7', caller_phone_number: '+15555550123' };
  const made = await system.findIncident(request);
  assert.equal((await system.findIncident(request)).id, made.id);
  await system.addNote('CAD-7', { note: 'On the way' });
  await system.setStatus('CAD-7', { status: 'EN ROUTE' });
  assert.equal((await system.cadIncident('CAD-7')).status, 'EN ROUTE');
  const events = new PreparedClient({ server: server(), ...credentialsOf('sandbox-prepared-events') });
  const [first] = await take(events.events({ after: 'sandbox-county:0' }), 1);
  assert.equal(first?.type, 'incident_metadata');
  const all = [];
  for await (const { cursor } of events.events({ after: 'sandbox-county:0', limit: 50 })) all.push(cursor);
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.length > 120);
  assert.equal((await events.incident(first?.id ?? '')).id, first?.id);
});

test('an Active911 application reads its agency and its alerts by a personal token', async () => {
  const { refresh_token } = await issuePersonalToken(gateway.url, await signIn(gateway.url, 'sandboxAdmin'));
  const grant = personalToken({ refreshToken: refresh_token });
  const client = new Active911Client({ server: sallyportActive911(gateway.url), grant });
  assert.equal((await client.agency()).name, 'Sandbox County 9-1-1');
  const [alert] = await take(client.alerts({ minutes: 60 }), 1);
  assert.match(alert?.received ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.deepEqual(await take(client.alerts({ known: () => true }), 1), []);
  const created = await client.createLocation({ name: 'Hydrant 7', latitude: '40.5', longitude: '-74.25' });
  assert.equal((await client.location(created.id)).name, 'Hydrant 7');
  assert.ok((await take(client.locations(), 1)).length === 1);
  await assert.rejects(client.alert('999999999'), (error) => error instanceof SallyportError && error.status === 404);
});

test('a token bound to a key is proved with every call (RFC 9449)', async () => {
  const proofKey = await createProofKey();
  const tokens = createTokens({ server: server(), ...credentialsOf('sandbox-alarm'), proofKey });
  const station = new RapidsosClient({ server: server(), tokens });
  assert.match((await station.trigger(alertOf('bound'))).alert_id, /^alert-/);
  const stolen = await fetch(`${gateway.url}/v1/alerts`, {
    headers: { authorization: `Bearer ${await tokens.token()}` },
  });
  assert.equal(stolen.status, 401);
});

test('a refusal has the code, the sentence and the id of the request', async () => {
  await assert.rejects(alarm().alert('alert-00000000-0000-4000-8000-000000000000'), (error) => {
    assert.ok(error instanceof SallyportError);
    assert.deepEqual([error.status, error.code], [404, 'not_found']);
    assert.match(error.requestId ?? '', /\S/);
    return true;
  });
});

test('a caller ends a call by its signal or its deadline', async () => {
  const station = alarm();
  await station.tokens.token();
  await assert.rejects(station.alertPage({}, { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  const silent = new RapidsosClient({ server: server(), tokens: station.tokens, fetch: () => new Promise(() => {}) });
  const called = silent.alertPage({}, { deadlineMs: 20 });
  await assert.rejects(called, { code: 'deadline_passed' });
});
