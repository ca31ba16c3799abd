import { createPublicKey, type KeyObject } from 'node:crypto';
import { refuse } from '../../kernel/errors.ts';
import type { ClientKey } from './types.ts';

const MOST_KEYS = 10;
const LONGEST_KID = 200;
const SMALLEST_RSA_BITS = 2_048;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const KEPT_MEMBERS = ['kty', 'kid', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const;

/**
 * Signature algorithms that assertions and proofs may use: all asymmetric, so that no secret of ours and no public key can
 * make one. `Ed25519` is the new name of `EdDSA` with that curve (RFC 9864).
 */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];

function unfit(description: string) {
  return refuse.invalidRequest({ description: `The JWK set cannot be used: ${description}` });
}

/** The algorithms a key of that kind can sign with; empty for kinds that are not taken. */
export function algorithmsOf({ kty, crv, alg }: { kty?: unknown; crv?: unknown; alg?: unknown }): readonly string[] {
  const fitting =
    kty === 'EC' && crv === 'P-256'
      ? ['ES256']
      : kty === 'OKP' && crv === 'Ed25519'
        ? ['EdDSA', 'Ed25519']
        : kty === 'RSA'
          ? ['RS256', 'PS256']
          : [];
  return alg === undefined ? fitting : fitting.filter((name) => name === alg);
}

const imported = new WeakMap<ClientKey, KeyObject>();

/** The key as `node:crypto` has it, made once. */
export function keyObjectOf(key: ClientKey): KeyObject {
  let keyObject = imported.get(key);
  if (keyObject === undefined) {
    keyObject = createPublicKey({ key: { ...key }, format: 'jwk' });
    imported.set(key, keyObject);
  }
  return keyObject;
}

function checkKey(jwk: Record<string, unknown>): ClientKey {
  if (PRIVATE_MEMBERS.some((name) => name in jwk))
    throw unfit('it holds a private or secret key; send public keys only');
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') throw unfit('a key is for encryption, not for signatures');
  if (algorithmsOf(jwk).length === 0) {
    throw unfit('a key is of none of these kinds: P-256 (ES256), Ed25519 (EdDSA), RSA (RS256 or PS256)');
  }
  const kept = Object.fromEntries(KEPT_MEMBERS.flatMap((name) => (name in jwk ? [[name, jwk[name]]] : [])));
  if (!Object.values(kept).every((value) => typeof value === 'string')) throw unfit('a member of a key is not text');
  const key = kept as unknown as ClientKey;
  if ((key.kid ?? '').length > LONGEST_KID) throw unfit(`a kid is longer than ${LONGEST_KID} characters`);
  let bits: number | undefined;
  try {
    bits = keyObjectOf(key).asymmetricKeyDetails?.modulusLength;
  } catch {
    throw unfit('a key is malformed');
  }
  if (bits !== undefined && bits < SMALLEST_RSA_BITS) throw unfit(`an RSA key has less than ${SMALLEST_RSA_BITS} bits`);
  return key;
}

/**
 * The keys of a JWK set (RFC 7517 section 5): one to ten public signature keys, distinguished by `kid` where there are
 * several, with nothing kept but what makes them. Refuses anything else with `invalid_request`.
 */
export function readJwkSet(set: unknown): readonly ClientKey[] {
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_KEYS) {
    throw unfit(`it is an object whose "keys" has 1 to ${MOST_KEYS} keys`);
  }
  const isObject = (key: unknown) => typeof key === 'object' && key !== null && !Array.isArray(key);
  if (!keys.every(isObject)) throw unfit('a key is not an object');
  const read = keys.map(checkKey);
  const kids = new Set(read.flatMap(({ kid }) => kid ?? []));
  if (read.length > 1 && kids.size !== read.length) throw unfit('several keys need a kid each, all different');
  return read;
}
