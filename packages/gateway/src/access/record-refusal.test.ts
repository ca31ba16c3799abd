import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GatewayParts } from '../dialects/route.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';
import { onEachEngine } from '../testing/engines.ts';
import { newPerson, signedIn } from '../testing/people.ts';
import { type TestClock, testWorld } from '../testing/world.ts';
import { Limits } from './limits/limits.ts';
import type { Principal } from './principal.ts';
import { RefusalRecorder } from './record-refusal.ts';

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

  test('is found by the request id that the answer carried, and says which check failed', async () => {
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

  test('names the person or client that asked, or the client a stranger claimed to be', async () => {
    const error = refuse.notFound({ description: 'Nothing here' });
    const person = await newPerson(parts);
    const [byPerson] = await recorded(error, { principal: signedIn(person) });
    assert.deepEqual(
      [byPerson?.actor_kind, byPerson?.actor_id, byPerson?.agency_id],
      ['user', person.id, 'sandbox-county'],
    );
    const [byStranger] = await recorded(error, { claimedClientId: 'sandbox-cad' });
    assert.deepEqual(
      [byStranger?.actor_kind, byStranger?.actor_id, byStranger?.agency_id],
      ['anonymous', 'sandbox-cad', null],
    );
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
    const recorder = new RefusalRecorder({ ...parts, limits });
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

  test('that cannot be written is noted in the log and refuses nothing more', async () => {
    const lines: string[] = [];
    const database = { ...parts.database, write: () => Promise.reject(new Error('the disk is full')) };
    const log = { ...parts.log, error: (_: unknown, message: string) => void lines.push(message) };
    await recorded(refuse.notFound({ description: 'x' }), {}, new RefusalRecorder({ ...parts, database, log }));
    assert.deepEqual(lines, ['a refusal could not be recorded']);
  });
});
