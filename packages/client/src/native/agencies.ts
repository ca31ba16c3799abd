import type { Agency, AgencyList } from '@sallyport/contract';
import type { Transport } from '../transport.ts';

/** Reads and adds agencies; operators only. */
export class AgencyApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(signal?: AbortSignal): Promise<AgencyList> {
    return this.#transport.send({ method: 'GET', path: '/api/agencies', signal });
  }

  /** Adds an agency; its id cannot change afterwards. */
  add(agency: Agency): Promise<Agency> {
    return this.#transport.send({ method: 'POST', path: '/api/agencies', json: agency });
  }
}
