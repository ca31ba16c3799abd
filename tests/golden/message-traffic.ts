import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type Receiver, startReceiver } from '../../packages/testing/src/receiver.ts';
import { connectStream, type StreamClient } from '../../packages/testing/src/stream-client.ts';
import { type CookieJar, expectJson, send } from '../e2e/http-client.ts';
import { alertBody, clientToken, raise, signIn } from '../e2e/sandbox.ts';
import { shapeOf } from './shape.ts';

const ALERT_EVENTS = [
  ...['alert.new', 'alert.status_update', 'alert.disposition_update', 'alert.location_update', 'alert.chat'],
  ...['alert.milestone', 'alert.multi_trip_signal', 'location.prevalidation'],
].join(',');
const DISPOSITIONS = ['ENROUTE', 'PREEMPTED', 'ON_SCENE', 'CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED'];
const ACCEPT_WITHIN_SECONDS = 5;
const SPOKEN_AT = Date.UTC(2026, 10, 21, 12, 0, 0);
const GEODETIC = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
const CIVIC = {
  ...{ name: 'Warehouse 4', street_1: '350 5th Ave', street_2: 'Rear' },
  ...{ city: 'New York', state: 'NY', country: 'US', zip_code: '10118' },
};

/** Everybody who listens to the sandbox's county, with all they were notified. */
export interface Listeners {
  readonly sockets: Readonly<Record<string, StreamClient>>;
  /** By dialect, of everything in the agency. */
  readonly webhooks: Readonly<Record<string, Receiver & { readonly id: number }>>;
  /** The central station's own. */
  readonly stationWebhooks: Receiver;
}

/** The answer to a stream that is refused before it opens. */
function refusalOf(address: string): Promise<{ status: number | undefined; body: unknown }> {
  const socket = new WebSocket(address.replace(/^http/, 'ws'));
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error(`${address} was not refused`)));
    socket.once('unexpected-response', async (_, response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode, body: shapeOf(JSON.parse(text)) });
      socket.terminate();
    });
    socket.once('error', reject);
  });
}

/** The sandbox's clients, and everything that they can make happen. */
export class MessageTraffic {
  readonly #base: string;
  readonly #tokens: Readonly<Record<string, string>>;
  readonly #admin: CookieJar;
  #alerts = 0;

  private constructor(base: string, tokens: Readonly<Record<string, string>>, admin: CookieJar) {
    this.#base = base;
    this.#tokens = tokens;
    this.#admin = admin;
  }

  static async start(base: string): Promise<MessageTraffic> {
    const names = ['cad', 'alarm', 'call-handling', 'prepared-cad', 'prepared-events'];
    const tokens = await Promise.all(
      names.map(async (name) => [name, await clientToken(base, `sandbox-${name}`)] as const),
    );
    return new MessageTraffic(base, Object.fromEntries(tokens), await signIn(base, 'sandboxAdmin'));
  }

