import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { ClientAddresses } from './client-address.ts';

const addresses = new ClientAddresses(['192.0.2.1', '10.0.0.0/8']);

function from(remoteAddress: string | undefined, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return addresses.of({ socket: { remoteAddress }, headers } as unknown as IncomingMessage);
}

test('a declared proxy is believed, with ports and brackets taken off', () => {
  assert.equal(from('192.0.2.1', '203.0.113.8'), '203.0.113.8');
  assert.equal(from('::ffff:192.0.2.1', '203.0.113.8:20001'), '203.0.113.8');
  assert.equal(from('192.0.2.1', '[2001:db8::1]:443'), '2001:db8::1');
  assert.equal(from('192.0.2.1', '198.51.100.1, 203.0.113.8, 10.1.2.3:99'), '203.0.113.8');
});

test('nobody else is believed, and what a client itself wrote before its proxy is not its address', () => {
  assert.equal(from('198.51.100.9', '203.0.113.8'), '198.51.100.9');
  assert.equal(from('192.0.2.1', '203.0.113.8, 198.51.100.7'), '198.51.100.7');
});

test('an entry that is no address is not one: the last proxy is the source', () => {
  for (const garbage of ['', 'unknown', '_x', '203.0.113.8, junk', '203.0.113.8, ,', 'a'.repeat(5_000), '<script>']) {
    assert.equal(from('192.0.2.1', garbage), '192.0.2.1', garbage);
  }
  assert.equal(from('192.0.2.1', '203.0.113.8, junk, 10.0.0.9'), '10.0.0.9');
});

test('a connection that is gone has no address, and is no proxy', () => {
  assert.equal(from(undefined, '203.0.113.8'), 'unknown');
  assert.equal(addresses.isProxy(undefined), false);
  assert.equal(addresses.isProxy('::ffff:10.3.3.3'), true);
});
