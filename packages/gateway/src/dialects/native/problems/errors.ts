import { Problem, type SessionEndReason } from '@sallyport/contract';
import { type DomainError, ERROR_CATALOGUE } from '../../../kernel/errors.ts';
import { END_REASONS } from '../../../people/sessions/end-reason.ts';
import { refusalHeaders } from '../../answers/challenges.ts';
import { type ErrorEncoding, encodersOf } from '../../routing/error-encoding.ts';

/** Every reason for which a session ends is one of the contract, or this does not compile. */
const REASONS: readonly SessionEndReason[] = END_REASONS;

/** What the answer has of the reason of a refusal: nothing where it is not the end of a session. */
function reasonOf({ reason }: DomainError): { reason?: SessionEndReason } {
  const known = REASONS.find((name) => name === reason);
  return known === undefined ? {} : { reason: known };
}

/** The native API: problem documents (RFC 9457), each linked to the page of its code, with the catalogue's status and title. */
export const nativeErrors: ErrorEncoding = {
  schema: Problem,
  encodeError: encodersOf<{ status: number; title: string }>(
    ERROR_CATALOGUE,
    ({ status, title }, error, { requestId, publicUrl }) => ({
      status,
      headers: { ...refusalHeaders(error), 'content-type': 'application/problem+json' },
      body: {
        type: `${publicUrl}/docs/errors#${error.code}`,
        title,
        status,
        code: error.code,
        detail: error.message,
        request_id: requestId,
        ...reasonOf(error),
      },
    }),
  ),
};
