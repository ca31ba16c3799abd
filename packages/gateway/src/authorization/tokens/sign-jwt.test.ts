import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { rawSignature } from './sign-jwt.ts';

test('[RFC 7518 3.4] every P-256 signature has 64 bytes and verifies, short halves and padded ones too', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const lengths = new Set<number>();
  for (let index = 0; index < 3_000; index += 1) {
    const data = Buffer.from(`message ${index}`);
    const der = sign('sha256', data, privateKey);
    lengths.add(der.length);
    const raw = rawSignature(der);
    assert.equal(raw.length, 64);
    assert.ok(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw));
  }
  assert.ok(lengths.size >= 3, 'the signatures differed in length, so that padding was tried');
});
