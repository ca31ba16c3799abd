import type {
  AnswerAlertRequest,
  Card,
  IncidentTransfer,
  RingingTransfers,
  TransferAgencies,
  TransferList,
  TransferredIncident,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/**
 * For how long an incident is transferred at most (240 minutes where it is left out), whether its sensitive cards may be opened and its alert
 * answered there (neither where left out), and why.
 */
export interface TransferTerms {
  readonly includesSensitive?: boolean;
  readonly mayAnswer?: boolean;
  readonly forMinutes?: number;
  readonly reason?: string;
}

/** Incidents that another agency of the installation sees for a time. For people: a session, not a client's token. */
export class TransferApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The agencies that an incident can be transferred to, by name. */
  agencies(signal?: AbortSignal): Promise<TransferAgencies> {
    return this.#transport.send({ method: 'GET', path: '/api/transfer_agencies', signal });
  }

  /** Lets another agency see one incident of one's own; 404 where there is no such agency, 409 where it has the incident already. */
  open(
    incidentId: string,
    toAgencyId: string,
    { forMinutes, includesSensitive, mayAnswer, reason }: TransferTerms = {},
  ): Promise<IncidentTransfer> {
    const json = {
      to_agency_id: toAgencyId,
      ...(forMinutes !== undefined && { for_minutes: forMinutes }),
      ...(includesSensitive !== undefined && { includes_sensitive: includesSensitive }),
      ...(mayAnswer !== undefined && { may_answer: mayAnswer }),
      ...(reason !== undefined && { reason }),
    };
    const path = `/api/incidents/${encodeURIComponent(incidentId)}/transfers`;
    return this.#transport.send({ method: 'POST', path, json });
  }

  /** What one's agency gave and received, and what shares let it see now: what is in force, and what expired within a day; the newest first. */
  list(signal?: AbortSignal): Promise<TransferList> {
    return this.#transport.send({ method: 'GET', path: '/api/transfers', signal });
  }

  /** The alerts of other agencies that one's agency may answer and that ring at its seats, at a locked session too. */
  ringing(signal?: AbortSignal): Promise<RingingTransfers> {
    return this.#transport.send({ method: 'GET', path: '/api/transfers/ringing', signal });
  }

  /** The incident as it is now; 404 once the transfer is ended or has expired. */
  read(id: string, signal?: AbortSignal): Promise<TransferredIncident> {
    return this.#transport.send({ method: 'GET', path: `/api/transfers/${encodeURIComponent(id)}`, signal });
  }

  /** What is in a sensitive card that the giver included; both agencies' audits have who opened it. 404 where it is not included. */
  openCard(id: string, card: string): Promise<Card> {
    const path = `/api/transfers/${encodeURIComponent(id)}/cards/${encodeURIComponent(card)}/open`;
    return this.#transport.send({ method: 'POST', path });
  }

  /** Answers its alert, where the giver lets one; 403 where not, 409 where the alert does not allow it. */
  answer(id: string, answer: AnswerAlertRequest): Promise<void> {
    return this.#transport.send({
      method: 'PATCH',
      path: `/api/transfers/${encodeURIComponent(id)}/alert`,
      json: answer,
    });
  }

  /** Ends it, whichever of both agencies one is of; 404 where it is not in force. */
  end(id: string): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: `/api/transfers/${encodeURIComponent(id)}` });
  }
}
