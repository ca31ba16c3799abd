import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createSecureServer, type Http2ServerRequest, type SecureServerOptions } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { newSamlKeys } from '../../../../../testing/src/saml-provider.ts';
import { AddressRules } from '../addresses/address-rules.ts';
import { Deadline } from './deadline.ts';
import { createHttpPost, PostFailed } from './http-post.ts';

/** The name in the certificate. */
const HOST = 'login.county.example';

/** Posts to an https endpoint that prefers HTTP/2 and takes no stream of it, which the standard lets it (RFC 9113 section 6.5.2). */
async function endpoint(t: TestContext, options: SecureServerOptions) {
  const { privateKey: key, certificate: cert } = newSamlKeys();
  const [sockets, versions]: [Set<Socket>, string[]] = [new Set(), []];
  const settings = { maxConcurrentStreams: 0 };
  const server = createSecureServer({ ...options, key, cert, settings }, (request: Http2ServerRequest, response) => {
    versions.push(request.httpVersion);
    response.end('taken');
  });
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, cert]);
  const rules = new AddressRules(['127.0.0.0/8']);
  const http = createHttpPost({ rules, resolve: async () => ['127.0.0.1'], timeoutMs: 10_000 });
  t.after(async () => {
    setDefaultCACertificates(trusted);
    await http.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `https://${HOST}:${(server.address() as AddressInfo).port}/hook`;
  const post = () => {
    const deadline = new Deadline(10_000);
    const request = { url, owner: 'an agency', headers: {}, body: Buffer.from('{}') };
    return http.post(request, deadline).finally(() => deadline.letGo());
  };
  return { post, versions };
}

test('an endpoint that prefers HTTP/2 and takes no stream is sent each message by HTTP/1.1', async (t) => {
  const { post, versions } = await endpoint(t, { allowHTTP1: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { status, body } = await post();
    assert.deepEqual([status, String(body)], [200, 'taken']);
  }
  assert.deepEqual(versions, ['1.1', '1.1']);
});

test('an endpoint that takes HTTP/2 alone is a failure that states why, at each attempt', async (t) => {
  const { post, versions } = await endpoint(t, {});
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const failed = await post().catch((err: unknown) => err);
    assert.ok(failed instanceof PostFailed);
    assert.equal(failed.message, 'the endpoint does not take HTTP/1.1');
  }
  assert.deepEqual(versions, []);
});
