import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressRanges, addressKey, isAddressRange, parseAddress } from './address.ts';

test('an address is read as proxies write it: with a port, in brackets, in quotes, with a zone', () => {
  const ipv4 = ['203.0.113.8', '203.0.113.8:20001', ' 203.0.113.8 ', '"203.0.113.8:443"', '::ffff:203.0.113.8'];
  const inside = ['::ffff:cb00:7108', '[::ffff:203.0.113.8]:80', '64:ff9b::203.0.113.8', '0:0:0:0:0:FFFF:203.0.113.8'];
  for (const text of [...ipv4, ...inside]) assert.equal(parseAddress(text), '203.0.113.8', text);
  const ipv6 = ['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:443', '"[2001:db8::1]:443"', '2001:0DB8:0:0::1'];
  for (const text of [...ipv6, '2001:db8::1%eth0', '[2001:db8::1%25en0]:1'.replace('%25', '%')]) {
    assert.equal(parseAddress(text), '2001:db8::1', text);
  }
});

test('what is no address is none', () => {
  const garbage = [
    '',
    ' ',
    'unknown',
    '_hidden',
    'localhost',
    '1',
    '0x7f.1',
    '010.0.0.1',
    '203.0.113',
    '203.0.113.8.9',
  ];
  const broken = [
    '203.0.113.256',
    '[203.0.113.8]:1',
    '203.0.113.8:',
    '203.0.113.8:123456',
    ':443',
    '[2001:db8::1',
    '[]',
  ];
  const long = [
    '2001:db8::1::2',
    '2001:db8::1]:443',
    '203.0.113.8, 192.0.2.1',
    `${'0'.repeat(500)}::1`,
    '\u200b203.0.113.8',
  ];
  for (const text of [...garbage, ...broken, ...long]) assert.equal(parseAddress(text), null, JSON.stringify(text));
});

test('the key of an IPv6 address is its /64, of IPv4 in any form the IPv4 address', () => {
  const inOne = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', '[2001:db8:1:2:3::]:443'];
  for (const text of inOne) assert.equal(addressKey(text), '2001:db8:1:2::/64', text);
  assert.equal(addressKey('2001:db8:1:3::1'), '2001:db8:1:3::/64');
  for (const text of [
    '203.0.113.8',
    '::ffff:203.0.113.8',
    '203.0.113.8:9',
    '2002:cb00:7108:1::5',
    '2002:cb00:7108:ffff::',
  ]) {
    assert.equal(addressKey(text), '203.0.113.8', text);
  }
  assert.equal(addressKey('unknown'), 'unknown');
});

test('a range has what is in it, in either way to write it', () => {
  const ranges = new AddressRanges(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7', '::ffff:198.51.100.4', 'loopback']);
  for (const address of [
    '10.9.8.7',
    '2001:db8:5::1',
    '192.0.2.7',
    '198.51.100.4',
    '127.0.0.1',
    '::1',
    '::ffff:10.1.1.1',
  ]) {
    assert.ok(ranges.has(address), address);
  }
  for (const address of ['11.0.0.1', '2001:db9::1', '192.0.2.8', 'unknown', ''])
    assert.ok(!ranges.has(address), address);
  for (const text of ['10.0.0.0/33', '2001:db8::/129', 'proxy.test', '10.0.0/8', '', '10.0.0.0/8/8']) {
    assert.ok(!isAddressRange(text), text);
  }
});
