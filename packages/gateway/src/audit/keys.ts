import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const KEY_BYTES = 32;
const ID_BYTES = 8;

/** What records are keyed with. `id` names the key without giving it away, and stands in every record's hash. */
export interface AuditKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** `current` keys what is written from now on; `all` are known, the current one among them, by their ids. */
export interface AuditKeys {
  readonly current: AuditKey;
  readonly all: ReadonlyMap<string, AuditKey>;
}

/**
 * The keys of the audit, derived (RFC 5869) from the installation's sealing keys (32 bytes in base64), of which the first is
 * the current one. Undefined where there is none. Neither a key nor its id states anything of the key it is derived from.
 */
export function auditKeysOf(sealingKeys: readonly string[]): AuditKeys | undefined {
  const keys = sealingKeys.map((sealingKey): AuditKey => {
    const secret = Buffer.from(sealingKey, 'base64');
    const derive = (label: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, '', label, bytes));
    return {
      id: derive('sallyport audit key id', ID_BYTES).toString('hex'),
      key: createSecretKey(derive('sallyport audit chain', KEY_BYTES)),
    };
  });
  const [current] = keys;
  return current && { current, all: new Map(keys.map((key) => [key.id, key])) };
}

/** Where no key is at hand: what is keyed is then unproved, and stated to be. */
export const NO_KEYS: Pick<AuditKeys, 'all'> = { all: new Map() };
