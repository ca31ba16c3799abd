import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { auditRecords } from '../../../../testing/src/audit-records.ts';
import { atOnce, failed } from '../../../../testing/src/barrier.ts';
import { callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { findRecords } from '../../audit/search/store.ts';
import type { AuditRecord } from '../../audit/types.ts';
import { verifyChains, verifyNewest } from '../../audit/verify-chains.ts';
import { pack } from '../../database/packed/pack.ts';
import { markPacking, PACKED_ROWS } from '../../database/packed-rows.ts';
import { eventsAfter } from '../../incidents/events/store.ts';
import { findIncident, LISTED_COLUMNS, toListed } from '../../incidents/incident/store.ts';
import { removeServer } from '../../operation/servers/store.ts';
import { readAudit } from '../../records/audit-reading/read-audit.ts';
import { eraseNumber, planNumberErasure } from '../../records/erase/number/erase-number.ts';
import { exportRecords } from '../../records/export/export-records.ts';
import { reportFigures } from '../../records/report/report-figures.ts';
import { packRows } from './pack-rows.ts';

const AGENCY = 'sandbox-county';
const NUMBER = '+15125550188';
const actor = { kind: 'console', id: 'sallyport' } as const;
const EVERY = { agencyId: null, involved: [], action: null, outcome: null, since: null, until: null } as const;
const NEWEST = { direction: 'older', at: Number.MAX_SAFE_INTEGER, chain: '', number: 0 } as const;
const ROWS = ['incidents', 'events', 'audit_records'] as const;
type World = Awaited<ReturnType<typeof testWorld>>;

const alarm = (sourceId: string) => ({
  callflow: 'sandbox',
  variables: {
    user: { full_name: 'Jordan Rivera', phone_number: '+15125550177' },
    event: {
      ...{ emergency_type: 'BURGLARY', source_id: sourceId, site_type: 'RESIDENTIAL' },
      description: 'Front door opened, call (512) 555-0188 or ５１２５５５０１８８',
      location: {
        geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 },
        civic: { street_1: '20 W 34th St', city: 'New York', state: 'NY', zip_code: '10001' },
      },
    },
  },
});

/** The alarm that one version wrote, without what tells it from the other's: ids and instants. */
const unnamed = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
      .replaceAll(/\b1[78]\d{11}\b/g, '0')
      .replaceAll(/alarm-\d/g, 'alarm'),
  );

