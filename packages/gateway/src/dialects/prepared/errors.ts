import { PreparedRefusal } from '@sallyport/contract';
import { refusalHeaders } from '../challenges.ts';
import type { Dialect } from '../route.ts';

/** Every refusal of Prepared's APIs: the catalogue's own status and code, and what to fix. */
export const prepared: Dialect = {
  name: 'prepared',
  refusalSchema: PreparedRefusal,
  pathPrefixes: ['/v1/incident_events', '/v2/find_incident', '/v2/incidents', '/cable'],
  encodeRefusal: (error) => ({
    status: error.status,
    headers: refusalHeaders(error),
    body: { error: error.code, message: error.message },
  }),
};
