import type { OutboxList, OutboxMail } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** The mail that waits, was sent or was given up, for those who run the installation. */
export class OutboxApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The newest first, 500 at most. */
  list(signal?: AbortSignal): Promise<OutboxList> {
    return this.#transport.send({ method: 'GET', path: '/api/outbox', signal });
  }

  /** Sends a mail that was not sent again, now and with all its attempts before it. */
  retry(id: string): Promise<OutboxMail> {
    return this.#transport.send({ method: 'POST', path: `/api/outbox/${encodeURIComponent(id)}/retry` });
  }
}