onEachEngine('rows that the version before wrote, and packed ones beside them', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-packed-'));
  let world: World;
  let plain: string;
  let packed: string;

  /** One life of an alert: raised, accepted, noted, each by a token of its own. */
  async function live({ app, clock }: World, sourceId: string): Promise<string> {
    const [alarms, cad] = [await callerOf(app, 'sandbox-alarm'), await callerOf(app, 'sandbox-cad')];
    const raised = await alarms('POST', '/v1/rem/trigger', alarm(sourceId));
    assert.equal(raised.status, 200, JSON.stringify(raised.body));
    const { alert_id: alertId } = raised.body as { alert_id: string };
    clock.advance(4_000);
    assert.equal((await cad('PATCH', `/v1/alerts/${alertId}`, { status: 'ACCEPTED' })).status, 200);
    return alertId.replace('alert-', '');
  }
  async function countPacked({ parts }: World): Promise<number[]> {
    const counted = ROWS.map((table) =>
      parts.database.read
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('packed', 'is not', null)
        .executeTakeFirstOrThrow(),
    );
    return (await Promise.all(counted)).map(({ count }) => Number(count));
  }
  const eventsOf = async (id: string) =>
    (await eventsAfter(world.parts.database.read, AGENCY, 0, 1_000)).filter(({ incidentId }) => incidentId === id);
  const tokens = async () =>
    (await auditRecords(world.parts.database)).filter(({ action }) => action === 'token.issued');
  /** The two of the audit's tokens that were written packed, and those that were not. */
  async function byForm(): Promise<{ plain: AuditRecord[]; packed: AuditRecord[] }> {
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['chain', 'number'])
      .where('packed', 'is not', null)
      .execute();
    const isPacked = (record: AuditRecord) =>
      rows.some(({ chain, number }) => chain === record.chain && number === record.number);
    const all = await tokens();
    return { plain: all.filter((record) => !isPacked(record)), packed: all.filter(isPacked) };
  }
  const proof = () => ({ keys: world.auditKeys });
  const changePacked = (record: Pick<AuditRecord, 'chain' | 'number'>, to: Uint8Array | null) =>
    world.parts.database.write(({ query }) =>
      query
        .updateTable('audit_records')
        .set({ packed: to })
        .where('chain', '=', record.chain)
        .where('number', '=', record.number)
        .execute(),
    );

  before(async () => {
    const begun = await engine.open();
    await begun.write(({ query }) => sql`DELETE FROM kysely_migration WHERE name = ${PACKED_ROWS}`.execute(query));
    await begun.write(({ query }) => sql`DELETE FROM migration_marks WHERE name = ${PACKED_ROWS}`.execute(query));
    await begun.close();
    const older = await testWorld(engine);
    plain = await live(older, 'alarm-1');
    const now = older.clock.now();
    // Its clock is behind or ahead, or it could not write for a while: it may run all the same.
    for (const seen_at of [now, now - 60_001, now - 86_400_000, now + 86_400_000]) {
      const stated = { seen_at, sockets: 0, events_behind: 0, not_ready: '[]' };
      const server = { id: 'older', host: 'gate-1', version: '0.1.0', started_at: 0, ...stated };
      await older.parts.database.write(({ query }) => query.insertInto('servers').values(server).execute());
      const message = /version 0\.1\.0 on gate-1, .*stop it.*killed is removed an hour after/;
      await assert.rejects(packRows(older.parts, { actor }), { code: 'conflict', message });
      await older.parts.database.write(({ query }) => removeServer(query, 'older'));
    }
    const other = await engine.open();
    const both = [older.parts.database, other];
    const refused = failed(
      await atOnce(2, async (index) => packRows({ ...older.parts, database: both[index] ?? other }, { actor })),
    );
    await other.close();
    assert.deepEqual(
      refused.map((err) => (err as Error).message),
      ['Rows are written packed already'],
    );
    // As the second of two that both looked before either of them wrote.
    assert.equal(await older.parts.database.write(({ query }) => markPacking(query, now)), false);
    await assert.rejects(packRows(older.parts, { actor }), { code: 'conflict', message: /already/ });
    await (await callerOf(older.app, 'sandbox-cad'))('GET', '/v1/alerts');
    assert.deepEqual(await countPacked(older), [0, 0, 0], 'a server that runs goes on as it began');
    await older.stop();
    world = await testWorld(engine);
    packed = await live(world, 'alarm-2');
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.stop();
  });

  test('state the same events and the same incident, and are named in the audit', async () => {
    const [incidents, events, records] = await countPacked(world);
    assert.deepEqual([incidents, events, records], [1, (await eventsOf(packed)).length, 2]);
    const written = await eventsOf(plain);
    assert.ok(written.length >= 3, String(written.length));
    const facts = (event: (typeof written)[number]) => unnamed({ ...event, seq: 0 });
    assert.deepEqual((await eventsOf(packed)).map(facts), written.map(facts));
    const { read } = world.parts.database;
    const [before, since] = [await findIncident(read, AGENCY, plain), await findIncident(read, AGENCY, packed)];
    assert.equal(before?.location?.civic?.street1, '20 W 34th St');
    assert.deepEqual(unnamed(since), unnamed(before));
    const [packing] = await findRecords(read, { ...EVERY, action: 'database.packed' }, NEWEST, 2);
    assert.equal(packing?.actor_kind, 'console');
  });

  test('are found in the audit, verified and read back with each fact of a token', async () => {
    const { plain: before, packed: since } = await byForm();
    assert.deepEqual([before.length, since.length], [3, 2]);
    const stated = ({ actor_id, subject, request_id, source, detail }: AuditRecord) =>
      unnamed({ actor_id, subject, request_id, source, detail });
    for (const record of since) {
      assert.match(record.subject ?? '', /^[0-9a-f-]{36}$/);
      const same = before.find(({ actor_id }) => actor_id === record.actor_id) ?? assert.fail();
      assert.deepEqual(stated(record), stated(same));
    }
    const { faults, records: count } = await verifyChains(world.parts.database, undefined, proof());
    assert.deepEqual(faults, []);
    assert.ok(count > 10);
  });

  /** The bytes of a record that is packed. */
  async function packedOf({ chain, number }: AuditRecord): Promise<Buffer> {
    const row = await world.parts.database.read
      .selectFrom('audit_records')
      .select('packed')
      .where('chain', '=', chain)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    return Buffer.from(row.packed ?? assert.fail('it is packed'));
  }

  test('that somebody changed are named by a verification, in whichever byte, and the others are read beside them', async () => {
    const [record = assert.fail()] = (await byForm()).packed;
    const { read } = world.parts.database;
    const bytes = await packedOf(record);
    const all = (await tokens()).length;
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await changePacked(record, changed);
      const { faults } = await verifyNewest({ read }, { limit: 1_000, ...proof() });
      const found = faults.filter((fault) => fault.startsWith(`chain ${record.chain}, record ${record.number}: `));
      assert.equal(found.length, 1, `byte ${place}: ${faults.join()}`);
    }
    await changePacked(record, Uint8Array.of(9, ...bytes.subarray(1)));
    const { faults } = await verifyChains(world.parts.database, undefined, proof());
    assert.deepEqual(faults, [
      `chain ${record.chain}, record ${record.number}: is packed in form 9, and this version reads form 1`,
    ]);
    const left = await tokens();
    assert.equal(left.length, all);
    assert.equal(left.filter(({ detail }) => /unreadable.*form 9/.test(detail)).length, 1);
    await changePacked(record, bytes);
    assert.deepEqual((await verifyChains(world.parts.database, undefined, proof())).faults, []);
  });

  test('that lost their bytes, or have others than a record has, are read on a page with the rest, and verified as what they are', async () => {
    const [record = assert.fail()] = (await byForm()).packed;
    const original = await packedOf(record);
    const place = `chain ${record.chain}, record ${record.number}`;
    for (const [bytes, reason] of [
      [null, 'has lost its bytes'],
      [pack([null, null, null, null], record.at), 'is damaged: it was changed after it was written'],
    ] as const) {
      await changePacked(record, bytes);
      const search = { filter: { ...EVERY, action: 'token.issued' }, cursor: null, limit: 50 };
      const { records } = await readAudit(world.parts, { ...search, actor, origin: originFrom() });
      const found = records.find(({ chain, number }) => chain === record.chain && number === record.number);
      assert.equal(found?.detail, JSON.stringify({ unreadable: reason }));
      assert.equal(records.length, (await tokens()).length);
      assert.deepEqual((await verifyChains(world.parts.database, undefined, proof())).faults, [`${place}: ${reason}`]);
    }
    await changePacked(record, original);
    assert.deepEqual((await verifyChains(world.parts.database, undefined, proof())).faults, []);
  });

  test('of an incident that are damaged are named by its id, in its own read and in a list', async () => {
    const { read } = world.parts.database;
    const incidents = read.selectFrom('incidents').select(LISTED_COLUMNS);
    const row = await incidents.where('id', '=', packed).executeTakeFirstOrThrow();
    const whole = row.packed ?? assert.fail('it is packed');
    const put = (bytes: Uint8Array) =>
      world.parts.database.write(({ query }) =>
        query.updateTable('incidents').set({ packed: bytes }).where('id', '=', packed).execute(),
      );
    const bad = pack(['no members'], row.created_at) ?? assert.fail();
    for (const [bytes, reason] of [
      [whole.subarray(0, 9), 'is damaged: '],
      [bad, 'is damaged: '],
      [Uint8Array.of(9, ...whole.subarray(1)), 'is packed in form 9, '],
    ] as const) {
      await put(bytes);
      const named = { message: new RegExp(`^incident ${packed} ${reason}`) };
      await assert.rejects(findIncident(read, AGENCY, packed), named);
      const listed = await incidents.where('id', '=', packed).executeTakeFirstOrThrow();
      assert.throws(() => toListed(listed), named);
    }
    await put(whole);
    assert.equal((await findIncident(read, AGENCY, packed))?.id, packed);
  });

  test('are exported in the same words, and none as bytes', async () => {
    const { counts } = await exportRecords(world.parts, {
      ...{ actor, folder: join(folder, 'all'), onProgress: () => {} },
      openSnapshot: async () => ({ read: world.parts.database.read, end: async () => {} }),
      scope: { agencyId: AGENCY, phoneNumber: null, from: 0, until: Number.MAX_SAFE_INTEGER },
    });
    assert.ok((counts['events'] ?? 0) > 0);
    const rowsOf = (kind: string) =>
      readFileSync(join(folder, 'all', `${kind}.jsonl`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const kind of ROWS)
      assert.ok(
        rowsOf(kind).every((row) => !('packed' in row) && !('unreadable' in row)),
        kind,
      );
    const about = (id: string, of: string, kind: string) => rowsOf(kind).filter((row) => row[of] === id);
    const whole = (row: Record<string, unknown>) => unnamed({ ...row, seq: 0, number: 0, alert: 0 });
    assert.deepEqual(
      about(packed, 'incident_id', 'events').map(whole),
      about(plain, 'incident_id', 'events').map(whole),
    );
    assert.deepEqual(about(packed, 'id', 'incidents').map(whole), about(plain, 'id', 'incidents').map(whole));
    const [alert] = about(packed, 'id', 'incidents').map((row) => row['alert'] as Record<string, unknown>);
    assert.equal(alert?.['locations'], 'its own');
  });

  test('are counted by a report, by what statements look for', async () => {
    const { tally } = await reportFigures(world.parts, { agencyId: AGENCY, since: undefined, until: undefined });
    const { received, waits } = tally.alerts;
    assert.deepEqual([received, waits.size, waits.percentile(50)], [2, 2, 4]);
  });

  test('lose a number that they name, in texts of either form, and keep the rest', async () => {
    const asked = { phoneNumber: NUMBER, agencyId: null };
    const { counts } = await planNumberErasure(world.parts, asked);
    assert.ok((counts['mentions'] ?? 0) >= 2 * 3, JSON.stringify(counts));
    const { left } = await eraseNumber(world.parts, { ...asked, isForced: true, actor, onProgress: () => {} });
    assert.ok(
      Object.values(left).every((count) => count === 0),
      JSON.stringify(left),
    );
    for (const id of [plain, packed]) {
      const texts = JSON.stringify([await findIncident(world.parts.database.read, AGENCY, id), await eventsOf(id)]);
      assert.ok(texts.includes('Front door opened, call [number erased] or [number erased]'), texts);
      assert.doesNotMatch(texts, /0188|０１８８/);
      assert.match(texts, /20 W 34th St/);
    }
    assert.deepEqual(await countPacked(world), [1, (await eventsOf(packed)).length, 2]);
  });
});
