import type { DispatchPositionList, RegisteredPosition } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

const PATH = '/api/dispatch-positions';

/** Browsers in a secure place, whose sessions are not locked for want of use. Operators name the agency; for everyone else `agencyId` stays null. */
export class DispatchPositionApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<DispatchPositionList> {
    return this.#transport.send({ method: 'GET', path: PATH, query: { agency_id: agencyId }, signal });
  }

  /** The browser that asks is the position from now on. */
  register(name: string, agencyId: string | null = null): Promise<RegisteredPosition> {
    return this.#transport.send({ method: 'POST', path: PATH, query: { agency_id: agencyId }, json: { name } });
  }

  /** Its sessions are locked again for want of use. */
  end(id: string, agencyId: string | null = null): Promise<void> {
    const path = `${PATH}/${encodeURIComponent(id)}`;
    return this.#transport.send({ method: 'DELETE', path, query: { agency_id: agencyId } });
  }
}
