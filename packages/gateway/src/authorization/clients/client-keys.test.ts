import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import { readJwkSet } from './client-keys.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecPublic = ec.publicKey.export({ format: 'jwk' });
const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });

test('[RFC 7517 5] public signature keys are taken, with nothing kept but what makes them', () => {
  const more = { ...ecPublic, kid: 'one', use: 'sig', alg: 'ES256', x5c: ['x'], note: 'mine' };
  const { x, y } = ecPublic;
  assert.deepEqual(readJwkSet({ keys: [more] }), [{ kty: 'EC', kid: 'one', alg: 'ES256', crv: 'P-256', x, y }]);
  assert.equal(
    readJwkSet({
      keys: [
        { ...ed25519, kid: 'a' },
        { ...rsa, kid: 'b' },
      ],
    }).length,
    2,
  );
});

const bad: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a single key', ecPublic],
  ['no key', { keys: [] }],
  ['eleven keys', { keys: Array.from({ length: 11 }, (_, kid) => ({ ...ecPublic, kid: `${kid}` })) }],
  ['a key that is text', { keys: ['key'] }],
  ['a private key', { keys: [ec.privateKey.export({ format: 'jwk' })] }],
  ['a secret', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }],
  ['a secret that states it is a curve', { keys: [{ ...ecPublic, k: 'c2VjcmV0' }] }],
  ['a key for encryption', { keys: [{ ...ecPublic, use: 'enc' }] }],
  ['another curve', { keys: [generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' })] }],
  ['an algorithm that the key cannot', { keys: [{ ...ecPublic, alg: 'RS256' }] }],
  [
    'an RSA key of 1024 bits',
    { keys: [generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })] },
  ],
  ['a point that is not on the curve', { keys: [{ ...ecPublic, x: ecPublic.y }] }],
  ['a member that is a number', { keys: [{ ...ecPublic, kid: 5 }] }],
  ['a kid of 201 characters', { keys: [{ ...ecPublic, kid: 'k'.repeat(201) }] }],
  ['two keys, one without a kid', { keys: [{ ...ecPublic, kid: 'a' }, rsa] }],
  [
    'two keys of one kid',
    {
      keys: [
        { ...ecPublic, kid: 'a' },
        { ...rsa, kid: 'a' },
      ],
    },
  ],
];

for (const [what, set] of bad) {
  test(`[RFC 7517 5] ${what} is refused as a JWK set`, () => {
    assert.throws(
      () => readJwkSet(set),
      (err) => err instanceof DomainError && err.code === 'invalid_request',
    );
  });
}
