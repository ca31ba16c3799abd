import type {
  AlertLogLine,
  AlertSettings,
  AlertSide,
  AnswerAlertRequest,
  Card,
  EditAlertSettingsRequest,
  FoundIncidents,
  Incident,
  IncidentList,
  IncidentLocations,
  ListenToken,
  SearchResult,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Which incidents of which section. `before` is the `next_before` of the page read last; instants are RFC 3339. */
export interface SectionPage {
  readonly section: 'active' | 'ended' | 'dismissed';
  readonly ids?: readonly string[];
  readonly kind?: string;
  readonly status?: string;
  readonly type?: string;
  readonly source?: string;
  readonly since?: string;
  readonly until?: string;
  /** `boundary`, a box in degrees as `west,south,east,north`, or a polygon as `longitude,latitude;longitude,latitude;…`. A page of it may have fewer incidents than `limit`, and go on. */
  readonly area?: string;
  readonly tests?: 'include' | 'exclude';
  readonly limit?: number;
  readonly before?: string | null;
}

/** Reads the agency's incidents. */
export class IncidentApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. `before` is the `next_before` of the page read last. */
  list(
    page: { limit?: number; before?: string | null; tests?: 'include' | 'exclude' } = {},
    signal?: AbortSignal,
  ): Promise<IncidentList> {
    return this.#transport.send({ method: 'GET', path: '/api/incidents', query: page, signal });
  }

  /** A page of one section, the newest first, as the person sees it. `ids` are those of it alone, 50 at most. */
  section(page: SectionPage, signal?: AbortSignal): Promise<IncidentList> {
    const { ids, ...rest } = page;
    const query = { ...rest, ...(ids !== undefined && { ids: ids.join(',') }) };
    return this.#transport.send({ method: 'GET', path: '/api/incidents', query, signal });
  }

  /** The alerts that wait for an answer, however old, the nearest deadline first. */
  waiting(signal?: AbortSignal): Promise<IncidentList> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/incidents',
      query: { waiting: 'only', limit: 200 },
      signal,
    });
  }

  /** The open active assailant alerts that were changed within a day, the newest first. */
  assailants(signal?: AbortSignal): Promise<IncidentList> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/incidents',
      query: { assailants: 'only', limit: 200 },
      signal,
    });
  }

  /** The alerts that wait for an answer, and those that are open and came within an hour. */
  open(signal?: AbortSignal): Promise<IncidentList> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/incidents',
      query: { open: 'only', limit: 200 },
      signal,
    });
  }

  /** One incident with its cards; 404 when this agency has none by that id. */
  read(id: string, signal?: AbortSignal): Promise<Incident> {
    return this.#transport.send({ method: 'GET', path: `/api/incidents/${encodeURIComponent(id)}`, signal });
  }

  /** Where it was stated to be, the newest first, each position with its nearest address and cross streets. */
  locations(id: string, signal?: AbortSignal): Promise<IncidentLocations> {
    return this.#transport.send({ method: 'GET', path: `${incidentPath(id)}/locations`, signal });
  }

  /** What is in a sensitive card. Who opened it, and when, is recorded and shown; 404 where the incident has no such card. */
  openCard(id: string, card: string): Promise<Card> {
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/cards/${encodeURIComponent(card)}/open` });
  }

  /** A LiveKit token to listen to a call; 409 when it has ended, 503 where no LiveKit server is configured. */
  listen(id: string, signal?: AbortSignal): Promise<ListenToken> {
    return this.#transport.send({ method: 'POST', path: `/api/incidents/${encodeURIComponent(id)}/listen`, signal });
  }

  /** Incidents of a phone number in any spelling, or of an alert id; 400 when the query cannot be read as either. */
  search(query: string, signal?: AbortSignal): Promise<SearchResult> {
    return this.#transport.send({ method: 'GET', path: '/api/search', query: { query }, signal });
  }

  /** Incidents by words or digits that are known of them, in part or with a letter wrong; 400 without three of them in a row. */
  find(text: string, limit?: number, signal?: AbortSignal): Promise<FoundIncidents> {
    return this.#transport.send({ method: 'GET', path: '/api/find', query: { text, limit }, signal });
  }

  /** Accepts or declines an alert, or states what became of it. 409 when somebody was faster or the deadline has passed. */
  answerAlert(id: string, answer: AnswerAlertRequest): Promise<AlertSide> {
    return this.#transport.send({ method: 'PATCH', path: `${incidentPath(id)}/alert`, json: answer });
  }

  /** Writes to whoever sent the alert; 409 where the alert is supplemental only. */
  sendMessage(id: string, text: string): Promise<AlertLogLine> {
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/messages`, json: { text } });
  }

  /** How an agency takes its alerts. Operators name the agency; for everyone else `agencyId` stays null. */
  alertSettings(agencyId: string | null = null, signal?: AbortSignal): Promise<AlertSettings> {
    return this.#transport.send({ method: 'GET', path: '/api/alert-settings', query: { agency_id: agencyId }, signal });
  }

  /** Changes what is named; the rest stays. */
  editAlertSettings(changes: EditAlertSettingsRequest, agencyId: string | null = null): Promise<AlertSettings> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'PATCH', path: '/api/alert-settings', query, json: changes });
  }
}

function incidentPath(id: string): string {
  return `/api/incidents/${encodeURIComponent(id)}`;
}
