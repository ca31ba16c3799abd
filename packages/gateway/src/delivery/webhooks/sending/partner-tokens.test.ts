import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startReceiver } from '../../../../../testing/src/receiver.ts';
import { testClock } from '../../../../../testing/src/world.ts';
import { createSystemRandom } from '../../../kernel/random.ts';
import { createSeal, credentialPurpose } from '../../../kernel/seal.ts';
import { AddressRules } from '../addresses/address-rules.ts';
import { Deadline } from './deadline.ts';
import { createHttpPost } from './http-post.ts';
import { PartnerTokens } from './partner-tokens.ts';

test('[RFC 6749 2.3.1] the secret goes where the partner wants it, with an audience, and any 2xx is an answer', async (t) => {
  const issuer = await startReceiver(t);
  let status = 201;
  issuer.answer = (_, response) => response.writeHead(status).end('{"access_token":"issued","expires_in":0}');
  const http = createHttpPost({ rules: new AddressRules(['127.0.0.0/8']), resolve: async () => [], timeoutMs: 10_000 });
  t.after(() => http.close());
  const seal = createSeal([Buffer.alloc(32, 7).toString('base64')], createSystemRandom());
  const tokens = new PartnerTokens({ http, seal, clock: testClock() });
  const given = {
    kind: 'client_credentials',
    tokenUrl: issuer.url,
    clientId: 'sally port',
    scope: null,
    audience: 'https://hooks.partner.test',
    isSecretInBody: true,
    sealed: seal.seal('a secret&more', credentialPurpose(7)),
  } as const;
  const find = (changed: object = {}) => {
    const deadline = new Deadline(10_000);
    const found = tokens.find({ id: 7, owner: 'an agency' }, { ...given, ...changed }, deadline);
    return found.finally(() => deadline.letGo());
  };
  assert.equal(await find(), 'issued');
  const [inBody] = issuer.received;
  assert.equal(inBody?.headers['authorization'], undefined);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(inBody?.text)), {
    grant_type: 'client_credentials',
    audience: 'https://hooks.partner.test',
    client_id: 'sally port',
    client_secret: 'a secret&more',
  });
  tokens.forget(7);
  assert.equal(await find({ isSecretInBody: false, audience: null }), 'issued');
  assert.match(issuer.received[1]?.headers['authorization'] ?? '', /^Basic /);
  assert.equal(issuer.received[1]?.text, 'grant_type=client_credentials');
  for (status of [302, 400, 500]) {
    tokens.forget(7);
    await assert.rejects(find(), new RegExp(`answered ${status}`));
  }
});
