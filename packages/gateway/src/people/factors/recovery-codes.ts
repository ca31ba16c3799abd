import type { Random } from '../../kernel/random.ts';
import { hashSecret } from '../../kernel/secrets.ts';

export const RECOVERY_CODES = 10;
/** 80 bits: the hash of a code leads to it no more than that of a token. */
const CODE_BYTES = 10;
/** Crockford's base32, without letters that are taken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function codeOf(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{5}/g) ?? [];
  const text = letters.map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** Ten new codes, as they are shown once. */
export function newRecoveryCodes(random: Random): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => codeOf(random.bytes(CODE_BYTES)));
}

/** How a code is stored, however it was typed: in any case, with hyphens and spaces or without. */
export function hashRecoveryCode(typed: string): string {
  return hashSecret(typed.toLowerCase().replace(/[^0-9a-z]/g, ''));
}
