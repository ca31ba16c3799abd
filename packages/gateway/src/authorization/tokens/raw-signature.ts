const HALF_BYTES = 32;

/** One INTEGER of the DER pair without its sign byte, padded to 32 bytes, copied into `raw` at `at`. */
function copyInteger(der: Buffer, start: number, length: number, raw: Buffer, at: number): void {
  const skip = Math.max(0, length - HALF_BYTES);
  der.copy(raw, at + HALF_BYTES - (length - skip), start + skip, start + length);
}

/**
 * The 64 bytes r || s that JWS wants (RFC 7518 section 3.4) of a DER-encoded P-256 signature. Node makes the raw form
 * itself when asked, in twice the time of signing.
 */
export function rawSignature(der: Buffer): Buffer {
  const raw = Buffer.alloc(2 * HALF_BYTES);
  const rLength = der[3] ?? 0;
  const sLength = der[5 + rLength] ?? 0;
  copyInteger(der, 4, rLength, raw, 0);
  copyInteger(der, 6 + rLength, sLength, raw, HALF_BYTES);
  return raw;
}
