import { SallyportError } from './error.ts';

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
    retryAfterSeconds: readRetryAfter(response.headers.get('retry-after')),
  });
}

/** The error for a request that got no answer at all. */
export function unreachable(cause: unknown): SallyportError {
  return new SallyportError(
    {
      status: 0,
      code: 'unreachable',
      detail: 'The server could not be reached.',
      requestId: null,
      retryAfterSeconds: null,
    },
    { cause },
  );
}

/** The error for an answer of success that is not JSON. */
export function unreadable(response: Response): SallyportError {
  return new SallyportError({
    status: response.status,
    code: 'unreadable_answer',
    detail: 'The answer is not JSON; something between may have answered in place of the server.',
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: null,
  });
}

function serverCode(status: number): string {
  return status >= 500 ? 'server_error' : 'refused';
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    // A proxy's HTML page or an empty body: the status alone must do.
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Retry-After is seconds or an HTTP date (RFC 9110 section 10.2.3). */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
