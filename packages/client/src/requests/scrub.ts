import { SallyportError } from './error.ts';

const HIDDEN = '[hidden]';
/** Shorter values are words, and would blot out what a refusal says. */
const SHORTEST = 6;
/** Errors lie in each other no deeper than this; a circle of them ends here. */
const DEEPEST_CAUSE = 5;

/**
 * The error without these values, should an answer have repeated them in any of its members, as they are or as a form, a URL or
 * JSON has them, or should the platform have put them into what lies beneath. Anything but a SallyportError is given back as it is.
 */
export function scrub(error: unknown, secrets: readonly (string | undefined)[]): unknown {
  if (!(error instanceof SallyportError)) return error;
  const hidden = [...new Set(secrets.flatMap((secret) => (secret === undefined ? [] : waysOfWriting(secret))))]
    .filter((text) => text.length >= SHORTEST)
    // What another one is a part of comes first.
    .sort((one, other) => other.length - one.length);
  const clean = (text: string) => hidden.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  const { status, retryAfterSeconds } = error;
  const [code, detail] = [clean(error.code), clean(error.detail)];
  const orNull = (text: string | null) => (text === null ? null : clean(text));
  const [requestId, reason] = [orNull(error.requestId), orNull(error.reason)];
  const cause = bareCause(error.cause, clean);
  const isCodeClean = code === error.code && reason === error.reason;
  if (cause === undefined && isCodeClean && detail === error.detail && requestId === error.requestId) return error;
  return new SallyportError({ status, code, detail, requestId, retryAfterSeconds, reason }, cause && { cause });
}

function waysOfWriting(secret: string): string[] {
  const asForm = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, asForm, asForm.replaceAll('+', '%20'), inUrl(secret), JSON.stringify(secret).slice(1, -1)];
}

function inUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half a character: no URL has it.
    return text;
  }
}

/** What lies beneath, as names, codes and sentences: the platform's own errors may hold the request with its headers. */
function bareCause(cause: unknown, clean: (text: string) => string, depth = 0): Error | undefined {
  if (!(cause instanceof Error) || depth >= DEEPEST_CAUSE) return undefined;
  const beneath = bareCause(cause.cause, clean, depth + 1);
  const bare = new Error(clean(cause.message), beneath && { cause: beneath });
  const { code } = cause as { code?: unknown };
  return Object.assign(bare, { name: cause.name }, typeof code === 'string' && { code });
}
