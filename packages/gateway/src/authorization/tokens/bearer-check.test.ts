import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { editUser, endUserSessions } from '../../people/administration/administer-user.ts';
import { findUserByEmail } from '../../people/users/store.ts';
import type { User } from '../../people/users/types.ts';
import { editClient } from '../clients/edit-client.ts';
import { findClient } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';
import { issueClientToken } from './issue-client-token.ts';
import { issuePasswordToken } from './issue-password-token.ts';

interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const partOf = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>;
const open = (token: string): Jwt => ({ header: partOf(token, 0), claims: partOf(token, 1) });

function sealed({ header, claims }: Jwt, key: KeyObject): string {
  const input = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

onEachEngine('the bearer check', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let cad: Client;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { publicUrl: TEST_URL });
    ({ parts, clock } = world);
    cad = (await findClient(parts.database.read, 'sandbox-cad')) as Client;
    admin = (await findUserByEmail(parts.database.read, 'admin@sandbox.test')) as User;
  });
  after(() => world.stop());

  const issue = async (client = cad) =>
    (await issueClientToken(parts, { client, scope: undefined, origin: originFrom() })).accessToken;
  const issueTo = async (user: User, at = parts) =>
    (
      await issuePasswordToken(at, {
        client: cad,
        username: user.email,
        password: PASSWORD,
        scope: 'alerts',
        origin: originFrom(),
      })
    ).accessToken;
  const refused = (token: string, at = parts) => refusedWith('invalid_token', at.bearer.check(token));
  /** The server's own token with something changed, and signed again by the server's own key. */
  const resigned = async (change: (jwt: Jwt) => void) => {
    const jwt = open(await issue());
    change(jwt);
    return sealed(jwt, parts.keys.current().privateKey);
  };
  const administering = (user: User) => ({
    agencyId: 'sandbox-county',
    userId: user.id,
    actor: { kind: 'user', id: admin.id } as const,
    origin: originFrom(),
  });

  test("a client's token is its client, in its agency, with the rights of its scopes and no user", async () => {
    const principal = await parts.bearer.check(await issue());
    assert.equal(principal.via, 'client_token');
    assert.equal(principal.client?.id, 'sandbox-cad');
    assert.equal(principal.agencyId, 'sandbox-county');
    assert.deepEqual([...principal.rights], ['incidents:read', 'alerts:answer', 'cards:sensitive', 'deeplinks:open']);
    assert.equal(principal.user, null);
  });

  test("a user's token is that user, and administers nothing even for an administrator", async () => {
    const person = await newPerson(parts, { role: 'admin' });
    const principal = await parts.bearer.check(await issueTo(person));
    assert.equal(principal.via, 'user_token');
    assert.equal(principal.user?.id, person.id);
    assert.deepEqual([...principal.rights], ['incidents:read', 'alerts:answer', 'cards:sensitive']);
  });

  test('[RFC 9068 2] a token carries the type, the issuer, the audience and every claim of the profile', async () => {
    const { header, claims } = open(await issue());
    assert.deepEqual(header, { alg: 'ES256', typ: 'at+jwt', kid: parts.keys.current().kid });
    assert.deepEqual(Object.keys(claims).sort(), [
      'agency',
      'aud',
      'client_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'scope',
      'sub',
    ]);
    assert.equal(claims['iss'], TEST_URL);
    assert.equal(claims['aud'], TEST_URL);
    assert.equal(claims['exp'], (claims['iat'] as number) + cad.accessTokenTtlSeconds);
  });

  test('a token that the server signs again unchanged is taken: the forgeries below fail for what they change', async () => {
    await parts.bearer.check(await resigned(() => {}));
  });

  const changes: [string, (jwt: Jwt) => void][] = [
    [
      '[RFC 9068 4] refuses a token with the type JWT instead of at+jwt',
      ({ header }) => {
        header['typ'] = 'JWT';
      },
    ],
    [
      '[RFC 9068 4] refuses a token with no type',
      ({ header }) => {
        delete header['typ'];
      },
    ],
    [
      '[RFC 9068 4] refuses a token with another issuer',
      ({ claims }) => {
        claims['iss'] = 'https://elsewhere.example';
      },
    ],
    [
      '[RFC 9068 4] refuses a token with no issuer',
      ({ claims }) => {
        delete claims['iss'];
      },
    ],
    [
      '[RFC 9068 4] refuses a token with another audience',
      ({ claims }) => {
        claims['aud'] = 'https://elsewhere.example';
      },
    ],
    [
      '[RFC 9068 4] refuses a token with no audience',
      ({ claims }) => {
        delete claims['aud'];
      },
    ],
    [
      '[RFC 9068 4] refuses a token with no expiry',
      ({ claims }) => {
        delete claims['exp'];
      },
    ],
    [
      '[RFC 9068 4] refuses a token with an expiry in the past',
      ({ claims }) => {
        claims['exp'] = (claims['iat'] as number) - 1;
      },
    ],
    [
      'refuses a token with an expiry that is text',
      ({ claims }) => {
        claims['exp'] = '99999999999';
      },
    ],
    [
      'refuses a token with a start in the future',
      ({ claims }) => {
        claims['nbf'] = (claims['iat'] as number) + 60;
      },
    ],
    [
      "refuses a token that lives longer than its client's may, whoever signed it",
      ({ claims }) => {
        claims['exp'] = (claims['exp'] as number) + 1;
      },
    ],
    [
      'refuses a token that is dated ahead, by which it would live longer',
      ({ claims }) => {
        claims['iat'] = (claims['iat'] as number) + 301;
        claims['exp'] = (claims['exp'] as number) + 301;
      },
    ],
    [
      'refuses a token that is dated back, by which it would live longer',
      ({ claims }) => {
        claims['iat'] = 0;
      },
    ],
    [
      'refuses a token with no client',
      ({ claims }) => {
        delete claims['client_id'];
      },
    ],
    [
      'refuses a token with a client that does not exist',
      ({ claims }) => {
        claims['client_id'] = 'no-such-client';
      },
    ],
    [
      'refuses a token with no subject',
      ({ claims }) => {
        delete claims['sub'];
      },
    ],
    [
      'refuses a token with no scope',
      ({ claims }) => {
        delete claims['scope'];
      },
    ],
    [
      'refuses a token with no id',
      ({ claims }) => {
        delete claims['jti'];
      },
    ],
    [
      'refuses a token with a key id nobody published',
      ({ header }) => {
        header['kid'] = 'unknown';
      },
    ],
    [
      '[RFC 7515 4.1.11] refuses a token with a critical header it does not know',
      ({ header }) => {
        header['crit'] = ['mark'];
        header['mark'] = 1;
      },
    ],
  ];
  for (const [name, change] of changes) {
    test(`${name}, though its signature is right`, async () => {
      await refused(await resigned(change));
    });
  }

  test('[RFC 8725 3.1] refuses a token that names no algorithm, with and without a signature', async () => {
    const jwt = open(await issue());
    for (const alg of ['none', 'None', 'NONE', '']) {
      const input = `${encode({ ...jwt.header, alg })}.${encode(jwt.claims)}`;
      await refused(`${input}.`);
      await refused(`${input}.${'A'.repeat(86)}`);
      await refused(input);
    }
  });

  test('[RFC 8725 2.1] refuses a token whose HMAC secret is the published key', async () => {
    const jwt = open(await issue());
    const [jwk] = parts.keys.published();
    const publicKey = parts.keys.find(String(jwt.header['kid']))?.publicKey;
    const secrets = [
      JSON.stringify(jwk),
      jwk?.x ?? '',
      publicKey?.export({ type: 'spki', format: 'pem' }).toString() ?? '',
      publicKey?.export({ type: 'spki', format: 'der' }) ?? '',
    ];
    for (const secret of secrets) {
      const input = `${encode({ ...jwt.header, alg: 'HS256' })}.${encode(jwt.claims)}`;
      await refused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
    }
  });

  test('refuses a token that another key signed, under our key id or with its own key inside', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwt = open(await issue());
    await refused(sealed(jwt, privateKey));
    const jwk = publicKey.export({ format: 'jwk' });
    await refused(sealed({ ...jwt, header: { ...jwt.header, jwk } }, privateKey));
    const { kid: _, ...anonymous } = jwt.header;
    await refused(sealed({ ...jwt, header: { ...anonymous, jwk } }, privateKey));
    await refused(sealed({ ...jwt, header: { ...jwt.header, jku: 'https://elsewhere.example/keys' } }, privateKey));
  });

  test('refuses a token with any part cut, swapped, doubled or changed by one character', async () => {
    const [token, other] = [await issue(), await issue()];
    const [header = '', claims = '', signature = ''] = token.split('.');
    const [, otherClaims = '', otherSignature = ''] = other.split('.');
    const damaged = [
      '',
      '.',
      '..',
      'not a token',
      header,
      `${header}.${claims}`,
      `${header}.${claims}.`,
      `${header}..${signature}`,
      `.${claims}.${signature}`,
      token.slice(0, -1),
      token.slice(0, -20),
      `${token}.${signature}`,
      `${token}A`,
      ` ${token}`,
      `${header}.${otherClaims}.${signature}`,
      `${header}.${claims}.${otherSignature}`,
      `${header}.${claims.slice(0, -2)}.${signature}`,
      `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `${header}.${claims}.${Buffer.alloc(64).toString('base64url')}`,
      `${header}.${claims}.${'A'.repeat(100_000)}`,
      token.toUpperCase(),
    ];
    for (const [index, text] of damaged.entries()) {
      const refusal = await refused(text);
      assert.ok(text.length < 20 || !refusal.message.includes(text), `number ${index}`);
    }
    await parts.bearer.check(token);
  });

  test('takes a token until the second it expires, also one it has verified before', async () => {
    const token = await issue();
    await parts.bearer.check(token);
    clock.advance(cad.accessTokenTtlSeconds * 1_000 - 1);
    await parts.bearer.check(token);
    clock.advance(1);
    assert.match((await refused(token)).message, /expired/);
  });

  test('refuses every token of a client that is disabled, at once, and takes none of them again when it is enabled', async () => {
    const token = await issue();
    await parts.bearer.check(token);
    const edit = (isDisabled: boolean) =>
      editClient(parts, {
        agencyId: 'sandbox-county',
        clientId: cad.id,
        edit: { isDisabled },
        actor: { kind: 'user', id: admin.id } as const,
        origin: originFrom(),
      });
    await edit(true);
    await refused(token);
    await edit(false);
    await refused(token);
    cad = (await findClient(parts.database.read, cad.id)) as Client;
    await parts.bearer.check(await issue());
  });

  test("refuses a user's tokens from before the end of their sessions, and takes one issued after it", async () => {
    const [person, other] = [await newPerson(parts), await newPerson(parts)];
    const [before, unaffected] = [await issueTo(person), await issueTo(other)];
    clock.advance(5);
    await endUserSessions(parts, administering(person));
    await refused(before);
    await parts.bearer.check(unaffected);
    clock.advance(1);
    await parts.bearer.check(await issueTo(person));
    await refused(before);
  });

  test('refuses the tokens of a person who is disabled, also after that person is enabled again', async () => {
    const person = await newPerson(parts);
    const token = await issueTo(person);
    clock.advance(5);
    await editUser(parts, { ...administering(person), edit: { isDisabled: true } });
    await refused(token);
    await editUser(parts, { ...administering(person), edit: { isDisabled: false } });
    await refused(token);
    clock.advance(1);
    await parts.bearer.check(await issueTo(person));
  });

  test('another process refuses within a second what was ended here, and so does one that starts later', async (t) => {
    const there = await testWorld(engine, { publicUrl: TEST_URL }, clock);
    t.after(() => there.stop());
    const person = await newPerson(parts);
    const token = await issueTo(person);
    await there.parts.bearer.check(token);
    clock.advance(5);
    await endUserSessions(parts, administering(person));
    await eventually(() =>
      there.parts.bearer.check(token).then(
        () => false,
        () => true,
      ),
    );
    const later = await testWorld(engine, { publicUrl: TEST_URL }, clock);
    t.after(() => later.stop());
    await refused(token, later.parts);
  });

  test('refuses a token id that was revoked, and no other', async () => {
    const [token, other] = [await issue(), await issue()];
    await parts.bearer.check(token);
    await parts.database.write((tx) => parts.changes.publish(tx, 'token', String(open(token).claims['jti'])));
    await refused(token);
    await parts.bearer.check(other);
  });

  test('a password token is refused to a client not marked for it, and for a person of another agency', async () => {
    const person = await newPerson(parts);
    const request = { username: person.email, password: PASSWORD, scope: undefined, origin: originFrom() };
    const alarm = (await findClient(parts.database.read, 'sandbox-alarm')) as Client;
    const harbor = (await findClient(parts.database.read, 'harbor-cad')) as Client;
    const unmarked = {
      ...cad,
      settings: { ...cad.settings, legacy: { ...cad.settings.legacy, passwordGrant: false } },
    };
    await refusedWith('unauthorized_client', issuePasswordToken(parts, { ...request, client: alarm }));
    await refusedWith('unauthorized_client', issuePasswordToken(parts, { ...request, client: unmarked }));
    const foreign = await refusedWith('invalid_grant', issuePasswordToken(parts, { ...request, client: harbor }));
    const none = await refusedWith(
      'invalid_grant',
      issuePasswordToken(parts, { ...request, client: harbor, username: 'nobody@sandbox.test' }),
    );
    assert.equal(foreign.message, none.message);
  });

  test('a user name whose plus sign arrived as a space is that user', async () => {
    const person = await newPerson(parts, { email: 'robin+cad@sandbox.test' });
    const token = await issueTo({ ...person, email: 'robin cad@sandbox.test' });
    assert.equal((await parts.bearer.check(token)).user?.id, person.id);
  });
});
