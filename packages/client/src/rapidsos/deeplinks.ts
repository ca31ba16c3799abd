import type { DeeplinkAnswer, DeeplinkRequest } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Makes a URL that opens the portal, signed in as the token's user, on one caller or alert. */
export function createDeeplink(transport: Transport, request: DeeplinkRequest): Promise<DeeplinkAnswer> {
  return transport.send({ method: 'POST', path: '/integrations/irp', json: request });
}
