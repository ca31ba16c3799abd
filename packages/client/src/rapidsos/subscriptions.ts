import type {
  EditRapidsosSubscriptionRequest,
  NewRapidsosSubscription,
  RapidsosSubscription,
  RapidsosSubscriptionRequest,
  RapidsosTestAnswer,
} from '@sallyport/contract';
import { boundsOf, type CallOptions } from '../calls/connection.ts';
import type { Transport } from '../requests/transport.ts';
import type { RapidsosServer } from '../servers/rapidsos.ts';
import { readAnswer, readSubscription } from './read-answers.ts';

/** Webhook subscriptions, each of this client alone. */
export class RapidsosSubscriptionApi {
  readonly #transport: Transport;
  readonly #url: string;
  readonly #testUrl: string;

  constructor(transport: Transport, { apiUrl }: RapidsosServer) {
    this.#transport = transport;
    this.#url = `${apiUrl}/v1/webhooks/subscriptions`;
    this.#testUrl = `${apiUrl}/v1/webhooks/test`;
  }

  async list(options: CallOptions = {}): Promise<RapidsosSubscription[]> {
    const call = { method: 'GET', path: this.#url, promises: 'list' } as const;
    return readSubscription(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** Subscribes a URL. The signing secret, where the server has one, is in this answer alone. */
  async create(request: RapidsosSubscriptionRequest, options: CallOptions = {}): Promise<NewRapidsosSubscription> {
    const call = { method: 'POST', path: this.#url, json: request, promises: ['id'] } as const;
    return readSubscription(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** Changes what is named. RapidSOS itself may not take this: remove it and create it anew there. */
  async edit(
    id: number,
    request: EditRapidsosSubscriptionRequest,
    options: CallOptions = {},
  ): Promise<RapidsosSubscription> {
    const call = { method: 'PATCH', path: `${this.#url}/${id}`, json: request, isRepeatable: true } as const;
    return readSubscription(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  remove(id: number, options: CallOptions = {}): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `${this.#url}/${id}`, ...boundsOf(options) });
  }

  /** Delivers an invented event now, and answers with what came of it. */
  async test(id: number, eventType?: string, options: CallOptions = {}): Promise<RapidsosTestAnswer> {
    const json = { subscription_id: id, ...(eventType !== undefined && { event_type: eventType }) };
    return readAnswer(await this.#transport.send({ method: 'POST', path: this.#testUrl, json, ...boundsOf(options) }));
  }
}
