import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { inMost, type Measure, measure } from './measure.ts';
import { RECORDED } from './messages.ts';
import type { RecordedServer } from './server.ts';

/** So long nothing may happen before a walk begins, and what follows the answer has to end. */
const QUIET_MS = 300;
const TIMES = 5;
const ARRIVES_WITHIN_MS = 15_000;
const ADMINISTRATOR = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };

type Headers = Readonly<Record<string, string>>;
/** Makes the request with those headers and resolves once all that it is counted up to has arrived. */
type Ask = (headers: Headers) => Promise<unknown>;
type Counter = (ask: Ask) => Promise<void>;
type Request = (server: RecordedServer, count: Counter) => Promise<void>;

async function send<T>(url: string, { json, ...init }: RequestInit & { json?: unknown }): Promise<[T, Response]> {
  const headers = { ...init.headers, ...(json !== undefined && { 'content-type': 'application/json' }) };
  const body = json === undefined ? (init.body ?? null) : JSON.stringify(json);
  const signal = AbortSignal.timeout(ARRIVES_WITHIN_MS);
  const answer = await fetch(url, { ...init, headers, body, signal });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url} was answered ${answer.status}: ${text}`);
  return [JSON.parse(text) as T, answer];
}

async function requestToken(url: string, clientId: string, headers: Headers = {}): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: `${clientId}-secret`,
  });
  const [{ access_token }] = await send<{ access_token: string }>(`${url}/oauth/token`, {
    method: 'POST',
    body,
    headers,
  });
  return access_token;
}

let alerts = 0;

/** Sends one alert, of another caller each time, and returns its id. */
async function trigger(url: string, token: string, headers: Headers = {}): Promise<string> {
  alerts += 1;
  const variables = {
    user: { full_name: 'Jordan Rivera', phone_number: `+1555555${String(100 + alerts).padStart(4, '0')}` },
    event: {
      emergency_type: 'BURGLARY',
      description: 'Front door opened, motion in hallway',
      source_id: `walk-${alerts}`,
      location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
    },
  };
  const [{ alert_id }] = await send<{ alert_id: string }>(`${url}/v1/rem/trigger`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
    json: { callflow: 'sandbox', variables },
  });
  return alert_id;
}

async function token({ url }: RecordedServer, count: Counter): Promise<void> {
  await count((headers) => requestToken(url, 'sandbox-alarm', headers));
}

async function incidentFrame(socket: WebSocket): Promise<void> {
  const signal = AbortSignal.timeout(ARRIVES_WITHIN_MS);
  for (;;) {
    const [{ data }] = (await once(socket, 'message', { signal })) as [MessageEvent];
    if ((JSON.parse(String(data)) as { type?: string }).type === 'incident_metadata') return;
  }
}

async function triggerToFrame({ url }: RecordedServer, count: Counter): Promise<void> {
  const alarm = await requestToken(url, 'sandbox-alarm');
  const events = await requestToken(url, 'sandbox-prepared-events');
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/incident_events/stream?token=${events}`);
  await once(socket, 'open', { signal: AbortSignal.timeout(ARRIVES_WITHIN_MS) });
  try {
    await count((headers) => Promise.all([incidentFrame(socket), trigger(url, alarm, headers)]));
  } finally {
    socket.close();
  }
}

async function listAlerts({ url }: RecordedServer, count: Counter): Promise<void> {
  await trigger(url, await requestToken(url, 'sandbox-alarm'));
  const [, session] = await send(`${url}/api/session`, { method: 'POST', json: ADMINISTRATOR });
  const cookie = session.headers.getSetCookie().map((line) => line.split(';')[0]);
  const [{ access_token }] = await send<{ access_token: string }>(`${url}/api/personal-tokens`, {
    method: 'POST',
    headers: { cookie: cookie.join('; ') },
    json: { scopes: ['read_alert'] },
  });
  const authorization = `Bearer ${access_token}`;
  await count((headers) => send(`${url}/interface/open_api/api/alerts`, { headers: { ...headers, authorization } }));
}

async function acceptToWebhook({ url }: RecordedServer, count: Counter): Promise<void> {
  const alarm = await requestToken(url, 'sandbox-alarm');
  const authorization = `Bearer ${await requestToken(url, 'sandbox-cad')}`;
  const waiting: ServerResponse[] = [];
  const receiver = createServer((request, response) => {
    waiting.push(response);
    request.resume().on('end', () => receiver.emit('arrived'));
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const release = () => {
    for (const response of waiting.splice(0)) response.writeHead(200).end();
  };
  try {
    await send(`${url}/v1/webhooks/subscriptions`, {
      method: 'POST',
      headers: { authorization },
      json: {
        url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
        event_types: ['alert.status_update'],
      },
    });
    await count(async (headers) => {
      release();
      const alertId = await trigger(url, alarm);
      await pause(QUIET_MS);
      const arrived = once(receiver, 'arrived', { signal: AbortSignal.timeout(ARRIVES_WITHIN_MS) });
      const accepted = send(`${url}/v1/alerts/${alertId}`, {
        method: 'PATCH',
        headers: { ...headers, authorization },
        json: { status: 'ACCEPTED' },
      });
      await Promise.all([arrived, accepted]);
    });
  } finally {
    release();
    receiver.close();
    receiver.closeAllConnections();
  }
}

const REQUESTS: Readonly<Record<string, { readonly request: Request; readonly isDelivered: boolean }>> = {
  '`POST /oauth/token`, client credentials': { request: token, isDelivered: false },
  '`POST /v1/rem/trigger` to a Prepared frame': { request: triggerToFrame, isDelivered: true },
  '`GET /interface/open_api/api/alerts`': { request: listAlerts, isDelivered: false },
  "`PATCH /v1/alerts/{id}` to a webhook's POST": { request: acceptToWebhook, isDelivered: true },
};

/**
 * Makes each request once, so that the caches hold what they can, and measures it five times. Where a background loop's turn
 * falls into a request, either may do some of the other's work, so what most of the five entered counts.
 */
export async function measureRequests(server: RecordedServer): Promise<ReadonlyMap<string, Measure>> {
  const found = new Map<string, Measure>();
  let walks = 0;
  for (const [title, { request, isDelivered }] of Object.entries(REQUESTS)) {
    const measures: Measure[] = [];
    await request(server, async (ask) => {
      await ask({});
      while (measures.length < TIMES) {
        await pause(QUIET_MS);
        walks += 1;
        await ask({ [RECORDED]: String(walks) });
        await pause(QUIET_MS);
        measures.push(measure(await server.take(String(walks))));
      }
    });
    const whole = measures.filter((one) => one.isDelivered || !isDelivered);
    if (whole.length === 0) throw new Error(`${title}: no delivery of ${TIMES} was made in the context of its request`);
    found.set(title, inMost(whole));
  }
  return found;
}
