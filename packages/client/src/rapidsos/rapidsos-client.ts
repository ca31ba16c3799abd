import type {
  AdditionalData,
  Alert,
  AlertChanged,
  AlertChangeRequest,
  AlertPage,
  AlertWithExtra,
  CallerLocations,
  DeeplinkAnswer,
  DeeplinkRequest,
  LogMessage,
  LogMessagePage,
  LogMessageRequest,
  TriggerAnswer,
  TriggerRehearsal,
  TriggerRequest,
} from '@sallyport/contract';
import {
  boundsOf,
  type CallOptions,
  type ConnectionOptions,
  connect,
  type OnceOptions,
  once,
} from '../calls/connection.ts';
import { SallyportError } from '../requests/error.ts';
import { endlessPages } from '../requests/refusal.ts';
import type { Transport } from '../requests/transport.ts';
import type { RapidsosServer } from '../servers/rapidsos.ts';
import type { StreamItem } from '../streams/types.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { type AlertStreamOptions, type RapidsosEvent, streamAlerts } from './alert-stream.ts';
import { readAnswer } from './read-answers.ts';
import { RapidsosSubscriptionApi } from './subscriptions.ts';

const LOG_PAGE = 100;
const ALERT_PAGE = 100;

/** RapidSOS's APIs, at RapidSOS or at a Sallyport server. Every method refuses with SallyportError. */
export class RapidsosClient {
  readonly tokens: TokenSource;
  readonly subscriptions: RapidsosSubscriptionApi;
  readonly #server: RapidsosServer;
  readonly #transport: Transport;

  constructor(options: ConnectionOptions<RapidsosServer>) {
    const { tokens, transport } = connect(options);
    this.tokens = tokens;
    this.#server = options.server;
    this.#transport = transport;
    this.subscriptions = new RapidsosSubscriptionApi(transport, options.server);
  }

