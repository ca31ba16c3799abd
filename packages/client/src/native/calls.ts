import type { BatchChange, OpenCallRequest, OpenedCall, StoredChanges } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Notifies of calls as call-handling equipment does. */
export class CallApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Opens a call. A repeat with the same idempotency key answers with the first call and writes nothing. */
  open(request: OpenCallRequest, idempotencyKey?: string): Promise<OpenedCall> {
    return this.#transport.send({ method: 'POST', path: '/api/incidents', json: request, ...keyed(idempotencyKey) });
  }

  /** Goes on about an incident: all of the changes are stored, in their order, or none. */
  change(id: string, changes: readonly BatchChange[], idempotencyKey?: string): Promise<StoredChanges> {
    const path = `/api/incidents/${encodeURIComponent(id)}/changes`;
    return this.#transport.send({ method: 'POST', path, json: { changes }, ...keyed(idempotencyKey) });
  }
}

function keyed(idempotencyKey: string | undefined) {
  return idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } };
}
