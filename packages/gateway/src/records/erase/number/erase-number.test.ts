import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { startReceiver } from '../../../../../testing/src/receiver.ts';
import { type WebhookWorld, webhookWorld } from '../../../../../testing/src/webhook-world.ts';
import { verifyChains } from '../../../audit/verify-chains.ts';
import type { Database } from '../../../database/database.ts';
import { eventsAfter } from '../../../incidents/events/store.ts';
import { eraseNumber, planNumberErasure } from './erase-number.ts';

const NUMBER = '+15125550188';
const OTHER = '+15125550177';
const SPELLED = /(512[^\d]{0,3}555[^\d]{0,3}01[^\d]?88|５１２５５５０１８８)/;
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const actor = { kind: 'console', id: 'sallyport' } as const;

function alarm(phone: string, sourceId: string, description: string, type = 'FIRE') {
  return {
    callflow: 'sandbox',
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: phone },
      event: {
        emergency_type: type,
        source_id: sourceId,
        description,
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
      },
    },
  };
}

/** Every row of every table as text, by the name of the table. */
async function everyRow({ engine, read }: Database): Promise<[string, string][]> {
  const names =
    engine === 'sqlite'
      ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'";
  const rows = async (sql: string) => (await read.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows;
  const tables = (await rows(names)).map(({ name }) => String(name));
  assert.ok(tables.length > 40);
  const all = await Promise.all(
    tables.map(async (table) =>
      (await rows(`SELECT * FROM "${table}"`)).map((row): [string, string] => [
        table,
        Object.values(row)
          .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
          .join('\n'),
      ]),
    ),
  );
  return all.flat();
}

onEachEngine('the removal of a phone number', (engine) => {
  let world: WebhookWorld;
  let equipment: Caller;
  let own = '';
  let others = '';
  before(async () => {
    world = await webhookWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    const receiver = await startReceiver();
    // An endpoint that answers with what it was sent: the delivery log has it.
    receiver.answer = ({ text }, response) => response.writeHead(200).end(text.slice(0, 900));
    await world.subscribe(receiver.url);
    const open = async (number: string, key: string): Promise<string> => {
      const call = { caller_phone_number: number };
      return (await equipment('POST', '/api/incidents', { call }, { 'idempotency-key': key })).body.id;
    };
    for (let index = 0; index < 55; index += 1) own = await open(NUMBER, `own-${index}`);
    others = await open(OTHER, 'others');
    const uploaded = await equipment('POST', `/api/incidents/${own}/media`, PDF, { 'content-type': 'application/pdf' });
    assert.equal(uploaded.status, 201);
    for (const [id, text] of [
      [own, 'He waits outside'],
      [others, 'His brother is at (512) 555-0188'],
      [others, 'Call 1-512-555-0188 back, not 512-555-0177'],
      [others, 'Or 512 555 01 88, which is ５１２５５５０１８８'],
      [others, '00000000-0000-4000-8000-a15125550188'],
    ]) {
      assert.equal((await equipment('POST', `/api/incidents/${id}/notes`, { text })).status, 201);
    }
    const alarms = await callerOf(world.app, 'sandbox-alarm');
    for (const body of [
      alarm('(512) 555-0188', 'own-alarm', 'Smoke'),
      alarm(OTHER, 'shots', 'Shots', 'ACTIVE_ASSAILANT'),
      alarm(NUMBER, 'shots-2', 'Shots, call 512.555.0188', 'ACTIVE_ASSAILANT'),
    ]) {
      const raised = await alarms('POST', '/v1/rem/trigger', body);
      assert.equal(raised.status, 200, JSON.stringify(raised.body));
    }
    const cad = await callerOf(world.app, 'sandbox-prepared-cad');
    const waiting = { cad_partner_incident_id: 'CAD-8', caller_phone_number: '+1 512 555 0188' };
    assert.equal((await cad('POST', '/v2/find_incident', waiting)).status, 200);
    // The number merged into another's call, and another's into the number's.
    assert.equal((await equipment('POST', `/api/incidents/${own}/merge`, { into: others })).status, 200);
    await eventually(() => receiver.received.length > 58);
    const userId = await aUser();
    await world.parts.database.write(({ query }) =>
      query
        .insertInto('deeplinks')
        .values({
          ...{ id: 'dl', ticket_hash: 'hash', user_id: userId, client_id: 'sandbox-cad', agency_id: 'sandbox-county' },
          ...{ query_kind: 'phone', query_given: 'tel://15125550188', query_value: NUMBER, view: '{}' },
          ...{ created_at: 1, expires_at: 2, owner_hash: null, redeemed_at: null, ended_at: null },
        })
        .execute(),
    );
    await receiver.stop();
  });
  after(() => world.stop());

  async function aUser(): Promise<string> {
    return (await world.parts.database.read.selectFrom('users').select('id').executeTakeFirstOrThrow()).id;
  }
  const asked = { phoneNumber: NUMBER, agencyId: null };
  const erased = (isForced: boolean, onProgress: (step: string) => void = () => {}) =>
    eraseNumber(world.parts, { ...asked, isForced, actor, onProgress });
  const naming = async () =>
    (await everyRow(world.parts.database)).filter(([, text]) => SPELLED.test(text)).map(([table]) => table);
  const log = async () =>
    world.parts.database.read.selectFrom('events').select(['agency_id', 'seq', 'type']).orderBy('seq').execute();

  test('is planned with everything that names it, and refused while its calls go on', async () => {
    const tables = new Set(await naming());
    for (const table of [
      'incidents',
      'events',
      'incident_signals',
      'cad_incidents',
      'deeplinks',
      'webhook_deliveries',
    ]) {
      assert.ok(tables.has(table), table);
    }
    const { counts, openIncidents } = await planNumberErasure(world.parts, asked);
    assert.ok(openIncidents >= 54, String(openIncidents));
    assert.deepEqual(
      [counts['incidents'], counts['media_files'], counts['cad_incidents'], counts['deeplinks']],
      [56, 1, 1, 1],
    );
    await assert.rejects(erased(false), { code: 'conflict' });
    await assert.rejects(planNumberErasure(world.parts, { ...asked, agencyId: 'nowhere' }), { code: 'not_found' });
    const elsewhere = await planNumberErasure(world.parts, { ...asked, agencyId: 'harbor-city' });
    assert.ok(Object.values(elsewhere.counts).every((count) => count === 0));
  });

  test('that stopped in the middle is made whole by running it again: no table names it, and the log has no gap', async () => {
    const before = await log();
    for (const step of ['removing media', 'removing incidents', 'rewriting']) {
      const stop = new Error(step);
      const stopThere = (at: string) => {
        if (at.startsWith(step)) throw stop;
      };
      await assert.rejects(erased(true, stopThere), stop);
    }
    const { left } = await erased(true);
    assert.ok(
      Object.values(left).every((count) => count === 0),
      JSON.stringify(left),
    );
    assert.deepEqual(await naming(), []);
    const now = await log();
    assert.deepEqual(
      now.map(({ agency_id, seq }) => `${agency_id}:${seq}`),
      before.map(({ agency_id, seq }) => `${agency_id}:${seq}`),
    );
    assert.ok(now.filter(({ type }) => type === 'erased').length >= 58);
  });

  test("leaves what is others': their calls, notes and alerts without the number, and readers at work", async () => {
    const reader = await callerOf(world.app, 'sandbox-cad');
    const call = await reader('GET', `/api/incidents/${others}`);
    assert.equal(call.status, 200);
    const shown = JSON.stringify(call.body);
    assert.match(shown, /His brother is at \[number erased\]/);
    assert.match(shown, /512-555-0177/);
    const log = JSON.stringify(await eventsAfter(world.parts.database.read, 'sandbox-county', 0, 1_000));
    for (const text of [shown, log]) {
      assert.match(text, /00000000-0000-4000-8000-a\[number erased\]/);
      assert.doesNotMatch(text, /5125550188/);
    }
    const { body } = await reader('GET', '/api/incidents');
    assert.equal(body.incidents.length, 2, 'the other call, and the other alert');
    const events = await callerOf(world.app, 'sandbox-prepared-events');
    assert.equal((await events('GET', '/v1/incident_events?after=sandbox-county:0')).status, 200);
    assert.equal((await reader('GET', `/api/incidents/${own}`)).status, 404);
    assert.equal((await equipment('POST', '/api/incidents', { call: {} })).status, 201);
  });

  test('is recorded in counts alone, and the audit is whole', async () => {
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'subject', 'detail'])
      .where('action', 'in', ['records.erase_started', 'records.erased'])
      .execute();
    assert.deepEqual(records.map(({ action }) => action).sort(), [
      ...Array(4).fill('records.erase_started'),
      'records.erased',
    ]);
    assert.ok(records.every(({ subject, detail }) => subject === null && JSON.parse(detail).of === 'phone_number'));
    assert.ok(world.auditKeys !== undefined);
    const { faults } = await verifyChains(world.parts.database, () => {}, { keys: world.auditKeys, anchors: [] });
    assert.deepEqual(faults, []);
  });
});
