import { SallyportError } from './error.ts';

const HIDDEN = '[hidden]';
/** Shorter values are words, and would blot out what a refusal says. */
const SHORTEST = 6;

/** The error without these values, should an answer have repeated them. Anything but a SallyportError is given back as it is. */
export function scrub(error: unknown, secrets: readonly (string | undefined)[]): unknown {
  if (!(error instanceof SallyportError)) return error;
  const found = secrets.filter(
    (secret): secret is string => secret !== undefined && secret.length >= SHORTEST && error.detail.includes(secret),
  );
  if (found.length === 0) return error;
  const detail = found.reduce((text, secret) => text.replaceAll(secret, HIDDEN), error.detail);
  const { status, code, requestId, retryAfterSeconds } = error;
  return new SallyportError({ status, code, detail, requestId, retryAfterSeconds });
}
