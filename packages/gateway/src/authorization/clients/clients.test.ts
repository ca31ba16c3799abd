import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditRecords } from '../../../../testing/src/audit-records.ts';
import { atOnce, eventually, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import type { Actor } from '../../audit/types.ts';
import { Secret } from '../../kernel/secrets.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { issueClientToken } from '../tokens/issue-client-token.ts';
import { authenticateClient } from './authenticate-client.ts';
import { editClient } from './edit-client.ts';
import { registerClient } from './register-client.ts';
import { addClientSecret, removeClientSecret } from './rotate-secret.ts';
import { findClient } from './store.ts';
import { type Client, STRICT } from './types.ts';

const ACTOR: Actor = { kind: 'console', id: 'test' };
let count = 0;

onEachEngine('a client', (engine) => {
  let here: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let principal: Principal;
  before(async () => {
    here = await testWorld(engine, { limitFailuresPerMinute: 30 });
    there = await testWorld(engine, {}, here.clock);
    ({ parts, clock } = here);
    principal = signedIn(await newPerson(parts, { role: 'admin' }));
  });
  after(async () => {
    await there.stop();
    await here.stop();
  });

  async function newClient(secret = `secret-of-${count + 1}`): Promise<{ client: Client; secret: string }> {
    count += 1;
    const id = `client-${count}`;
    await registerClient(parts, {
      registration: {
        id,
        applicationId: id,
        applicationName: 'An application',
        agencyId: 'sandbox-county',
        name: 'A client',
        integrationKind: 'psap',
        grantTypes: ['client_credentials'],
        scopes: ['alerts'],
        accessTokenTtlSeconds: 3_600,
        settings: { legacy: STRICT, deeplinkView: 'full', embeddingOrigins: [] },
        callflows: [],
      },
      actor: ACTOR,
      secret: new Secret(secret),
    });
    return { client: (await findClient(parts.database.read, id)) as Client, secret };
  }
  const authenticate = (clientId: string, clientSecret: string | null, at = parts, source = '192.0.2.1') =>
    authenticateClient(at, { clientId, clientSecret, method: 'client_secret_basic' }, source);
  const edit = (clientId: string, change: Parameters<typeof editClient>[1]['edit'], at = parts) =>
    editClient(at, {
      agencyId: 'sandbox-county',
      clientId,
      edit: change,
      actor: actorOf(principal),
      origin: originFrom(),
    });

  test('is known by its secret', async () => {
    const { client, secret } = await newClient();
    assert.equal((await authenticate(client.id, secret)).id, client.id);
  });

  test('[RFC 6749 5.2] an unknown id, a wrong secret, none, a stored hash and a disabled client are one refusal', async () => {
    const { client, secret } = await newClient();
    const disabled = await newClient();
    await edit(disabled.client.id, { isDisabled: true });
    const storedHash = client.secrets[0]?.secretHash ?? '';
    const words = new Set<string>();
    for (const [id, given] of [
      ['no-such-client', secret],
      [client.id, 'wrong'],
      [client.id, `${secret} `],
      [client.id, ''],
      [client.id, null],
      [client.id, storedHash],
      [client.id, disabled.secret],
      [disabled.client.id, disabled.secret],
      [disabled.client.id, 'wrong'],
    ] as const) {
      words.add((await refusedWith('invalid_client', authenticate(id, given))).message);
    }
    assert.equal(words.size, 1);
  });

  test('a flood of wrong secrets from one source is slowed, and neither locks the client nor its right secret', async () => {
    const { client, secret } = await newClient();
    const source = '203.0.113.1';
    await atOnce(30, () => authenticate(client.id, 'wrong', parts, source));
    const refusal = await refusedWith('too_many_requests', authenticate(client.id, 'wrong', parts, source));
    assert.ok((refusal.retryAfterSeconds ?? 0) > 0);
    await authenticate(client.id, secret, parts, source);
    await refusedWith('invalid_client', authenticate(client.id, 'wrong', parts, '203.0.113.2'));
  });

  test('two secrets are valid at once, a third is refused, and a removed one is refused at once', async () => {
    const { client, secret } = await newClient();
    const { secretId, clientSecret } = await addClientSecret(parts, { client, actor: ACTOR });
    await authenticate(client.id, secret);
    await authenticate(client.id, clientSecret.reveal());
    await refusedWith('conflict', addClientSecret(parts, { client, actor: ACTOR }));
    const oldId = client.secrets[0]?.id ?? '';
    await removeClientSecret(parts, { client, actor: ACTOR, secretId: oldId });
    await refusedWith('invalid_client', authenticate(client.id, secret));
    await authenticate(client.id, clientSecret.reveal());
    await refusedWith('conflict', removeClientSecret(parts, { client, actor: ACTOR, secretId }));
    await refusedWith('not_found', removeClientSecret(parts, { client, actor: ACTOR, secretId: oldId }));
  });

  test('two additions of a second secret at once add one', async () => {
    const { client } = await newClient();
    const results = await atOnce(4, () => addClientSecret(parts, { client, actor: ACTOR }));
    assert.equal(succeeded(results).length, 1);
    for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
    assert.equal((await findClient(parts.database.read, client.id))?.secrets.length, 2);
  });

  test('two removals at once leave one secret', async () => {
    const { client } = await newClient();
    const { client: both } = await addClientSecret(parts, { client, actor: ACTOR });
    await atOnce(2, (index) =>
      removeClientSecret(parts, { client, actor: ACTOR, secretId: both.secrets[index]?.id ?? '' }),
    );
    assert.equal((await findClient(parts.database.read, client.id))?.secrets.length, 1);
  });

  test('its secret is stored as a hash alone', async () => {
    const { client, secret } = await newClient();
    const { clientSecret } = await addClientSecret(parts, { client, actor: ACTOR });
    const rows = await parts.database.read.selectFrom('client_secrets').selectAll().execute();
    const stored = JSON.stringify([rows, await auditRecords(parts.database)]);
    assert.ok(!stored.includes(secret) && !stored.includes(clientSecret.reveal()));
  });

  test('a secret that expires is refused from that instant', async () => {
    const { client, secret } = await newClient();
    const expiresAt = clock.now() + 1_000;
    await parts.database.write(async (tx) => {
      await tx.query
        .updateTable('client_secrets')
        .set({ expires_at: expiresAt })
        .where('client_id', '=', client.id)
        .execute();
    });
    await authenticate(client.id, secret);
    clock.advance(999);
    await authenticate(client.id, secret);
    clock.advance(1);
    await refusedWith('invalid_client', authenticate(client.id, secret));
  });

  test('when a secret was last used is noted, at most once an hour', async () => {
    const { client, secret } = await newClient();
    const lastUsed = async () => (await findClient(parts.database.read, client.id))?.secrets[0]?.lastUsedAt ?? null;
    const first = clock.now();
    await authenticate(client.id, secret);
    await eventually(async () => (await lastUsed()) === first);
    clock.advance(1_000);
    await authenticate(client.id, secret);
    clock.advance(3_600_000);
    const later = clock.now();
    await authenticate(client.id, secret);
    await eventually(async () => (await lastUsed()) === later);
  });

  test('a change here is seen by another process within a second: disabled, enabled, a secret removed', async () => {
    const { client, secret } = await newClient();
    await authenticate(client.id, secret, there.parts);
    await edit(client.id, { isDisabled: true });
    await refusedWith('invalid_client', authenticate(client.id, secret));
    const isRefusedThere = () =>
      authenticate(client.id, secret, there.parts).then(
        () => false,
        () => true,
      );
    await eventually(isRefusedThere);
    await edit(client.id, { isDisabled: false });
    await eventually(async () => !(await isRefusedThere()));
    const { secretId } = await addClientSecret(parts, { client, actor: ACTOR });
    await removeClientSecret(parts, { client, actor: ACTOR, secretId: client.secrets[0]?.id ?? '' });
    await eventually(isRefusedThere);
    assert.notEqual(secretId, '');
  });

  test("disabling ends a client's access tokens for good, on every process, and enabling gives new ones", async () => {
    const { client } = await newClient();
    const tokenOf = async () => {
      const found = (await findClient(parts.database.read, client.id)) ?? client;
      return (await issueClientToken(parts, { client: found, scope: undefined, origin: originFrom() })).accessToken;
    };
    const isGood = (token: string, at = there.parts) =>
      at.bearer.check(token).then(
        () => true,
        () => false,
      );
    const before = await tokenOf();
    assert.equal(await isGood(before), true);
    for (let round = 0; round < 2; round += 1) {
      const held = await tokenOf();
      await edit(client.id, { isDisabled: true });
      await edit(client.id, { isDisabled: true });
      await eventually(async () => !(await isGood(held)));
      await edit(client.id, { isDisabled: false });
      const later = await tokenOf();
      await eventually(() => isGood(later));
      for (const at of [parts, there.parts])
        for (const token of [before, held]) assert.equal(await isGood(token, at), false, 'and none comes back');
    }
  });

  test('an unknown id is not remembered: the client works everywhere as soon as it is registered', async () => {
    const id = `client-${count + 1}`;
    await refusedWith('invalid_client', authenticate(id, 'soon', there.parts));
    await newClient('soon');
    await authenticate(id, 'soon', there.parts);
  });

  test('two edits at once are both kept: a client that one disables is not enabled by the other', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { client } = await newClient();
      await Promise.all([
        edit(client.id, { isDisabled: true }),
        edit(client.id, { deeplinkView: 'cards' }, there.parts),
        edit(client.id, { embeddingOrigins: ['https://cad.example'] }),
      ]);
      const edited = await findClient(parts.database.read, client.id);
      assert.notEqual(edited?.disabledAt, null, `round ${round}`);
      assert.equal(edited?.settings.deeplinkView, 'cards');
      assert.deepEqual(edited?.settings.embeddingOrigins, ['https://cad.example']);
    }
  });

  test("another agency's client and one that does not exist are the same refusal, and nothing is changed", async () => {
    const { client } = await newClient();
    const request = { edit: { isDisabled: true }, actor: actorOf(principal), origin: originFrom() };
    const foreign = await refusedWith(
      'not_found',
      editClient(parts, { ...request, agencyId: 'harbor-city', clientId: client.id }),
    );
    const none = await refusedWith(
      'not_found',
      editClient(parts, { ...request, agencyId: 'harbor-city', clientId: 'none' }),
    );
    assert.equal(foreign.message, none.message);
    assert.equal((await findClient(parts.database.read, client.id))?.disabledAt, null);
  });

  for (const origin of [
    'https://cad.example/path',
    'cad.example',
    'https://*.example',
    'javascript:alert(1)',
    "https://a.example; script-src 'unsafe-inline'",
    '*',
    'https://cad.example/',
    'null',
    'file://x',
  ]) {
    test(`${origin} is refused as an origin that may frame a deeplink`, async () => {
      const { client } = await newClient();
      await refusedWith('invalid_request', edit(client.id, { embeddingOrigins: ['https://cad.example:8443', origin] }));
      assert.deepEqual((await findClient(parts.database.read, client.id))?.settings.embeddingOrigins, []);
    });
  }

  test('a taken id is refused and leaves the first client as it was', async () => {
    const { client, secret } = await newClient();
    count -= 1;
    await refusedWith('conflict', newClient('another secret'));
    count += 1;
    await authenticate(client.id, secret);
    assert.equal((await findClient(parts.database.read, client.id))?.secrets.length, 1);
  });
});
