import { prepared, rapidsos, sallyport, type TokenAddresses } from '@sallyport/client';
import type { PreparedServer } from '@sallyport/client/prepared';
import type { RapidsosServer } from '@sallyport/client/rapidsos';

/** What a profile's server has: of RapidSOS's paths, of Prepared's, and of Sallyport's own; null where it has them not. */
export interface Addresses {
  readonly tokens: TokenAddresses;
  readonly rapidsos: RapidsosServer | null;
  readonly prepared: PreparedServer | null;
  readonly native: string | null;
  /** What answers whether anything is there. */
  readonly probe: string;
}

/** The vendors' own hosts, by name. */
export const VENDORS = ['rapidsos-sandbox', 'rapidsos-production', 'prepared'] as const;

function ofRapidsos(environment: 'sandbox' | 'production'): Addresses {
  const server = rapidsos(environment);
  return { tokens: server, rapidsos: server, prepared: null, native: null, probe: server.tokenUrl };
}

/** The addresses of a server by its URL or a vendor's name; undefined where it is neither. */
export function addressesOf(server: string): Addresses | undefined {
  if (server === 'rapidsos-sandbox') return ofRapidsos('sandbox');
  if (server === 'rapidsos-production') return ofRapidsos('production');
  if (server === 'prepared') {
    const own = prepared();
    return { tokens: own, rapidsos: null, prepared: own, native: null, probe: own.tokenUrl };
  }
  if (!URL.canParse(server)) return undefined;
  const { protocol, username, password } = new URL(server);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  const own = sallyport(server);
  return { tokens: own, rapidsos: own, prepared: own, native: own.baseUrl, probe: `${own.baseUrl}/healthz` };
}
