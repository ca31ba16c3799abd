import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { connectStream } from '../../packages/testing/src/stream-client.ts';
import { expectJson, send } from './http-client.ts';
import { alertBody, clientToken, raise } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';

interface Log {
  readonly total_records: number;
  readonly log_messages: readonly { message: string; message_type: string; sender_id: string }[];
}

interface Supplied {
  readonly sources: readonly {
    readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly display_schema: readonly {
      readonly id: string;
      readonly fields: readonly Record<'key' | 'label', string>[];
    }[];
  }[];
}

interface Located {
  readonly locations: readonly { alert_id: string | null; latitude: number; civic: { street_1: string } | null }[];
}

const ACCEPT_WITHIN_SECONDS = 5;
const env = { SALLYPORT_ALERT_ACCEPT_SECONDS: String(ACCEPT_WITHIN_SECONDS) };
const patch = (base: string, token: string, alertId: string, json: object) =>
  send(base, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json });
const logOf = (base: string, token: string, alertId: string) =>
  expectJson<Log>(base, 200, { path: `/v1/alerts/${alertId}/log_messages`, token });

describe('two processes on PostgreSQL', () => {
  test('two dispatchers accept one alert at the same instant: one 200, one 409, and one change in the log', async () => {
    const postgres = await testPostgres();
    const databaseUrl = await postgres.newMigratedDatabase();
    const one = await startGatewayProcess({ databaseUrl });
    const other = await startGatewayProcess({ databaseUrl, publicUrl: one.url });
    try {
      const station = await clientToken(one.url, 'sandbox-alarm');
      const cad = await clientToken(one.url, 'sandbox-cad');
      for (let round = 0; round < 10; round += 1) {
        const alertId = await raise(one.url, station, alertBody(`raced-${round}`));
        assert.equal((await patch(other.url, station, alertId, { status: 'DISPATCH_REQUESTED' })).status, 200);
        const answers = await Promise.all(
          [one, other].map(({ url }) => patch(url, cad, alertId, { status: 'ACCEPTED' })),
        );
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
        const { log_messages } = await logOf(other.url, cad, alertId);
        assert.deepEqual(
          log_messages.map(({ message }) => message),
          ['Dispatch Requested', 'Received'],
        );
      }
    } finally {
      await other.stop();
      await one.stop();
      await postgres.stop();
    }
  });
});

