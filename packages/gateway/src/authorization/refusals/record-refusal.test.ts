import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, signedIn } from '../../../../testing/src/people.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Client } from '../clients/types.ts';
import { Limits } from '../limits/limits.ts';
import type { Principal } from '../principals/principal.ts';
import { recordRefusedAuthorization } from '../requests/start-authorization.ts';
import { RefusalRecorder } from './record-refusal.ts';
import { StrangerRecords } from './stranger-records.ts';

const FLOOD = refuse.tooManyRequests({ description: 'Too many', logDetail: 'limit reads', retryAfterSeconds: 1 });

onEachEngine('the record of a refusal', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  before(async () => {
    world = await testWorld(engine);
    ({ parts, clock } = world);
  });
  after(() => world.stop());

  let count = 0;
  async function recorded(
    error: DomainError,
    who: { principal?: Principal; claimedClientId?: string; source?: string } = {},
    recorder = new RefusalRecorder(parts),
  ) {
    count += 1;
    const requestId = `refused-${count}`;
    await recorder.record({
      error,
      route: '/somewhere/:id',
      principal: who.principal ?? null,
      claimedClientId: who.claimedClientId ?? null,
      origin: { source: who.source ?? '192.0.2.1', requestId },
    });
    return parts.database.read.selectFrom('audit_records').selectAll().where('request_id', '=', requestId).execute();
  }

  const refusedAuthorizations = () =>
    parts.database.read
      .selectFrom('audit_records')
      .selectAll()
      .where('action', '=', 'authorization.refused')
      .orderBy('number')
      .execute();

  test('is not written where the database was in the way, which refused nobody', async () => {
    assert.deepEqual(await recorded(refuse.unavailable({ description: 'Not now' })), []);
    assert.deepEqual(await recorded(refuse.outcomeUnknown({ description: 'Perhaps' })), []);
  });

  test('is found by the request id that the answer carried, and states which check failed', async () => {
    const error = refuse.invalidToken({ description: 'What the caller reads', logDetail: 'which check failed' });
    const [record] = await recorded(error);
    assert.equal(record?.action, 'request.refused');
    assert.equal(record?.outcome, 'refused');
    assert.equal(record?.source, '192.0.2.1');
    assert.deepEqual(JSON.parse(record?.detail ?? ''), {
      route: '/somewhere/:id',
      code: 'invalid_token',
      check: 'which check failed',
    });
  });

  test('names the person or client that asked; who proved nothing is anonymous, and what they claimed a detail', async () => {
    const error = refuse.notFound({ description: 'Nothing here' });
    const person = await newPerson(parts);
    const [byPerson] = await recorded(error, { principal: signedIn(person) });
    assert.deepEqual(
      [byPerson?.actor_kind, byPerson?.actor_id, byPerson?.agency_id],
      ['user', person.id, 'sandbox-county'],
    );
    const [byStranger] = await recorded(error, { claimedClientId: 'sandbox-cad' });
    assert.deepEqual(
      [byStranger?.actor_kind, byStranger?.actor_id, byStranger?.subject, byStranger?.agency_id],
      ['anonymous', '', 'sandbox-cad', null],
    );
    assert.equal(JSON.parse(byStranger?.detail ?? '').claimed_client, 'sandbox-cad');
    const [byNobody] = await recorded(error);
    assert.equal(byNobody?.actor_id, '');
  });

  test('is not written twice where the use case has written it', async () => {
    const error = refuse.invalidCredentials({ description: 'Wrong', isRecorded: true });
    assert.deepEqual(await recorded(error), []);
  });

  test('of a flood is written once a minute and actor, so that a flood cannot fill the disk', async () => {
    const recorder = new RefusalRecorder(parts);
    const flood = async (source: string, times: number) => {
      let written = 0;
      for (let time = 0; time < times; time += 1) written += (await recorded(FLOOD, { source }, recorder)).length;
      return written;
    };
    assert.equal(await flood('203.0.113.1', 20), 1);
    assert.equal(await flood('203.0.113.2', 20), 1);
    clock.advance(59_999);
    assert.equal(await flood('203.0.113.1', 5), 0);
    clock.advance(1);
    assert.equal(await flood('203.0.113.1', 5), 1);
  });

  test("of strangers at one address is written up to the address's allowance; the next record counts the rest", async () => {
    const limits = new Limits({ ...parts.settings, limitRefusalRecordsPerMinute: 3 }, clock);
    const recorder = new RefusalRecorder({ ...parts, strangers: new StrangerRecords({ limits }) });
    const unknown = refuse.notFound({ description: 'Nothing here' });
    let written = 0;
    for (let time = 0; time < 10; time += 1) {
      const claimedClientId = `made-up-${time}`;
      written += (await recorded(unknown, { source: '203.0.113.9', claimedClientId }, recorder)).length;
    }
    assert.equal(written, 3);
    assert.equal((await recorded(unknown, { source: '203.0.113.10' }, recorder)).length, 1);
    const principal = signedIn(await newPerson(parts));
    assert.equal((await recorded(unknown, { source: '203.0.113.11', principal }, recorder)).length, 1);
    clock.advance(20_000);
    const [next] = await recorded(unknown, { source: '203.0.113.9' }, recorder);
    assert.equal(JSON.parse(next?.detail ?? '').notRecorded, 7);
  });

  test('of one /64 of IPv6, and of IPv4 inside IPv6, is counted as of one address', async () => {
    const limits = new Limits({ ...parts.settings, limitRefusalRecordsPerMinute: 3 }, clock);
    const recorder = new RefusalRecorder({ ...parts, strangers: new StrangerRecords({ limits }) });
    const unknown = refuse.notFound({ description: 'Nothing here' });
    const written = { network: 0, ipv4: 0 };
    for (let time = 1; time <= 10; time += 1) {
      written.network += (await recorded(unknown, { source: `2001:db8:5:5::${time}` }, recorder)).length;
      const source = time % 2 === 0 ? '198.51.100.77' : '::ffff:198.51.100.77';
      written.ipv4 += (await recorded(unknown, { source }, recorder)).length;
    }
    assert.deepEqual(written, { network: 3, ipv4: 3 });
    assert.equal((await recorded(unknown, { source: '2001:db8:5:6::1' }, recorder)).length, 1);
  });

  test('of strangers is bounded for all addresses together, and every one left out is counted in a later one', async () => {
    const limits = new Limits({ ...parts.settings, limitRefusalRecordsInAllPerMinute: 5 }, clock);
    const strangers = new StrangerRecords({ limits });
    const recorder = new RefusalRecorder({ ...parts, strangers });
    const unknown = refuse.notFound({ description: 'Nothing here' });
    let written = 0;
    for (let time = 0; time < 8; time += 1) {
      written += (await recorded(unknown, { source: `203.0.113.${100 + time}` }, recorder)).length;
    }
    assert.equal(written, 5);
    // Each of many more addresses is left out once; the oldest are not kept by name, and their number is.
    for (let many = 0; many < 12_000; many += 1) strangers.take({ source: `10.${many >> 8}.${many & 255}.1` });
    clock.advance(60_000);
    const [next] = await recorded(unknown, { source: '203.0.113.107' }, recorder);
    assert.equal(JSON.parse(next?.detail ?? '').notRecordedElsewhere, 3 + 12_000 - 10_000);
  });

  test('sent back to an application is anonymous, and one of those that strangers have an allowance for', async () => {
    const limits = new Limits({ ...parts.settings, limitRefusalRecordsPerMinute: 2 }, clock);
    const strangers = new StrangerRecords({ limits });
    const client = (await parts.clients.find('sandbox-responder')) as Client;
    const error = refuse.unsupportedResponseType({ description: 'response_type must be code' });
    const before = await refusedAuthorizations();
    for (let time = 0; time < 6; time += 1) {
      const origin = { source: `2001:db8:7:7::${time}`, requestId: `asked-${time}` };
      await recordRefusedAuthorization({ ...parts, strangers }, { client, error, origin });
    }
    const rows = (await refusedAuthorizations()).slice(before.length);
    assert.equal(rows.length, 2);
    for (const row of rows) {
      assert.deepEqual([row.actor_kind, row.actor_id, row.agency_id], ['anonymous', '', null]);
      assert.equal(JSON.parse(row.detail).claimed_client, 'sandbox-responder');
    }
  });

  test('that cannot be written is noted in the log and refuses nothing more', async () => {
    const lines: string[] = [];
    const database = { ...parts.database, write: () => Promise.reject(new Error('the disk is full')) };
    const log = { ...parts.log, error: (_: unknown, message: string) => void lines.push(message) };
    await recorded(refuse.notFound({ description: 'x' }), {}, new RefusalRecorder({ ...parts, database, log }));
    assert.deepEqual(lines, ['a refusal could not be recorded']);
  });
});
