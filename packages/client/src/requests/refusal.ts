import { readHttpDate } from '../wire/instants.ts';
import { SallyportError } from './error.ts';
import { readText } from './read-text.ts';

/** A refusal is a sentence; what is longer is a page of something in between. */
const LARGEST_REFUSAL_BYTES = 1_048_576;

/** Codes for bodies that name none (the `{detail}` dialect, proxies in between), by status. */
const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/**
 * Reads any refusal: `{detail}` (RapidSOS), `{error, error_description}` (OAuth), `{error, message}` (Prepared),
 * `{result, message}` (Active911), a problem document (RFC 9457), or a page of whatever stands in between.
 */
export async function readRefusal(response: Response): Promise<SallyportError> {
  const body = await readObject(response);
  return new SallyportError({
    status: response.status,
    code: text(body['code']) ?? text(body['error']) ?? CODE_BY_STATUS[response.status] ?? serverCode(response.status),
    detail:
      text(body['detail']) ??
      text(body['error_description']) ??
      text(body['message']) ??
      text(body['title']) ??
      `The server answered with status ${response.status}.`,
    requestId: text(body['request_id']) ?? response.headers.get('x-request-id'),
    retryAfterSeconds: readRetryAfter(response.headers),
    reason: text(body['reason']),
  });
}

/** The error for a request that got no answer at all. */
export function unreachable(cause: unknown): SallyportError {
  const { code, message } = innermost(cause);
  const why = code === undefined ? '' : ` (${code})`;
  const isUntrusted = OF_CERTIFICATES.test(`${code} ${message}`);
  return new SallyportError(
    {
      status: 0,
      code: isUntrusted ? 'untrusted_certificate' : 'unreachable',
      detail: isUntrusted
        ? `The server's certificate is not trusted here${why}.`
        : `The server could not be reached${why}.`,
      requestId: null,
      retryAfterSeconds: null,
    },
    { cause },
  );
}

/** As OpenSSL names them, and Deno describes them. */
const OF_CERTIFICATES = /CERT|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|invalid peer certificate/;

/** What lies at the bottom of the platform's error, where it names that. */
function innermost(error: unknown, depth = 0): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: '' };
  const { cause, message, code } = error as Error & { code?: unknown };
  if (cause instanceof Error && depth < 5) return innermost(cause, depth + 1);
  return { message, ...(typeof code === 'string' && { code }) };
}

/** The error for an answer of success that is not JSON, or not what the call is answered with. */
export function unreadable(response: Response, what = 'is not JSON'): SallyportError {
  return new SallyportError({
    status: response.status,
    code: 'unreadable_answer',
    detail: `The answer ${what}; something between may have answered in place of the server.`,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: null,
  });
}

/** The error for pages whose end never comes, because the place to go on at goes back to one before. */
export function endlessPages(): SallyportError {
  return new SallyportError({
    status: 200,
    code: 'unreadable_answer',
    detail: 'The server sends this list back to a page before: what was read is not all, and would come again.',
    requestId: null,
    retryAfterSeconds: null,
  });
}

/** The error for an answer that never ends, or might as well not. */
export function tooLarge(response: Response): SallyportError {
  return new SallyportError({
    status: response.status,
    code: 'answer_too_large',
    detail: 'The answer is larger than any of this API, and was read no further.',
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: null,
  });
}

/**
 * The error for an answer that names another address. Browsers keep the address to themselves, and its query may have a token in
 * it, which is nobody's to print.
 */
export function redirected(response: Response, url: string): SallyportError {
  const { status, headers } = response;
  const to = addressIn(headers.get('location'), url);
  return new SallyportError({
    status,
    code: 'redirected',
    detail: `The server sends this call on to ${to ?? 'another address'}; set that address if it is the server's.`,
    requestId: headers.get('x-request-id'),
    retryAfterSeconds: null,
  });
}

function addressIn(location: string | null, base: string): string | null {
  try {
    const { origin, pathname } = new URL(location ?? '', base);
    return location === null ? null : origin + pathname;
  } catch {
    return null;
  }
}

/** The error for an address that no request can be sent to. */
export function unfitAddress(): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'not_configured',
    detail:
      'The address of the server is not a URL of http or https, or has a user name in it; write https://host with the credentials apart.',
    requestId: null,
    retryAfterSeconds: null,
  });
}

function serverCode(status: number): string {
  return status >= 500 ? 'server_error' : 'refused';
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse((await readText(response, LARGEST_REFUSAL_BYTES)) ?? '');
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    // A proxy's HTML page or an empty body: the status alone must do.
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * Retry-After is seconds or an HTTP date (RFC 9110 section 10.2.3), which is by the server's clock. A fraction is rounded up, the
 * longest of several counts, and what is neither is none.
 */
function readRetryAfter(headers: Headers): number | null {
  const stated = headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(stated)) return Math.ceil(Math.max(...stated.split(',').map(Number)));
  const at = readHttpDate(stated);
  if (at === null) return null;
  return Math.max(0, Math.ceil((at - (readHttpDate(headers.get('date')) ?? Date.now())) / 1000));
}

const SECONDS = /^\d+(\.\d+)?( *, *\d+(\.\d+)?)*$/;