  /**
   * Sends an alert. Resolves once it is stored. At a server that takes idempotency keys it is sent until an answer comes, and
   * stored once; elsewhere once, and `unreachable` then says that it may have arrived.
   */
  async trigger(request: TriggerRequest, options: OnceOptions = {}): Promise<TriggerAnswer> {
    const path = `${this.#server.apiUrl}/v1/rem/trigger`;
    const how = once(options, this.#server.takesIdempotencyKeys);
    // RapidSOS does not publish its answer; whatever says that an alert was stored is believed there.
    const promises = this.#server.takesIdempotencyKeys ? ['alert_id'] : [];
    return readAnswer(
      await this.#transport.send({ method: 'POST', path, json: request, promises, ...how, ...boundsOf(options) }),
    );
  }

  /** What `trigger` would do with the same request, without storing anything: Sallyport's own. Refuses what `trigger` refuses. */
  async rehearse(request: TriggerRequest, options: CallOptions = {}): Promise<TriggerRehearsal> {
    const path = `${this.#server.apiUrl}/v1/rem/rehearse`;
    const call = { method: 'POST', path, json: request, promises: [], isRepeatable: true } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** One page of alerts, oldest first, created after `start` (milliseconds). */
  async alertPage(
    query: { start?: number; end?: number; limit?: number } = {},
    options: CallOptions = {},
  ): Promise<AlertPage> {
    const path = `${this.#server.alertsUrl}/v1/alerts`;
    const call = { method: 'GET', path, query, promises: ['alerts[]'] } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** Every alert of the span, oldest first, each once, read page by page as the loop goes on. */
  async *alerts(query: { start?: number; end?: number } = {}, options: CallOptions = {}): AsyncGenerator<Alert, void> {
    let start = query.start ?? 0;
    let previous = new Set<string>();
    for (;;) {
      const page = await this.alertPage({ ...query, start, limit: ALERT_PAGE }, options);
      // Whether `start` itself belongs to the page is not published, so what the page before had is passed over.
      const fresh = page.alerts.filter(({ alert_id }) => !previous.has(alert_id));
      yield* fresh;
      if (page.alerts.length < ALERT_PAGE || fresh.length === 0) return;
      previous = new Set(page.alerts.map(({ alert_id }) => alert_id));
      // Also where it is no number.
      if (!(page.alerts_until >= start)) throw endlessPages();
      start = page.alerts_until;
    }
  }

  /** One alert; with `logs` also its log and additional data. */
  async alert(id: string, options: CallOptions & { logs?: boolean } = {}): Promise<AlertWithExtra> {
    const query = { extra: options.logs === true ? 'logs' : undefined };
    const call = { method: 'GET', path: this.#alertUrl(id), query, promises: ['alert_id', 'status'] } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /**
   * Changes an alert's status, disposition or both. 403 for the side that may not, 409 where somebody was faster. An answer that
   * was lost on the way is asked for again; that the change is there then counts as its success.
   */
  async changeAlert(id: string, change: AlertChangeRequest, options: CallOptions = {}): Promise<AlertChanged> {
    let attempts = 0;
    const onAttempt = () => {
      attempts += 1;
    };
    const how = { promises: [], isRepeatable: true, onAttempt } as const;
    const call = { method: 'PATCH', path: this.#alertUrl(id), json: change, ...how } as const;
    try {
      return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
    } catch (error) {
      if (!(error instanceof SallyportError) || error.status !== 409 || attempts < 2) throw error;
      const { status, disposition, last_updated_time } = await this.alert(id, options);
      const isThere =
        (change.status ?? status.name) === status.name &&
        (change.disposition ?? disposition?.name) === disposition?.name;
      if (!isThere) throw error;
      const { name, display_name } = status;
      return { status: { name, display_name }, disposition, last_updated_time };
    }
  }

  /** Accepts the alert for the center. */
  accept(id: string, options: CallOptions = {}): Promise<AlertChanged> {
    return this.changeAlert(id, { status: 'ACCEPTED' }, options);
  }

  /** Declines it, with a reason of up to 100 characters. */
  decline(id: string, reason?: string, options: CallOptions = {}): Promise<AlertChanged> {
    const change = { status: 'DECLINED', ...(reason !== undefined && { decline_reason: reason }) } as const;
    return this.changeAlert(id, change, options);
  }

  /** The alert's log, oldest first, read page by page. */
  async *logMessages(id: string, options: CallOptions = {}): AsyncGenerator<LogMessage, void> {
    const path = `${this.#alertUrl(id)}/log_messages`;
    for (let page = 1, read = 0; ; page += 1) {
      const query = { page, limit: LOG_PAGE };
      const answer = readAnswer<LogMessagePage>(
        await this.#transport.send({ method: 'GET', path, query, promises: ['log_messages[]'], ...boundsOf(options) }),
      );
      yield* answer.log_messages;
      read += answer.log_messages.length;
      if (answer.log_messages.length === 0 || read >= answer.total_records) return;
    }
  }

  /** Adds to the alert's log: a chat message, a milestone, a further signal. Sent once, because it would stand there twice. */
  async addLogMessage(id: string, message: LogMessageRequest, options: CallOptions = {}): Promise<LogMessage> {
    const path = `${this.#alertUrl(id)}/log_messages`;
    const call = { method: 'POST', path, json: message, promises: [] } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** Writes to whoever is on the other side of the alert. */
  chat(id: string, message: string, options: CallOptions = {}): Promise<LogMessage> {
    return this.addLogMessage(id, { message, message_type: 'CHAT_MESSAGE' }, options);
  }

  /** Where a caller is: the latest position, or those from `start` on. */
  async locations(
    callerId: string,
    query: { start?: number; limit?: number } = {},
    options: CallOptions = {},
  ): Promise<CallerLocations> {
    const path = `${this.#server.apiUrl}/location`;
    const call = { method: 'GET', path, query: { caller_id: callerId, ...query }, promises: [] } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /** Additional data by caller, alert or source, each with the schema to draw it by. */
  async additionalData(
    by: { caller_id: string } | { alert_id: string } | { source_id: string },
    options: CallOptions = {},
  ): Promise<AdditionalData> {
    const path = `${this.#server.apiUrl}/v1/rade`;
    const call = { method: 'GET', path, query: by, promises: [] } as const;
    return readAnswer(await this.#transport.send({ ...call, ...boundsOf(options) }));
  }

  /**
   * A URL that opens the portal, signed in as the token's user, on one caller (`tel://15555555555`) or alert. It is valid for an
   * hour: open it at once, in the system's browser (`openInBrowser` of `@sallyport/client/node`) or in a web view.
   */
  async deeplink(query: string, options: CallOptions & { view?: DeeplinkRequest['view'] } = {}): Promise<string> {
    const { url } = await this.#transport.send<DeeplinkAnswer>({
      method: 'POST',
      path: `${this.#server.apiUrl}/integrations/irp`,
      json: { query, ...(options.view !== undefined && { view: options.view }) },
      promises: ['url'],
      // A deeplink that nobody opens ends by itself.
      isRepeatable: true,
      ...boundsOf(options),
    });
    return url;
  }

  /** The events of alerts, from now on or after a cursor, over as many connections as it takes. */
  stream(options: AlertStreamOptions = {}): AsyncGenerator<StreamItem<RapidsosEvent>, void> {
    return streamAlerts(this.#server, this.tokens, options);
  }

  #alertUrl(id: string): string {
    return `${this.#server.alertsUrl}/v1/alerts/${encodeURIComponent(id)}`;
  }
}
