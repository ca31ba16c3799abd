import { Problem } from '@sallyport/contract';
import { ERROR_CATALOGUE } from '../../../kernel/errors.ts';
import { refusalHeaders } from '../../answers/challenges.ts';
import { type ErrorEncoding, encodersOf } from '../../routing/error-encoding.ts';

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
      },
    }),
  ),
};
