/** What is known of a refusal or of a failure to reach the server. */
export interface SallyportErrorFields {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Stable name of the refusal: the native `code`, the OAuth `error`, or one made from the status. */
  readonly code: string;
  /** The server's sentence about what to fix; safe to show. */
  readonly detail: string;
  /** The id under which the server logged the request; null when the answer carried none. */
  readonly requestId: string | null;
  /** Whole seconds to wait before trying again; null when the server did not state. */
  readonly retryAfterSeconds: number | null;
  /** Within the code, by a stable name, as why a session is over; null or missing where the answer has none. */
  readonly reason?: string | null;
}

/** Every failed call of the SDK is this one error. Branch on `code` or `status`, never on `message`. */
export class SallyportError extends Error implements SallyportErrorFields {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  readonly reason: string | null;

  constructor(fields: SallyportErrorFields, options?: ErrorOptions) {
    super(fields.detail, options);
    this.name = 'SallyportError';
    this.status = fields.status;
    this.code = fields.code;
    this.detail = fields.detail;
    this.requestId = fields.requestId;
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.reason = fields.reason ?? null;
  }
}

/** True when the value is a refusal with this code. */
export function isRefusal(value: unknown, code: string): value is SallyportError {
  return value instanceof SallyportError && value.code === code;
}
