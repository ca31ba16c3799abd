import { standardAddresses, type TokenAddresses } from './server.ts';

/** Where RapidSOS's APIs are. */
export interface RapidsosServer extends TokenAddresses {
  /** Triggers, locations, additional data, deeplinks and webhook subscriptions. */
  readonly apiUrl: string;
  /** The Alert Management API. */
  readonly alertsUrl: string;
  readonly alertStreamUrl: string;
  /** That its streams go on after a cursor, which is Sallyport's own. */
  readonly resumesStreams: boolean;
  /** That a repeat with the same Idempotency-Key answers with the first, which is Sallyport's own. */
  readonly takesIdempotencyKeys: boolean;
}

/**
 * RapidSOS's own hosts, as integrators' specifications name them: the core host, the EDX host for alerts and for the stream.
 * Override what your credentials came with: `{ ...rapidsos('sandbox'), alertsUrl: '…' }`.
 */
export function rapidsos(environment: 'sandbox' | 'production'): RapidsosServer {
  const suffix = environment === 'sandbox' ? '-sandbox' : '';
  const apiUrl = `https://api${suffix}.rapidsos.com`;
  const { tokenUrl, tokenBody, passwordTokenUrl = tokenUrl } = standardAddresses(apiUrl);
  return {
    tokenUrl,
    passwordTokenUrl,
    tokenBody,
    apiUrl,
    alertsUrl: `https://edx${suffix}.rapidsos.com`,
    alertStreamUrl: `wss://ws.edx${suffix}.rapidsos.com/v1`,
    resumesStreams: false,
    takesIdempotencyKeys: false,
  };
}
