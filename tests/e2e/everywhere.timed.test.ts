import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream, type StreamClient } from '../../packages/testing/src/stream-client.ts';
import type { CookieJar } from './http-client.ts';
import { expectJson, send } from './http-client.ts';
import { alertBody, clientToken, raise, signIn } from './sandbox.ts';

const WITHIN_MS = 1_000;
const PLACE = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };

let server: GatewayProcess;
let jar: CookieJar;
let events: string;
let equipment: string;
let prepared: StreamClient;
let portal: StreamClient;
before(async () => {
  server = await startGatewayProcess();
  jar = await signIn(server.url, 'sandboxAgent');
  events = await clientToken(server.url, 'sandbox-prepared-events');
  equipment = await clientToken(server.url, 'sandbox-call-handling');
  prepared = await connectStream(server.url, { token: events });
  portal = await connectStream(server.url, {}, { cookie: String(jar) }, '/api/incidents/stream');
});
after(async () => {
  for (const stream of [prepared, portal]) stream?.socket.terminate();
  await server?.stop();
});

/** The facts of an incident as one way out notifies them, each in its own words. */
interface Facts {
  readonly phone: unknown;
  readonly latitude: unknown;
  readonly longitude: unknown;
  readonly uncertainty: unknown;
}

const sentFacts = (phone: string): Facts => ({ phone, ...PLACE });

// biome-ignore lint/suspicious/noExplicitAny: each way out has its own shape
function factsOf(metadata: any, location: any): Facts {
  return {
    phone: metadata?.caller_phone_number,
    latitude: location?.lat ?? location?.latitude,
    longitude: location?.lng ?? location?.longitude,
    uncertainty: location?.uncertainty ?? location?.uncertainty_radius,
  };
}

/** Checks every way out for the incident, from the moment its opening was acknowledged. */
async function assertEverywhere(id: string, phone: string): Promise<void> {
  const acknowledgedAt = performance.now();
  await eventually(() => prepared.frames.some(({ incident_id }) => incident_id === id), WITHIN_MS);
  await eventually(() => portal.frames.some(({ incident_id }) => incident_id === id), WITHIN_MS);
  const list = await expectJson<{ incident_events: { id: string; incident_id: string }[] }>(server.url, 200, {
    path: `/v1/incident_events?incident_id=${id}`,
    token: events,
  });
  const one = await expectJson<{ caller_locations: unknown[] }>(server.url, 200, {
    path: `/v1/incident_events/${id}`,
    token: events,
  });
  const page = await expectJson<{ location: unknown; cards: unknown[] }>(server.url, 200, {
    path: `/api/incidents/${id}`,
    jar,
  });
  const { incidents } = await expectJson<{ incidents: { id: string; location: unknown }[] }>(server.url, 200, {
    path: '/api/incidents',
    jar,
  });
  const tookMs = performance.now() - acknowledgedAt;

  const frames = prepared.frames.filter((frame) => frame.id === id || frame.incident_id === id);
  const row = incidents.find((incident) => incident.id === id);
  for (const [way, facts] of Object.entries({
    'the Prepared socket': factsOf(frames[0], frames[1]),
    'the Prepared list': factsOf(list.incident_events[0], list.incident_events[1]),
    'the Prepared incident': factsOf(one, one.caller_locations[0]),
    'the portal page': factsOf(page, page.location),
    'the portal list': factsOf(row, row?.location),
  })) {
    assert.deepEqual(facts, sentFacts(phone), way);
  }
  assert.deepEqual(frames, list.incident_events, 'the socket and the list state the same');
  assert.ok(tookMs < WITHIN_MS, `${tookMs} ms`);
}

test('a call opened on /api/incidents is within a second, with the same facts, everywhere', async () => {
  const { uncertainty: uncertainty_radius, ...place } = PLACE;
  const { id } = await expectJson<{ id: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/incidents',
    token: equipment,
    json: { call: { caller_phone_number: '+15555550161' }, location: { ...place, uncertainty_radius } },
  });
  await assertEverywhere(id, '+15555550161');
});

