import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { atOnce, eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import {
  TEST_SEALING_KEYS,
  TEST_START,
  TEST_URL,
  type TestClock,
  testClock,
  testWorld,
} from '../../../../testing/src/world.ts';
import { compose } from '../../app/compose.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { loadConfig } from '../../config/load-config.ts';
import { silentLog } from '../../kernel/log.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { createSeal } from '../../kernel/seal.ts';
import { findClient } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';
import { issueClientToken } from '../tokens/issue-client-token.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { rotateSigningKeys } from './rotate-signing-keys.ts';
import { startRotationSchedule } from './rotation-schedule.ts';
import { allKeys, insertKey } from './store.ts';

const DAY_MS = 86_400_000;
const OPERATOR = { kind: 'console', id: 'test' } as const;

onEachEngine('the first signing keys', (engine) => {
  test('of two processes that start together are one current and one next, the same for both', async () => {
    const start = async () => {
      const gateway = await compose({
        config: { ...loadConfig({}, {}), logLevel: 'silent' },
        publicUrl: TEST_URL,
        clock: testClock(),
        random: createSystemRandom(),
        log: silentLog,
        database: await engine.open(),
        sealingKeys: TEST_SEALING_KEYS,
      });
      return gateway;
    };
    const gateways = [await start(), await start(), await start()];
    await atOnce(3, (index) => gateways[index]?.start() ?? Promise.resolve());
    const records = await allKeys(gateways[0]?.parts.database.read as GatewayParts['database']['read']);
    assert.deepEqual(records.map(({ state }) => state).sort(), ['current', 'next']);
    const kids = gateways.map(({ parts }) => parts.keys.current().kid);
    assert.equal(new Set(kids).size, 1);
    for (const { parts } of gateways) assert.equal(parts.keys.published().length, 2);
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  });
});

onEachEngine('a rotation of the signing keys', (engine) => {
  let here: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let client: Client;
  before(async () => {
    here = await testWorld(engine, { signingKeyRotationDays: 30 });
    there = await testWorld(engine, {}, here.clock);
    ({ parts, clock } = here);
    client = (await findClient(parts.database.read, 'sandbox-alarm')) as Client;
  });
  after(async () => {
    await there.stop();
    await here.stop();
  });

  const issue = async (at = parts) =>
    (await issueClientToken(at, { client, scope: undefined, origin: originFrom() })).accessToken;
  const states = async () => (await allKeys(parts.database.read)).map(({ state }) => state).sort();
  const ofState = async (state: string) =>
    (await allKeys(parts.database.read)).filter((key) => key.state === state).map(({ kid }) => kid);

  test('makes the next key current, keeps the old one published as previous, and makes a new next', async () => {
    const [current] = await ofState('current');
    const [next] = await ofState('next');
    assert.equal(await rotateSigningKeys(parts, OPERATOR), next);
    assert.deepEqual(await ofState('current'), [next]);
    assert.deepEqual(await ofState('previous'), [current]);
    assert.notEqual((await ofState('next'))[0], next);
    await eventually(() => parts.keys.current().kid === next);
  });

  test('voids no token: the old ones and the new ones are taken here and by another process, without a restart', async () => {
    const before = await issue();
    await eventually(() => there.parts.keys.current().kid === parts.keys.current().kid);
    await rotateSigningKeys(parts, OPERATOR);
    const [current] = await ofState('current');
    await eventually(() => parts.keys.current().kid === current);
    const after = await issue();
    // Another process verifies it even before it has received of the rotation: its key was published as next.
    await there.parts.bearer.check(after);
    await eventually(() => there.parts.keys.current().kid === current);
    for (const token of [before, after, await issue(there.parts)]) {
      await parts.bearer.check(token);
      await there.parts.bearer.check(token);
      const keySet = createLocalJWKSet({ keys: [...there.parts.keys.published()] });
      await jwtVerify(token, keySet, { issuer: TEST_URL, currentDate: new Date(clock.now()) });
    }
  });

  test('happens once where two processes rotate at once', async () => {
    const [before] = await ofState('current');
    const count = (await allKeys(parts.database.read)).length;
    // Neither writes before both have read which key is current.
    let arrived = 0;
    const bothHaveRead = () => eventually(() => arrived === 2);
    const heldBack = (at: GatewayParts): GatewayParts => ({
      ...at,
      database: {
        ...at.database,
        async write(unit) {
          arrived += 1;
          await bothHaveRead();
          return at.database.write(unit);
        },
      },
    });
    const rotate = (at: GatewayParts) => rotateSigningKeys(heldBack(at), OPERATOR);
    const kids = await Promise.all([rotate(parts), rotate(there.parts)]);
    assert.equal(kids[0], kids[1]);
    assert.notEqual(kids[0], before);
    assert.equal((await allKeys(parts.database.read)).length, count + 1);
    assert.deepEqual(
      (await states()).filter((state) => state !== 'previous'),
      ['current', 'next'],
    );
  });

  test('removes an old key only when every token it signed has long expired', async () => {
    const token = await issue();
    const [old] = await ofState('current');
    await rotateSigningKeys(parts, OPERATOR);
    clock.advance(2 * DAY_MS - 1);
    await rotateSigningKeys(parts, OPERATOR);
    assert.ok((await ofState('previous')).includes(old ?? ''));
    clock.advance(2);
    await rotateSigningKeys(parts, OPERATOR);
    assert.ok(!(await ofState('previous')).includes(old ?? ''));
    await eventually(() => parts.keys.find(old ?? '') === undefined);
    await refusedWith('invalid_token', parts.bearer.check(token));
  });

  test('is made by the schedule once the current key is old enough, and not before', async () => {
    await rotateSigningKeys(parts, OPERATOR);
    const [current] = await ofState('current');
    await eventually(() => parts.keys.current().kid === current);
    clock.advance(30 * DAY_MS - 1);
    await startRotationSchedule(parts)();
    await parts.database.write(async () => {});
    assert.deepEqual(await ofState('current'), [current]);
    clock.advance(1);
    await startRotationSchedule(parts)();
    await eventually(async () => (await ofState('current'))[0] !== current);
  });

  test('publishes public members alone', async () => {
    for (const jwk of parts.keys.published()) {
      assert.deepEqual(Object.keys(jwk).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });
});

onEachEngine('the seal of the signing keys', (engine) => {
  const composed = async (sealingKeys: readonly string[]) =>
    compose({
      config: { ...loadConfig({}, {}), logLevel: 'silent' },
      publicUrl: TEST_URL,
      clock: testClock(),
      random: createSystemRandom(),
      log: silentLog,
      database: await engine.open(),
      sealingKeys,
    });
  const started = async (sealingKeys: readonly string[]) => {
    const gateway = await composed(sealingKeys);
    await gateway.start();
    return gateway;
  };
  const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
  const shape = (records: Awaited<ReturnType<typeof allKeys>>) =>
    records.map(({ kid, state, sealedUnder }) => ({ kid, state, sealedUnder }));

  test('closes the keys of an installation that was begun before there was one, and they sign on', async () => {
    const database = await engine.open();
    const { read } = database;
    const plain = await Promise.all(
      (['current', 'next'] as const).map((state) =>
        makeSigningKey({ ...createSeal([], createSystemRandom()), seal: (text) => text }, 'ES256', state, TEST_START),
      ),
    );
    await database.write(async (tx) => {
      for (const key of plain) await insertKey(tx.query, key);
    });
    const gateway = await started([first]);
    const stored = await allKeys(read);
    assert.deepEqual(
      stored.map(({ kid, state }) => `${kid} ${state}`).sort(),
      plain.map(({ kid, state }) => `${kid} ${state}`).sort(),
    );
    for (const { privateJwk, sealedUnder } of stored) {
      assert.equal(sealedUnder, gateway.parts.seal.fingerprint);
      assert.throws(() => JSON.parse(privateJwk));
      assert.doesNotMatch(privateJwk, /"d"/);
    }
    assert.equal(gateway.parts.keys.current().kid, plain[0]?.kid);
    await gateway.stop();
    await database.close();
  });

  test('of another process is left alone: each signs with its own keys, and all are published by both', async () => {
    const here = await started([first]);
    const there = await started([second]);
    await here.parts.keys.reload();
    const kids = [here, there].map(({ parts }) => parts.keys.current().kid);
    assert.equal(new Set(kids).size, 2);
    for (const { parts } of [here, there]) {
      assert.deepEqual(
        parts.keys
          .published()
          .map(({ kid }) => kid)
          .sort(),
        (await allKeys(parts.database.read)).map(({ kid }) => kid).sort(),
      );
    }
    await rotateSigningKeys(here.parts, OPERATOR);
    await eventually(() => kids.every((kid, index) => [here, there][index]?.parts.keys.current().kid !== kid));
    await eventually(async () => {
      const states = (await allKeys(here.parts.database.read)).map(({ state }) => state);
      return states.filter((state) => state === 'next').length === 2;
    });
    await here.stop();
    await there.stop();
  });

  test('changes to the first of the keys, and a command without any is refused and changes nothing', async () => {
    const both = await started([second, first]);
    const { read } = both.parts.database;
    const stored = await allKeys(read);
    assert.deepEqual(new Set(stored.map(({ sealedUnder }) => sealedUnder)), new Set([both.parts.seal.fingerprint]));
    assert.deepEqual(
      stored
        .map(({ state }) => state)
        .filter((state) => state !== 'previous')
        .sort(),
      ['current', 'next'],
    );
    const before = both.parts.keys.current().kid;
    const keyless = await composed([]);
    await assert.rejects(rotateSigningKeys(keyless.parts, OPERATOR), { name: 'InstallationError' });
    await keyless.stop();
    assert.deepEqual(shape(await allKeys(read)), shape(stored));
    const command = await composed([second]);
    const after = await rotateSigningKeys(command.parts, OPERATOR);
    assert.notEqual(after, before);
    await eventually(() => both.parts.keys.current().kid === after);
    await eventually(async () => shape(await allKeys(read)).some(({ state }) => state === 'next'));
    assert.ok(shape(await allKeys(read)).every(({ sealedUnder }) => sealedUnder === both.parts.seal.fingerprint));
    await command.stop();
    await both.stop();
  });
});

onEachEngine('EdDSA signing keys', (engine) => {
  test('sign tokens that are taken here and verify from the published keys', async () => {
    const world = await testWorld(engine, { signingAlgorithm: 'EdDSA' });
    const client = (await findClient(world.parts.database.read, 'sandbox-alarm')) as Client;
    const { accessToken } = await issueClientToken(world.parts, { client, scope: undefined, origin: originFrom() });
    assert.equal((await world.parts.bearer.check(accessToken)).client?.id, client.id);
    const keySet = createLocalJWKSet({ keys: [...world.parts.keys.published()] });
    const { protectedHeader } = await jwtVerify(accessToken, keySet, { currentDate: new Date(world.clock.now()) });
    assert.equal(protectedHeader.alg, 'EdDSA');
    await world.stop();
  });
});
