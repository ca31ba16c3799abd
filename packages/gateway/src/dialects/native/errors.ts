import { Problem } from '@sallyport/contract';
import { ERROR_CATALOGUE } from '../../kernel/errors.ts';
import { refusalHeaders } from '../challenges.ts';
import type { Dialect } from '../route.ts';

/** The native API: problem documents (RFC 9457), each linked to the page of its code. */
export const native: Dialect = {
  name: 'native',
  refusalSchema: Problem,
  pathPrefixes: ['/'],
  encodeRefusal: (error, { requestId, publicUrl }) => ({
    status: error.status,
    headers: { ...refusalHeaders(error), 'content-type': 'application/problem+json' },
    body: {
      type: `${publicUrl}/docs/errors#${error.code}`,
      title: ERROR_CATALOGUE[error.code].title,
      status: error.status,
      code: error.code,
      detail: error.message,
      request_id: requestId,
    },
  }),
};
