import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { hmacKey, hmacSha256 } from './hmac.ts';

/** RFC 4231 sections 4.2, 4.3 and 4.7: the last key is longer than a block. */
const VECTORS = [
  [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    Buffer.alloc(131, 0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
] as const;

test('signs as RFC 4231 has it', () => {
  for (const [key, message, expected] of VECTORS) {
    const signature = hmacSha256(hmacKey(key), Buffer.from(message));
    assert.equal(Buffer.from(signature, 'base64').toString('hex'), expected);
  }
});

test('signs keys and messages of every length around a block as Node does, and none for another', () => {
  const signatures = new Set<string>();
  for (const keyBytes of [0, 1, 32, 63, 64, 65, 200]) {
    const key = Buffer.alloc(keyBytes, 7);
    for (const bytes of [0, 1, 55, 56, 63, 64, 65, 10_000]) {
      const message = Buffer.alloc(bytes, 'x');
      const signature = hmacSha256(hmacKey(key), message);
      assert.equal(signature, createHmac('sha256', key).update(message).digest('base64'), `${keyBytes}, ${bytes}`);
      signatures.add(signature);
    }
  }
  assert.equal(signatures.size, 56);
});
