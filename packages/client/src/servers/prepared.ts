import type { TokenAddresses } from './server.ts';

/** Where Prepared's APIs are. */
export interface PreparedServer extends TokenAddresses {
  readonly apiUrl: string;
  readonly eventStreamUrl: string;
  /** Live transcripts, by Action Cable. */
  readonly transcriptUrl: string;
  readonly resumesStreams: boolean;
  readonly takesIdempotencyKeys: boolean;
}

/**
 * Prepared's own host. The address of its event stream is not published: override it with what you were given,
 * `{ ...prepared(), eventStreamUrl: '…' }`.
 */
export function prepared(): PreparedServer {
  const apiUrl = 'https://api.prepared911.com';
  return {
    tokenUrl: `${apiUrl}/oauth/token`,
    tokenBody: 'json',
    apiUrl,
    eventStreamUrl: 'wss://api.prepared911.com/v1/incident_events/stream',
    transcriptUrl: 'wss://api.prepared911.com/cable',
    resumesStreams: false,
    takesIdempotencyKeys: false,
  };
}
