import type { DomainError, ErrorCode } from '../../kernel/errors.ts';

/** Close codes are the HTTP status of the same refusal, in the range applications may use; others are RFC 6455's. */
const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  invalid_token: 4401,
  cursor_expired: 4410,
  resync_required: 4412,
  unavailable: 1012,
  outcome_unknown: 1012,
};
const INTERNAL_ERROR = 1011;

/** The code a WebSocket is closed with for this refusal. */
export function closeCodeOf({ code }: DomainError): number {
  return CLOSE_CODES[code] ?? INTERNAL_ERROR;
}
