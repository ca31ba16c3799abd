import { RapidsosRefusal } from '@sallyport/contract';
import { refusalHeaders } from '../challenges.ts';
import type { Dialect } from '../route.ts';

/** Every refusal of RapidSOS's APIs is `{"detail"}` with the catalogue's own status. */
export const rapidsos: Dialect = {
  name: 'rapidsos',
  refusalSchema: RapidsosRefusal,
  pathPrefixes: ['/v1', '/v2', '/integrations/', '/location'],
  encodeRefusal: (error) => ({
    status: error.status,
    headers: refusalHeaders(error),
    body: { detail: error.message },
  }),
};
