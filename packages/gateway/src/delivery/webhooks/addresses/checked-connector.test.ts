import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { AddressRules } from './address-rules.ts';
import { checkedConnector, inTurn } from './checked-connector.ts';
import type { ResolveHost } from './host-resolver.ts';

let server: Server;
let port = '';
const open = new Set<Socket>();
before(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = String((server.address() as AddressInfo).port);
});
after(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

/** Where a connection to a name with these addresses leads, or why there is none; `whole` is what both families have. */
function connectTo(addresses: readonly string[], asked: string[] = [], whole = addresses): Promise<string> {
  const rules = new AddressRules(['127.0.0.0/8', '192.0.2.0/24', '100::/64', '::1/128']);
  const resolve: ResolveHost = async (hostname, how) => {
    asked.push(hostname);
    return how?.isWhole ? whole : addresses;
  };
  const connect = checkedConnector(rules, resolve, 'an agency', new AbortController().signal);
  return new Promise((settled, failed) => {
    connect({ hostname: 'hooks.partner.test', host: 'hooks.partner.test', protocol: 'http:', port }, (err, socket) => {
      if (err !== null) return failed(err);
      const { remoteAddress = '' } = socket;
      socket.destroy();
      settled(remoteAddress);
    });
  });
}

test('[RFC 8305 4] the families are tried in turn, that of the first address first, each address once', () => {
  assert.deepEqual(inTurn(['2001:db8::1', '2001:db8::2', '192.0.2.1', '192.0.2.2', '192.0.2.3']), [
    ...['2001:db8::1', '192.0.2.1', '2001:db8::2', '192.0.2.2', '192.0.2.3'],
  ]);
  assert.deepEqual(inTurn(['192.0.2.1', '192.0.2.1', '192.0.2.2']), ['192.0.2.1', '192.0.2.2']);
  assert.equal(inTurn(Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`)).length, 16);
});

test('[RFC 8305 5] three dead addresses before a good one: the good one is used', async () => {
  // Addresses of documentation: what is sent there is never answered, or refused by the machine itself.
  assert.equal(await connectTo(['192.0.2.1', '192.0.2.2', '192.0.2.3', '127.0.0.1']), '127.0.0.1');
  assert.equal(await connectTo(['100::1', '192.0.2.1', '100::2', '127.0.0.1']), '127.0.0.1');
});

test('[RFC 8305 3] what the other family answers later is tried where the first answer led nowhere, and is checked', async () => {
  for (const dead of ['100::1', '::1']) {
    const asked: string[] = [];
    assert.equal(await connectTo([dead], asked, [dead, '127.0.0.1']), '127.0.0.1', dead);
    assert.equal(asked.length, 2);
  }
  await assert.rejects(connectTo(['100::1'], [], ['100::1', '10.0.0.7']), /leads to an address/);
  await assert.rejects(connectTo(['::1'], []), { code: 'ECONNREFUSED' });
});

test('the name is asked for once, and where every address fails the last failure is reported', async () => {
  const asked: string[] = [];
  assert.equal(await connectTo(['127.0.0.1'], asked), '127.0.0.1');
  assert.deepEqual(asked, ['hooks.partner.test']);
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const taken = port;
  port = String((free.address() as AddressInfo).port);
  free.close();
  await once(free, 'close');
  await assert.rejects(connectTo(['127.0.0.1', '127.0.0.2']), { code: 'ECONNREFUSED' });
  port = taken;
});

test('one address among them that may not be reached refuses all of them, before any is tried', async () => {
  const before = open.size;
  await assert.rejects(connectTo(['127.0.0.1', '10.0.0.7']), /leads to an address/);
  await assert.rejects(connectTo([]), /leads to an address/);
  await assert.rejects(connectTo(['64:ff9b::a00:7', '127.0.0.1']), /leads to an address/);
  assert.equal(open.size, before);
});