  /** One of each stream, and a webhook of each dialect for everything that dialect has. */
  async listen(): Promise<Listeners> {
    const jar = this.#admin;
    const { event_types } = await expectJson<{ event_types: Record<string, string[]> }>(this.#base, 200, {
      path: '/api/webhooks',
      jar,
    });
    const webhooks: Record<string, Receiver & { id: number }> = {};
    for (const [dialect, types] of Object.entries(event_types)) {
      const receiver = await startReceiver();
      const json = { name: dialect, url: receiver.url, dialect, event_types: types };
      const request = { method: 'POST', path: '/api/webhooks', jar, json };
      const { webhook } = await expectJson<{ webhook: { id: number } }>(this.#base, 201, request);
      webhooks[dialect] = Object.assign(receiver, webhook);
    }
    const stream = (of: string, path: string, query: Record<string, string> = {}) =>
      connectStream(this.#base, { token: this.#tokens[of] ?? '', ...query }, {}, path);
    const alerts = { event_types: ALERT_EVENTS };
    const stationWebhooks = await startReceiver();
    const subscribed = { url: stationWebhooks.url, event_types: ALERT_EVENTS.split(',') };
    await this.#post('alarm', '/v1/webhooks/subscriptions', subscribed);
    return {
      webhooks,
      stationWebhooks,
      sockets: {
        'rapidsos center': await stream('cad', '/v1', alerts),
        'rapidsos center, resumed': await stream('cad', '/v1', { ...alerts, after: 'now' }),
        'rapidsos central station': await stream('alarm', '/v1', alerts),
        prepared: await stream('prepared-events', '/v1/incident_events/stream'),
        'prepared cable': await stream('prepared-events', '/cable'),
        portal: await connectStream(this.#base, {}, { cookie: String(jar) }, '/api/incidents/stream'),
      },
    };
  }

  /** Everything that can happen to an alert and to a call; resolves once everybody was notified of all of it. */
  async happen({ sockets, webhooks, stationWebhooks }: Listeners): Promise<void> {
    await this.#answerAlerts();
    await this.#leaveAlerts(sockets['rapidsos center'] as StreamClient);
    await this.#takeCalls(sockets['prepared cable'] as StreamClient, webhooks['prepared_cad']?.id ?? 0);
    const last = (await this.#raise()).replace('alert-', '');
    const hasReceived = (all: readonly unknown[]) => all.some((one) => JSON.stringify(one).includes(last));
    for (const [name, { frames }] of Object.entries(sockets)) {
      if (name !== 'prepared cable') await eventually(() => hasReceived(frames));
    }
    for (const { id } of Object.values(webhooks)) await this.#notified(id, last);
    const received = (sockets['rapidsos central station'] as StreamClient).frames;
    await eventually(() => stationWebhooks.received.length === received.length);
  }

  /** How streams are refused before they open: by what is wrong with the request, the answer's status and body. */
  async refusedStreams(): Promise<Record<string, unknown>> {
    const cad = this.#tokens['cad'] ?? '';
    const events = this.#tokens['prepared-events'] ?? '';
    const alerts = { event_types: 'alert.new' };
    const asked: [string, string, Record<string, string>][] = [
      ['without event_types', '/v1', { token: cad }],
      ['with no event in event_types', '/v1', { token: cad, event_types: ' , ' }],
      ['with an event that is not there', '/v1', { token: cad, event_types: 'alert.new,alert.everything' }],
      ['after a cursor of another agency', '/v1', { token: cad, ...alerts, after: 'harbor-city:0' }],
      ['without a token', '/v1', alerts],
      ['with a bad token', '/v1', { token: 'garbage', ...alerts }],
      ['without the scope', '/v1', { token: events, ...alerts }],
      ['without a token', '/v1/incident_events/stream', {}],
      ['with a bad token', '/v1/incident_events/stream', { token: 'garbage' }],
      ['without the scope', '/v1/incident_events/stream', { token: cad }],
      [
        'after a cursor ahead of the log',
        '/v1/incident_events/stream',
        { token: events, after: 'sandbox-county:999999' },
      ],
      ['after no cursor', '/v1/incident_events/stream', { token: events, after: 'yesterday' }],
      ['without a session', '/api/incidents/stream', {}],
    ];
    const refused: Record<string, unknown> = {};
    for (const [what, path, query] of asked) {
      refused[`${path} ${what}`] = await refusalOf(`${this.#base}${path}?${new URLSearchParams(query)}`);
    }
    return refused;
  }

  /** Ends what every stream stands on; resolves with the code each one is closed with. */
  async end({ sockets }: Listeners): Promise<Record<string, number>> {
    for (const [name, token] of Object.entries(this.#tokens)) {
      const form = { token, client_id: `sandbox-${name}`, client_secret: `sandbox-${name}-secret` };
      await send(this.#base, { method: 'POST', path: '/oauth/revoke', form });
    }
    await send(this.#base, { method: 'DELETE', path: '/api/session', jar: this.#admin });
    const closed = Object.entries(sockets).map(async ([name, stream]) => [name, (await stream.closed).code] as const);
    return Object.fromEntries(await Promise.all(closed));
  }

  /** Resolves once that webhook has delivered something of that incident, and waits for nothing. */
  async #notified(webhookId: number, incidentId: string): Promise<void> {
    const notified = async () => {
      const delivered = await this.#deliveries(webhookId, 'delivered');
      return delivered.some(({ incident_id }) => incident_id === incidentId);
    };
    await eventually(notified);
    await eventually(async () => (await this.#deliveries(webhookId, 'pending')).length === 0);
  }

  async #deliveries(webhookId: number, state: string): Promise<readonly { incident_id: string }[]> {
    const path = `/api/webhooks/${webhookId}/deliveries?state=${state}`;
    const request = { path, jar: this.#admin };
    return (await expectJson<{ deliveries: { incident_id: string }[] }>(this.#base, 200, request)).deliveries;
  }

  async #post(of: string, path: string, json: object, method = 'POST'): Promise<{ id: string }> {
    const answer = await send(this.#base, { method, path, token: this.#tokens[of] ?? '', json });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as { id: string };
  }

  #raise(event: object = {}, variables: object = {}): Promise<string> {
    this.#alerts += 1;
    const body = alertBody(`alert ${this.#alerts}`);
    Object.assign(body.variables.event, event);
    Object.assign(body.variables, variables);
    return raise(this.#base, this.#tokens['alarm'] ?? '', body);
  }

  #change(of: string, alertId: string, json: object) {
    return this.#post(of, `/v1/alerts/${alertId}`, json, 'PATCH');
  }

  async #answerAlerts(): Promise<void> {
    const event = { source_id: 'answered', site_type: 'COMMERCIAL', location: { geodetic: GEODETIC, civic: CIVIC } };
    const alertId = await this.#raise(event, { central_station_phone: '15555550111' });
    await this.#change('alarm', alertId, { status: 'DISPATCH_REQUESTED' });
    await this.#change('cad', alertId, { status: 'ACCEPTED', disposition: 'DISPATCHED' });
    const state = (of: string, message_type: string, message: string) =>
      this.#post(of, `/v1/alerts/${alertId}/log_messages`, { message, message_type });
    await state('cad', 'CHAT_MESSAGE', 'Which door?');
    await state('alarm', 'CHAT_MESSAGE', 'The rear one');
    await state('alarm', 'MILESTONE', 'Key holder is on the way');
    await state('alarm', 'MULTI_TRIP_SIGNAL', 'Motion in zone 3');
    await state('alarm', 'SYSTEM_UPDATE', 'Panel restarted');
    await this.#raise(event, { updated_location: { ...GEODETIC, latitude: 40.749 } });
    for (const disposition of DISPOSITIONS) await this.#change('cad', alertId, { disposition });
    const declined = await this.#raise({ emergency_type: 'TEST_MEDICAL', site_type: 'RESIDENTIAL' });
    await this.#change('cad', declined, { status: 'DECLINED', decline_reason: 'Outside our district' });
  }

  /** Ignored, left to time out, asked for again, and canceled. */
  async #leaveAlerts({ frames }: StreamClient): Promise<void> {
    const settings = { accept_within_seconds: ACCEPT_WITHIN_SECONDS };
    const path = '/api/alert-settings';
    await expectJson(this.#base, 200, { method: 'PATCH', path, jar: this.#admin, json: settings });
    const alertId = await this.#raise({ supplemental_only: true });
    await this.#change('alarm', alertId, { status: 'IGNORED' });
    await this.#change('alarm', alertId, { status: 'DISPATCH_REQUESTED' });
    const hasTimedOut = () => frames.some(({ body }) => body.alert_id === alertId && body.status?.name === 'TIMEOUT');
    await eventually(hasTimedOut);
    await this.#change('alarm', alertId, { status: 'DISPATCH_REQUESTED' });
    await this.#change('alarm', alertId, { status: 'CANCELED', cancel_reason: 'False alarm' });
  }

  async #takeCalls(cable: StreamClient, cadWebhookId: number): Promise<void> {
    const cad_partner_incident_id = 'CAD-7';
    const caller_phone_number = '+15555550142';
    const find = (given: object) =>
      this.#post('prepared-cad', '/v2/find_incident', { cad_partner_incident_id, ...given });
    await find({ caller_phone_number });
    const open = (call: object, more: object = {}) =>
      this.#post('call-handling', '/api/incidents', { call, ...more }).then(({ id }) => id);
    const located = { latitude: 40.5, longitude: -74.25 };
    const started_at = new Date(SPOKEN_AT).toISOString();
    const call = { caller_phone_number, caller_name: 'Jordan Rivera', class_of_service: 'WPH2', started_at };
    const id = await open(call, { location: { ...located, uncertainty_radius: 300, source: 'ANI/ALI' } });
    const change = (part: string, json: object, of = id) =>
      this.#post('call-handling', `/api/incidents/${of}/${part}`, json);
    await this.#subscribe(cable, id);
    const address = '350 5th Ave, New York, NY';
    await change('locations', { ...located, uncertainty_radius: 20, height: 12, confidence: 90, address });
    await change('locations', located);
    await change('notes', { text: 'Smoke on the third floor', author: 'Sam Agent' });
    for (const media_type of ['photo', 'video', 'recording', 'file']) {
      await change('media', { url: `https://media.test/${media_type}`, media_type, description: 'Front door' });
    }
    await change('media', { url: 'https://media.test/bare', media_type: 'photo' });
    const word = (text: string, second: number, more: object = {}) => ({
      word: text,
      started_at: new Date(SPOKEN_AT + second * 1_000).toISOString(),
      ended_at: new Date(SPOKEN_AT + second * 1_000 + 400).toISOString(),
      ...more,
    });
    const received = { speaker: 'Caller', confidence: 0.9, language_code: 'en-US' };
    await change('transcript', { words: [word('fire', 2, received)] });
    await change('transcript', { words: [word('where', 3, { speaker: 'CallTaker' })] });
    await eventually(() => cable.frames.filter(({ message }) => message !== undefined).length >= 2);
    await this.#work(id);
    await change('responses', { unit: 'Engine 1', status: 'En route', note: 'Two minutes' });
    const report = `/v2/incidents/${cad_partner_incident_id}`;
    await this.#post('prepared-cad', `${report}/notes`, { note: 'Caller called before', author: 'CAD' });
    await this.#post('prepared-cad', `${report}/status`, { status: 'DISPATCHED' });
    // A better key than the first one: the CAD incident belongs to the other call.
    const other = await open({ sip_call_id: 'sip-traffic', caller_phone_number: '+15555550143' });
    await this.#notified(cadWebhookId, other);
    await find({ caller_phone_number: '+15555550143' });
    await change('transfer', { to: 'Harbor City Dispatch' });
    await change('end', {});
    await change('merge', { into: other }, await open({}));
    await this.#mergeByHand(await open({}), other);
  }

  /** A dispatcher claims the call, gives it back, closes it, and opens it again. */
  async #work(id: string): Promise<void> {
    const path = `/api/incidents/${id}`;
    const work = (method: string, part: string, json?: object) =>
      expectJson(this.#base, 200, { method, path: `${path}/${part}`, jar: this.#admin, ...(json && { json }) });
    await work('POST', 'claim', { seat: randomUUID() });
    await work('DELETE', 'claim');
    await work('POST', 'close', { outcome: 'Handled' });
    await work('POST', 'reopen');
    await this.#sendToCad(id);
    await this.#transfer(id);
  }

  /** A dispatcher hands the call to the CAD. */
  async #sendToCad(id: string): Promise<void> {
    const path = `/api/incidents/${id}/cad_sends`;
    await expectJson(this.#base, 201, { method: 'POST', path, jar: this.#admin, json: { text: 'Engine asked for' } });
  }

  /** A dispatcher lets another agency see the call, and ends that. */
  async #transfer(id: string): Promise<void> {
    const jar = this.#admin;
    const json = { to_agency_id: 'harbor-city', reason: 'In your district' };
    const opened = { method: 'POST', path: `/api/incidents/${id}/transfers`, jar, json };
    const transfer = await expectJson<{ id: string }>(this.#base, 201, opened);
    await send(this.#base, { method: 'DELETE', path: `/api/transfers/${transfer.id}`, jar });
  }

  /** A dispatcher merges a duplicate call into another one, and undoes it. */
  async #mergeByHand(id: string, into: string): Promise<void> {
    const path = `/api/incidents/${id}/own_merge`;
    await expectJson(this.#base, 200, { method: 'POST', path, jar: this.#admin, json: { into } });
    await expectJson(this.#base, 200, { method: 'DELETE', path, jar: this.#admin });
  }

  /** Subscribes to a call's words, and to those of a call that is not there. */
  async #subscribe({ socket, frames }: StreamClient, incidentId: string): Promise<void> {
    for (const incident_id of [randomUUID(), incidentId]) {
      const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id });
      socket.send(JSON.stringify({ command: 'subscribe', identifier }));
    }
    await eventually(() => frames.some(({ type }) => type === 'confirm_subscription'));
  }
}
