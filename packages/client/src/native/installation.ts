import type { InstallationFigures, InstallationFindings } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** How the installation is, for those who run it. */
export class InstallationApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Its servers, keys and figures, and what is behind. */
  read(signal?: AbortSignal): Promise<InstallationFigures> {
    return this.#transport.send({ method: 'GET', path: '/api/installation', signal });
  }

  /** What `sallyport doctor` finds on the machine of the server that answers. It takes seconds where something does not answer. */
  findings(signal?: AbortSignal): Promise<InstallationFindings> {
    return this.#transport.send({ method: 'GET', path: '/api/installation/findings', signal });
  }
}
