import type { AlertSenderList, Callflow, EditCallflowRequest, NewCallflowRequest } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

function pathOf(clientId: string, name: string): string {
  return `/api/callflows/${encodeURIComponent(clientId)}/${encodeURIComponent(name)}`;
}

/** To whom clients' alerts go, what they must state, and what their senders learn; operators only. */
export class CallflowApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Every client that may send alerts, with its callflows. */
  list(signal?: AbortSignal): Promise<AlertSenderList> {
    return this.#transport.send({ method: 'GET', path: '/api/callflows', signal });
  }

  add(request: NewCallflowRequest): Promise<Callflow> {
    return this.#transport.send({ method: 'POST', path: '/api/callflows', json: request });
  }

  /** Changes what is named and nothing else. */
  edit(clientId: string, name: string, request: EditCallflowRequest): Promise<Callflow> {
    return this.#transport.send({ method: 'PATCH', path: pathOf(clientId, name), json: request });
  }

  remove(clientId: string, name: string): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: pathOf(clientId, name) });
  }
}
