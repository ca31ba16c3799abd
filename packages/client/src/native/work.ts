import type { IncidentSummary, SeatList, SentToCad, StoredChange, TimeLine } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Who works on which incident, and who is at work. For people: a session, not a client's token. */
export class WorkApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Claims an incident for the person, at that seat, an id that the page made. With `takeOver`, the reason, also from a colleague;
   * without it 409 where one has it. A seat that is silent for 45 s loses its claims.
   */
  claim(id: string, seat: string, takeOver?: string): Promise<IncidentSummary> {
    const json = { seat, ...(takeOver !== undefined && { take_over: takeOver }) };
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/claim`, json });
  }

  /** Gives the person's own claim back; 409 where a colleague has it. */
  release(id: string): Promise<IncidentSummary> {
    return this.#transport.send({ method: 'DELETE', path: `${incidentPath(id)}/claim` });
  }

  /** Closes the incident with what became of it; 409 where a colleague has it, it is closed, or it waits for an answer. */
  close(id: string, outcome?: string): Promise<IncidentSummary> {
    const json = outcome === undefined ? {} : { outcome };
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/close`, json });
  }

  /** Opens a closed incident again. */
  reopen(id: string): Promise<IncidentSummary> {
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/reopen` });
  }

  /**
   * Merges a duplicate call into another incident, which goes on; 409 where a colleague has it, it is no call, either was merged
   * before, or the other is closed. What the call's equipment sends later stays on the call.
   */
  merge(id: string, into: string): Promise<IncidentSummary> {
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/own_merge`, json: { into } });
  }

  /** Undoes a person's merge of this call; 409 where its equipment merged it, or nobody. */
  undoMerge(id: string): Promise<IncidentSummary> {
    return this.#transport.send({ method: 'DELETE', path: `${incidentPath(id)}/own_merge` });
  }

  /** Sends the incident to the agency's CAD, with `text` besides what is known; 409 where no webhook of the agency receives it. */
  sendToCad(id: string, text?: string): Promise<SentToCad> {
    const json = text === undefined ? {} : { text };
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/cad_sends`, json });
  }

  /** Adds the person's own note; `mentions` are people of the agency, by their ids. */
  note(id: string, text: string, mentions: readonly string[] = []): Promise<StoredChange> {
    const json = { text, ...(mentions.length > 0 && { mentions }) };
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/own_notes`, json });
  }

  /** What happened to the incident, in words, in order; the newest 500. */
  timeLine(id: string, signal?: AbortSignal): Promise<TimeLine> {
    return this.#transport.send({ method: 'GET', path: `${incidentPath(id)}/time_line`, signal });
  }

  /** Takes the incident out of the person's own lists until something further is signalled; 409 while it waits for an answer. */
  dismiss(id: string): Promise<void> {
    return this.#transport.send({ method: 'POST', path: `${incidentPath(id)}/dismissal` });
  }

  /** Puts the incident back into the person's own lists. */
  undoDismissal(id: string): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `${incidentPath(id)}/dismissal` });
  }

  /** States that the seat is at work and what it looks at; returns who of the agency is. Send it again within 20 s. */
  attend(seat: string, incidentId: string | null, signal?: AbortSignal): Promise<SeatList> {
    return this.#transport.send({
      method: 'POST',
      path: `/api/seats/${encodeURIComponent(seat)}`,
      json: { incident_id: incidentId },
      signal,
    });
  }
}

function incidentPath(id: string): string {
  return `/api/incidents/${encodeURIComponent(id)}`;
}
