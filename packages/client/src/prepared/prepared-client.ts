import type {
  CadNoteRequest,
  CadStatusRequest,
  FindIncidentRequest,
  PreparedCadIncident,
  PreparedEventPage,
  PreparedIncident,
  PreparedStreamToken,
  StoredCadReport,
} from '@sallyport/contract';
import {
  boundsOf,
  type CallOptions,
  type ConnectionOptions,
  connect,
  type OnceOptions,
  once,
} from '../calls/connection.ts';
import { endlessPages } from '../requests/refusal.ts';
import type { Call, Transport } from '../requests/transport.ts';
import type { PreparedServer } from '../servers/prepared.ts';
import type { StreamItem } from '../streams/types.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { type EventStreamOptions, streamEvents } from './event-stream.ts';
import { type PreparedIncidentEvent, readAnswer } from './read-answers.ts';
import { streamTranscript, type TranscriptStreamOptions, type TranscriptUpdate } from './transcript-stream.ts';

/** Which events: of one incident, of one type, of a span. */
export interface EventQuery {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
  readonly incident_id?: string | undefined;
  readonly type?: string | undefined;
  readonly created_after?: string | undefined;
  readonly created_before?: string | undefined;
}

/** Prepared's APIs, at Prepared or at a Sallyport server. Every method refuses with SallyportError. */
export class PreparedClient {
  readonly tokens: TokenSource;
  readonly #server: PreparedServer;
  readonly #transport: Transport;

  constructor(options: ConnectionOptions<PreparedServer>) {
    const { tokens, transport } = connect(options);
    this.tokens = tokens;
    this.#server = options.server;
    this.#transport = transport;
  }

  /** One page of events: those after a cursor, those before one, or the newest; in the order of the log. */
  eventPage(query: EventQuery = {}, options: CallOptions = {}): Promise<PreparedEventPage> {
    const call = { method: 'GET', path: '/v1/incident_events', query: { ...query } } as const;
    return this.#read({ ...call, promises: ['incident_events[]'] }, options);
  }

  /**
   * Every event after a cursor, or from the newest page on, in the order of the log, until there is none at the moment. Go on
   * later with the cursor of the last one. Refuses with `cursor_expired` where the events after it are not kept any more,
   * and with `resync_required` where the server was restored from a backup since: read everything anew then, without a cursor.
   */
  async *events(
    query: EventQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<PreparedEventPage['incident_events'][number], void> {
    let { after } = query;
    const passed = new Set([after]);
    for (;;) {
      const page = await this.eventPage({ ...query, after }, options);
      yield* page.incident_events;
      // A server that has no more may leave the cursor out.
      if (page.next_cursor == null || page.next_cursor === after) return;
      after = page.next_cursor;
      if (passed.has(after)) throw endlessPages();
      passed.add(after);
    }
  }

  /** One incident as it stands, with its locations and media. */
  incident(id: string, options: CallOptions = {}): Promise<PreparedIncident> {
    return this.#read({ method: 'GET', path: incidentPath(id), promises: ['id'] }, options);
  }

  /** A LiveKit token for a call's audio, for that participant: for `joinLiveAudio` of `@sallyport/client/audio`. */
  streamToken(id: string, participantId: string, options: CallOptions = {}): Promise<PreparedStreamToken> {
    const json = { participant_id: participantId };
    const call = { method: 'POST', path: `${incidentPath(id)}/stream_token`, json } as const;
    // A token that nobody uses ends by itself.
    return this.#read({ ...call, promises: ['stream_token'], isRepeatable: true }, options);
  }

  /** Creates the CAD's incident or finds it again, and links it to its call, now or once the call comes. */
  findIncident(request: FindIncidentRequest, options: CallOptions = {}): Promise<PreparedCadIncident> {
    // The CAD's own id makes a repeat find what the first one made.
    return this.#read({ method: 'POST', path: '/v2/find_incident', json: request, isRepeatable: true }, options);
  }

  /** A CAD incident, and what it is linked to. */
  cadIncident(id: string, options: CallOptions = {}): Promise<PreparedCadIncident> {
    return this.#read({ method: 'GET', path: cadPath(id) }, options);
  }

  /** Adds a note from the CAD. */
  addNote(id: string, request: CadNoteRequest, options: OnceOptions = {}): Promise<StoredCadReport> {
    return this.#report(`${cadPath(id)}/notes`, request, options);
  }

  /** States what the CAD calls its incident's state now. */
  setStatus(id: string, request: CadStatusRequest, options: OnceOptions = {}): Promise<StoredCadReport> {
    return this.#report(`${cadPath(id)}/status`, request, options);
  }

  /** Incident events, from now on or after a cursor, over as many connections as it takes. */
  stream(options: EventStreamOptions = {}): AsyncGenerator<StreamItem<PreparedIncidentEvent>, void> {
    return streamEvents(this.#server, this.tokens, options);
  }

  /** The words of a call as they are spoken. */
  transcript(
    incidentId: string,
    options: TranscriptStreamOptions = {},
  ): AsyncGenerator<StreamItem<TranscriptUpdate>, void> {
    return streamTranscript(this.#server, this.tokens, incidentId, options);
  }

  #report(path: string, json: unknown, options: OnceOptions): Promise<StoredCadReport> {
    return this.#read({ method: 'POST', path, json, ...once(options, this.#server.takesIdempotencyKeys) }, options);
  }

  async #read<T>(call: Call, options: CallOptions): Promise<T> {
    const path = this.#server.apiUrl + call.path;
    return readAnswer(await this.#transport.send({ promises: [], ...call, path, ...boundsOf(options) }));
  }
}

function incidentPath(id: string): string {
  return `/v1/incident_events/${encodeURIComponent(id)}`;
}

function cadPath(id: string): string {
  return `/v2/incidents/${encodeURIComponent(id)}`;
}