for (const engine of ['SQLite', 'PostgreSQL']) {
  test(`on ${engine} a deadline that passed while the server was killed is TIMEOUT by itself after its return, once`, async () => {
    const postgres = engine === 'SQLite' ? null : await testPostgres();
    const databaseUrl = await postgres?.newMigratedDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-deadline-'));
    const at = { dataDir, env, ...(databaseUrl !== undefined && { databaseUrl }) };
    let server: GatewayProcess = await startGatewayProcess(at);
    const port = Number(new URL(server.url).port);
    const rows = await openStoredRows({ dataDir }, databaseUrl);
    try {
      const station = await clientToken(server.url, 'sandbox-alarm');
      const cad = await clientToken(server.url, 'sandbox-cad');
      const body = alertBody('killed', { callflow: 'sandbox-dispatch' });
      const raised = await expectJson<{ alert_id: string; sla_expiration_time: number; status: { name: string } }>(
        server.url,
        200,
        { method: 'POST', path: '/v1/rem/trigger', token: station, json: body },
      );
      assert.equal(raised.status.name, 'DISPATCH_REQUESTED');
      await server.kill('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, raised.sla_expiration_time - Date.now() + 50));
      server = await startGatewayProcess({ ...at, port });
      const path = `/v1/alerts/${raised.alert_id}`;
      await eventually(async () => {
        const alert = await expectJson<{ status: { name: string } }>(server.url, 200, { path, token: cad });
        return alert.status.name === 'TIMEOUT';
      });
      const late = await patch(server.url, cad, raised.alert_id, { status: 'ACCEPTED' });
      assert.equal(late.status, 409, late.text);
      const events = await rows.all<{ type: string }>(
        `SELECT type FROM events WHERE incident_id = '${raised.alert_id.replace('alert-', '')}' ORDER BY seq`,
      );
      assert.deepEqual(
        events.map(({ type }) => type),
        ['incident.created', 'location.updated', 'alert.status_changed', 'alert.status_changed'],
      );
    } finally {
      await rows.close();
      await server.stop();
      await postgres?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

describe("a CAD walks RapidSOS's acceptance checklist, each step by API alone", () => {
  let server: GatewayProcess;
  let station = '';
  let cad = '';
  before(async () => {
    server = await startGatewayProcess();
    station = await clientToken(server.url, 'sandbox-alarm');
    cad = await clientToken(server.url, 'sandbox-cad');
  });
  after(() => server?.stop());

  test('from the notification to the disposition', async () => {
    const { url } = server;
    const event_types =
      'alert.new,alert.status_update,alert.disposition_update,alert.location_update,alert.chat,alert.milestone,alert.multi_trip_signal';
    const stream = await connectStream(url, { token: cad, event_types }, {}, '/v1');
    const received = async (event: string, count = 1) => {
      const found = () => stream.frames.filter((frame) => frame.event === event);
      await eventually(() => found().length >= count);
      return found()[count - 1].body;
    };
    const state = (token: string, message_type: string, message: string, sender_id?: string) =>
      send(url, {
        method: 'POST',
        path: `/v1/alerts/${alertId}/log_messages`,
        token,
        json: { message, message_type, ...(sender_id !== undefined && { sender: 'Kim Doe', sender_id }) },
      });

    // Notified, and acknowledged by reading the alert. Its location is both halves: the civic one is used.
    const body = alertBody('walked');
    const civic = { street_1: '350 5th Ave', city: 'New York', state: 'NY', country: 'US', zip_code: '10118' };
    Object.assign(body.variables.event.location, { civic });
    const alertId = await raise(url, station, body);
    const notified = await received('alert.new');
    assert.equal(notified.alert_id, alertId);
    const read = await expectJson(url, 200, { path: `/v1/alerts/${alertId}?extra=logs`, token: cad });
    assert.deepEqual([read['logs'], notified.location.provided_location], [[], 'BOTH']);
    assert.equal(notified.location.civic.street_1, civic.street_1);
    const listed = await expectJson<{ alerts_until: number; alerts: { alert_id: string }[] }>(url, 200, {
      path: '/v1/alerts',
      token: cad,
    });
    assert.deepEqual([listed.alerts_until, listed.alerts.at(-1)?.alert_id], [notified.created_time, alertId]);

    // Its additional data is drawn by the schema that comes with it; the caller is where the alert states.
    const { sources } = await expectJson<Supplied>(url, 200, { path: `/v1/rade?alert_id=${alertId}`, token: cad });
    const drawn = sources.flatMap(({ data, display_schema }) =>
      display_schema.flatMap(({ id, fields }) => fields.map(({ key, label }) => `${label}: ${data[id]?.[key]}`)),
    );
    assert.ok(drawn.includes('Name: Jordan Rivera') && drawn.includes('Emergency: Burglary'), drawn.join('\n'));
    assert.ok(!drawn.some((line) => line.includes('undefined')), drawn.join('\n'));
    const { locations } = await expectJson<Located>(url, 200, {
      method: 'POST',
      path: '/location',
      token: cad,
      json: { caller_id: '15555550123' },
    });
    assert.deepEqual(
      locations.map(({ alert_id, latitude, civic }) => [alert_id, latitude, civic?.street_1]),
      [[alertId, 40.7484, civic.street_1]],
    );

    // The central station requests dispatch; the CAD accepts, and sees the same in its own events.
    assert.equal((await patch(url, station, alertId, { status: 'DISPATCH_REQUESTED' })).status, 200);
    const requested = await received('alert.status_update');
    assert.ok(requested.status.sla_expiration_time > Date.now());
    assert.equal((await patch(url, cad, alertId, { status: 'ACCEPTED' })).status, 200);
    const accepted = await received('alert.status_update', 2);
    assert.deepEqual([accepted.status.name, accepted.entity_id], ['ACCEPTED', 'sandbox-county']);

    // Chat both ways; its own message comes back with its own entity, by which it is dropped.
    assert.equal((await state(cad, 'CHAT_MESSAGE', 'Which door?', '41')).status, 200);
    const own = await received('alert.chat');
    assert.deepEqual(
      [own.entity_id, own.sender, own.sender_id],
      ['sandbox-county', 'Sandbox CAD', 'RapidSOS-sandbox-cad'],
    );
    assert.deepEqual(
      [own.claimed_sender, own.claimed_sender_id],
      ['Kim Doe', '41'],
      'what it called itself stands beside it',
    );
    await state(station, 'CHAT_MESSAGE', 'The rear one');
    const theirs = await received('alert.chat', 2);
    assert.deepEqual([theirs.entity_id, theirs.message], ['sandbox-alarm', 'The rear one']);

    // A milestone and a further signal go into the narrative; the location moves.
    await state(station, 'MILESTONE', 'Key holder is on the way');
    await state(station, 'MULTI_TRIP_SIGNAL', 'Motion in zone 3');
    assert.equal((await received('alert.milestone')).message, 'Key holder is on the way');
    assert.equal((await received('alert.multi_trip_signal')).message, 'Motion in zone 3');
    const updated_location = { latitude: 40.749, longitude: -73.986, uncertainty: 10 };
    const again = { ...body, variables: { ...body.variables, updated_location } };
    assert.equal(await raise(url, station, again), alertId);
    const moved = await received('alert.location_update');
    assert.deepEqual([moved.provided_location, moved.geodetic.latitude], ['GEODETIC', 40.749]);

    // Every disposition is mirrored.
    const walked = ['DISPATCHED', 'ENROUTE', 'ON_SCENE', 'CLEARED_WITH_REPORT', 'CLOSED'];
    for (const [index, disposition] of walked.entries()) {
      assert.equal((await patch(url, cad, alertId, { disposition })).status, 200);
      assert.equal((await received('alert.disposition_update', index + 1)).disposition.name, disposition);
    }
    const { total_records } = await logOf(url, station, alertId);
    assert.equal(total_records, 2 + 2 + 2 + walked.length);
    const done = await expectJson<{ disposition: { name: string }; status: { name: string } }>(url, 200, {
      path: `/v1/alerts/${alertId}`,
      token: station,
    });
    assert.deepEqual([done.status.name, done.disposition.name], ['ACCEPTED', 'CLOSED']);
    stream.socket.terminate();
  });

  test('a cancellation by the central station closes what the CAD opened', async () => {
    const { url } = server;
    const stream = await connectStream(url, { token: cad, event_types: 'alert.status_update' }, {}, '/v1');
    const alertId = await raise(url, station, alertBody('canceled'));
    await patch(url, cad, alertId, { status: 'ACCEPTED' });
    await patch(url, station, alertId, { status: 'CANCELED', cancel_reason: 'False alarm' });
    await eventually(() => stream.frames.length === 2);
    assert.equal(stream.frames[1].body.status.name, 'CANCELED');
    const { log_messages } = await logOf(url, cad, alertId);
    assert.ok(log_messages.some(({ message }) => message === 'Canceled: False alarm'));
    assert.equal((await patch(url, cad, alertId, { disposition: 'CLOSED' })).status, 409);
    stream.socket.terminate();
  });

  test('declining states why, and the sender reads it', async () => {
    const { url } = server;
    const alertId = await raise(url, station, alertBody('declined'));
    await patch(url, cad, alertId, { status: 'DECLINED', decline_reason: 'Outside our district' });
    const { log_messages } = await logOf(url, station, alertId);
    assert.equal(log_messages.at(-1)?.message, 'Declined: Outside our district');
  });

  test('pages of alerts are read to the end by alerts_until, each alert once; what is not a number is ignored', async () => {
    const { url } = server;
    const ids = await Promise.all(Array.from({ length: 25 }, (_, n) => raise(url, station, alertBody(`page-${n}`))));
    const seen: string[] = [];
    const pages: number[] = [];
    for (let start = 0; ; ) {
      const path = `/v1/alerts?start=${start}&limit=7`;
      const page = await expectJson<{ alerts_until: number; alerts: { alert_id: string; created_time: number }[] }>(
        url,
        200,
        { path, token: cad },
      );
      if (page.alerts.length === 0) {
        assert.equal(page.alerts_until, 0);
        break;
      }
      assert.equal(page.alerts_until, page.alerts.at(-1)?.created_time);
      seen.push(...page.alerts.map(({ alert_id }) => alert_id));
      pages.push(page.alerts.length);
      start = page.alerts_until;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(ids.every((id) => seen.includes(id)));
    assert.ok(pages.slice(0, -1).every((count) => count === 7));
    for (const query of ['', '?limit=0', '?limit=-5', '?limit=ten', '?start=-1&end=x', '?limit=2.5']) {
      const { alerts } = await expectJson<{ alerts: unknown[] }>(url, 200, { path: `/v1/alerts${query}`, token: cad });
      assert.equal(alerts.length, 10, query);
    }
    const most = await expectJson<{ alerts: unknown[] }>(url, 200, { path: '/v1/alerts?limit=500', token: cad });
    assert.ok(most.alerts.length >= 25 && most.alerts.length <= 100);
    assert.equal((await send(url, { path: '/v1/alerts?start=2&end=1', token: cad })).status, 400);
    const harbor = await clientToken(url, 'harbor-cad');
    const theirs = await expectJson<{ alerts: unknown[] }>(url, 200, { path: '/v1/alerts', token: harbor });
    assert.deepEqual(theirs.alerts, []);
  });
});
