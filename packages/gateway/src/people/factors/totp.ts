import { Secret as OtpSecret, TOTP } from 'otpauth';
import type { Random } from '../../kernel/random.ts';

/** RFC 4226 section 4, R6: 160 bits are recommended. */
const SEED_BYTES = 20;
const PERIOD_SECONDS = 30;
/** RFC 6238 section 5.2: one step for the clock of the person's device. */
const SKEW_STEPS = 1;
export const TOTP_DIGITS = 6;

/** What every authenticator app takes: six digits by HMAC-SHA-1, a new code every 30 seconds (RFC 6238). */
function totpOf(seed: string, label = ''): TOTP {
  return new TOTP({
    issuer: 'Sallyport',
    label,
    algorithm: 'SHA1',
    digits: TOTP_DIGITS,
    period: PERIOD_SECONDS,
    secret: OtpSecret.fromBase32(seed),
  });
}

/** A new seed in base32, as a person types it. */
export function newSeed(random: Random): string {
  const bytes = Uint8Array.from(random.bytes(SEED_BYTES));
  return new OtpSecret({ buffer: bytes.buffer }).base32;
}

/** The address that an authenticator app reads from a QR code. */
export function keyUri(seed: string, email: string): string {
  return totpOf(seed, email).toString();
}

/** The time step of which this is the code, typed with or without spaces, at most one step off; null where it is none. */
export function stepOfCode(seed: string, code: string, now: number): number | null {
  const delta = totpOf(seed).validate({ token: code.replace(/\s/g, ''), timestamp: now, window: SKEW_STEPS });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}