test('what is stated in it is within a second on /cable and in the portal', async () => {
  const { id } = await expectJson<{ id: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/incidents',
    token: equipment,
    json: { call: { caller_phone_number: '+15555550162' } },
  });
  const cable = await connectStream(server.url, { token: events }, {}, '/cable');
  const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: id });
  cable.socket.send(JSON.stringify({ command: 'subscribe', identifier }));
  await eventually(() => cable.frames.some(({ type }) => type === 'confirm_subscription'), WITHIN_MS);
  const spoken = { word: 'smoke', speaker: 'Caller', confidence: 0.97, language_code: 'en-US' };
  const started_at = new Date().toISOString();
  await expectJson(server.url, 201, {
    method: 'POST',
    path: `/api/incidents/${id}/transcript`,
    token: equipment,
    json: { words: [{ ...spoken, started_at, ended_at: started_at }] },
  });
  await eventually(() => cable.frames.some(({ message }) => message?.type === 'transcript'), WITHIN_MS);
  const [stated] = cable.frames.find(({ message }) => message?.type === 'transcript').message.words;
  const { word, speaker, confidence, language_code } = stated;
  assert.deepEqual({ word, speaker, confidence, language_code }, spoken);
  assert.equal(Date.parse(stated.started_at), Date.parse(started_at));
  await eventually(() =>
    portal.frames.some(({ event, incident_id }) => event === 'transcript.added' && incident_id === id),
  );
  const { cards } = await expectJson<{ cards: { id: string; fields: { value: string }[] }[] }>(server.url, 200, {
    path: `/api/incidents/${id}`,
    jar,
  });
  assert.equal(cards.find((card) => card.id === 'transcript')?.fields[0]?.value, 'smoke');
  cable.socket.terminate();
});

test('a RapidSOS alert is within a second, with the same facts, everywhere', async () => {
  const alarm = await clientToken(server.url, 'sandbox-alarm');
  const alertId = await raise(server.url, alarm, alertBody('everywhere', { phone: '+15555550163' }));
  await assertEverywhere(alertId.replace('alert-', ''), '+15555550163');
});

test('what a command adds, a second secret and a callflow, the running server follows within a second', async () => {
  const place = ['--data-dir', server.dataDir];
  const works = async (...args: readonly string[]) => {
    const { code, output } = await runCommand([...args, ...place]);
    assert.equal(code, 0, output);
    return output;
  };
  const added = await works('client', 'add-secret', '--id', 'sandbox-alarm');
  const secretAddedAt = performance.now();
  const client_secret = /client_secret +(\S+)/.exec(added)?.[1] ?? '';
  const form = { grant_type: 'client_credentials', client_id: 'sandbox-alarm', client_secret };
  const isTaken = async () => (await send(server.url, { method: 'POST', path: '/oauth/token', form })).status === 200;
  await eventually(isTaken, WITHIN_MS);
  assert.ok(performance.now() - secretAddedAt < WITHIN_MS);

  const alarm = await clientToken(server.url, 'sandbox-alarm');
  const json = alertBody('followed', { callflow: 'followed' });
  const trigger = () => send(server.url, { method: 'POST', path: '/v1/rem/trigger', token: alarm, json });
  assert.equal((await trigger()).status, 400);
  await works('callflow', 'set', '--client', 'sandbox-alarm', '--name', 'followed', '--agencies', 'sandbox-county');
  const callflowSetAt = performance.now();
  await eventually(async () => (await trigger()).status === 200, WITHIN_MS);
  assert.ok(performance.now() - callflowSetAt < WITHIN_MS);
});

test('a CAD incident that waited is within a second of its call in the portal, with its status', async () => {
  const cad = await clientToken(server.url, 'sandbox-prepared-cad');
  const json = { cad_partner_incident_id: 'CAD-77', caller_phone_number: '+15555550164' };
  await expectJson(server.url, 200, { method: 'POST', path: '/v2/find_incident', token: cad, json });
  const status = { method: 'POST', path: '/v2/incidents/CAD-77/status', token: cad, json: { status: 'En route' } };
  await expectJson(server.url, 201, status);
  const { id } = await expectJson<{ id: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/incidents',
    token: equipment,
    json: { call: { caller_phone_number: '+15555550164' } },
  });
  await eventually(() => portal.frames.some(({ event, incident_id }) => event === 'cad.linked' && incident_id === id));
  const { cards } = await expectJson<{ cards: { id: string; fields: { value: string }[] }[] }>(server.url, 200, {
    path: `/api/incidents/${id}`,
    jar,
  });
  const values = cards.find((card) => card.id === 'cad')?.fields.map(({ value }) => value);
  assert.deepEqual(values, ['CAD-77', 'En route', "the caller's number"]);
});
