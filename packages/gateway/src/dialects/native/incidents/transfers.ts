import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import type { WorkPorts } from '../../../incidents/claims/change-work.ts';
import { type Incident, STATUS_WORDS } from '../../../incidents/incident/types.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import { listRinging } from '../../../incidents/transfers/list-ringing.ts';
import { listTransfers } from '../../../incidents/transfers/read-transfer.ts';
import type { Transfer } from '../../../incidents/transfers/types.ts';
import { answerTransferred, openTransferredCard } from '../../../intake/act-on-transferred.ts';
import {
  endTransferForPerson,
  readTransferForPerson,
  transferAgencies,
  transferForPerson,
} from '../../../intake/transfer-for-person.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { typeNameOf, typeWords } from '../../requests/emergency-type.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import type { AnswerPorts } from './alerts.ts';
import { cardOf, cardsOf } from './cards/cards-of.ts';
import { encodeCard } from './cards/encode-card.ts';
import { encodeAlertSide } from './encode-alert-side.ts';
import { encodeCrossing } from './encode-crossing.ts';
import { encodeSummary } from './encode-incident.ts';

const FOR_MINUTES = 240;

const reading = {
  method: 'GET',
  errors: nativeErrors,
  access: { kind: 'person', right: 'transfers:read' },
  limit: 'reads',
  body: 'none',
} as const;
const writing = { errors: nativeErrors, access: { kind: 'person', right: 'transfers:write' }, limit: 'reads' } as const;
const TRANSFER_ID = Type.String({
  maxLength: 60,
  description: 'The transfer',
  examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'],
});
const TRANSFER_PARAMS = Type.Object({ id: TRANSFER_ID });

function askingOf(request: RouteRequest) {
  return { principal: principalOf(request), agencyId: ownAgency(request), origin: request.origin };
}

function encodeTransfer(transfer: Transfer, reader: string, now: number): contract.IncidentTransfer {
  const isGiven = transfer.agencyId === reader;
  const inForce = transfer.endedAt === null && transfer.expiresAt > now;
  const isVisible = isGiven || inForce;
  const type = isVisible ? typeNameOf(transfer.about) : null;
  return {
    ...encodeCrossing(transfer, reader),
    incident_id: isGiven ? transfer.incidentId : null,
    share_id: transfer.shareId,
    incident_kind: isVisible ? transfer.about.kind : null,
    emergency_type: type === null ? null : { name: type, display_name: typeWords(type) },
    in_force: inForce,
  };
}

function encodeRinging({ id, agencyId, agencyName, createdAt, about }: Transfer): contract.RingingTransfer {
  const { status, acceptBy, isTest, signalledAt } = about;
  const type = typeNameOf(about);
  return {
    ...{ id, agency_id: agencyId, agency_name: agencyName, is_test: isTest },
    status: { name: status, display_name: STATUS_WORDS[status] },
    emergency_type: type === null ? null : { name: type, display_name: typeWords(type) },
    accept_by: status === 'DISPATCH_REQUESTED' && acceptBy !== null ? toRfc3339(acceptBy) : null,
    created_at: toRfc3339(createdAt),
    signalled_at: signalledAt === null || signalledAt < createdAt ? null : toRfc3339(signalledAt),
  };
}

const factsOf = (incident: Incident) => cardsOf({ incident, history: [], cadIncidents: [] });

function encodeAnswer(alert: Incident, now: number): contract.TransferredIncident['incident']['answer'] {
  const { accept_by, disposition, next_statuses, next_dispositions } = encodeAlertSide(alert, [], now);
  return { accept_by, disposition, next_statuses, next_dispositions };
}

/** What crosses, each member by name, so that what an incident has later does not cross by itself. */
function encodeTransferred(
  { includesSensitive, mayAnswer }: Transfer,
  incident: Incident,
  isSensitive: (card: string) => boolean,
  now: number,
): contract.TransferredIncident['incident'] {
  const { kind, status, emergency_type, is_test, caller_name, caller_phone_number, description, ...rest } =
    encodeSummary(incident);
  const { supplied_by, location, created_at, updated_at } = rest;
  const cards = factsOf(incident)
    .filter(({ id }) => includesSensitive || !isSensitive(id))
    .map((card) => (isSensitive(card.id) ? encodeCard({ ...card, fields: [] }, { openings: [] }) : encodeCard(card)));
  return {
    ...{ kind, status, emergency_type, is_test, caller_name, caller_phone_number, description },
    ...{ supplied_by, location, created_at, updated_at, cards },
    answer: mayAnswer && incident.kind === 'alert' ? encodeAnswer(incident, now) : null,
  };
}

/** `GET /api/transfer_agencies`: to which agencies an incident can be transferred. */
export const agencies: Route<{ database: Database }> = {
  ...reading,
  access: writing.access,
  path: '/api/transfer_agencies',
  summary: 'List the agencies that an incident can be transferred to',
  schema: { responses: { 200: contract.TransferAgencies } },
  async handle(ports, request) {
    const found = await transferAgencies(ports, ownAgency(request));
    return { status: 200, body: { agencies: found.map(({ id, name }) => ({ id, name })) } };
  },
};

/** `POST /api/incidents/{id}/transfers`: another agency sees this one incident, for a time. */
export const open: Route<WorkPorts> = {
  ...writing,
  method: 'POST',
  path: '/api/incidents/:id/transfers',
  summary: 'Transfer an incident to another agency for a time',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: {
    params: INCIDENT_PARAMS,
    body: contract.TransferIncidentRequest,
    responses: { 201: contract.IncidentTransfer },
  },
  async handle(ports, request) {
    const { to_agency_id, for_minutes, reason, ...terms } = request.body as contract.TransferIncidentRequest;
    const asking = askingOf(request);
    const transfer = await transferForPerson(ports, {
      ...asking,
      incidentId: incidentIdOf(request.params['id'] ?? ''),
      toAgencyId: to_agency_id,
      forMinutes: for_minutes ?? FOR_MINUTES,
      reason: reason?.trim() ?? null,
      includesSensitive: terms.includes_sensitive ?? false,
      mayAnswer: terms.may_answer ?? false,
    });
    return { status: 201, body: encodeTransfer(transfer, asking.agencyId, ports.clock.now()) };
  },
};

/** `GET /api/transfers`: what one's agency gave and received. */
export const list: Route<{ database: Database; clock: Clock }> = {
  ...reading,
  path: '/api/transfers',
  summary: 'List the incidents that were transferred to and by the agency',
  schema: { responses: { 200: contract.TransferList } },
  async handle(ports, request) {
    const agencyId = ownAgency(request);
    const now = ports.clock.now();
    const transfers = await listTransfers(ports, agencyId);
    return { status: 200, body: { transfers: transfers.map((each) => encodeTransfer(each, agencyId, now)) } };
  },
};

/** `GET /api/transfers/ringing`: at a locked session, too, since nothing of it is who or where. */
export const ringing: Route<{ database: Database; clock: Clock }> = {
  ...reading,
  path: '/api/transfers/ringing',
  summary: "List the alerts of other agencies that the agency may answer and that ring at its people's seats",
  whileLocked: true,
  schema: { responses: { 200: contract.RingingTransfers } },
  async handle(ports, request) {
    const transfers = await listRinging(ports, ownAgency(request));
    return { status: 200, body: { transfers: transfers.map(encodeRinging) } };
  },
};

/** `GET /api/transfers/{id}`: the incident of a transfer in force. */
export const read: Route<{ database: Database; clock: Clock; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/transfers/:id',
  summary: 'Read an incident that was transferred, as long as that is in force',
  schema: { params: TRANSFER_PARAMS, responses: { 200: contract.TransferredIncident } },
  async handle(ports, request) {
    const asking = askingOf(request);
    const { transfer, incident, isSensitive } = await readTransferForPerson(ports, {
      ...asking,
      transferId: request.params['id'] ?? '',
    });
    return {
      status: 200,
      body: {
        transfer: encodeTransfer(transfer, asking.agencyId, ports.clock.now()),
        incident: encodeTransferred(transfer, incident, isSensitive, ports.clock.now()),
      },
    };
  },
};

/** `DELETE /api/transfers/{id}`: either agency ends it. */
export const end: Route<WorkPorts> = {
  ...writing,
  method: 'DELETE',
  path: '/api/transfers/:id',
  summary: 'End a transfer, given or received',
  body: 'none',
  schema: { params: TRANSFER_PARAMS, responses: { 204: null } },
  async handle(ports, request) {
    await endTransferForPerson(ports, { ...askingOf(request), transferId: request.params['id'] ?? '' });
    return { status: 204 };
  },
};

/** `POST /api/transfers/{id}/cards/{card}/open`: what is in a sensitive card that the giver included; both agencies' audits have it. */
export const openSensitive: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  method: 'POST',
  errors: nativeErrors,
  access: { kind: 'person', right: 'transfers:sensitive' },
  limit: 'reads',
  body: 'none',
  path: '/api/transfers/:id/cards/:card/open',
  summary: 'Open a sensitive card of an incident that another agency lets one see: both record it',
  schema: {
    params: Type.Object({
      id: TRANSFER_ID,
      card: Type.String({ maxLength: 200, description: 'The id of the card', examples: ['medical'] }),
    }),
    responses: { 200: contract.Card },
  },
  async handle(ports, request) {
    const card = request.params['card'] ?? '';
    const asking = { ...askingOf(request), transferId: request.params['id'] ?? '', card };
    const { drawn, opening } = await openTransferredCard(ports, asking, (incident) =>
      cardOf({ incident, history: [], cadIncidents: [] }, card),
    );
    return { status: 200, body: encodeCard(drawn, { openings: [opening] }) };
  },
};

/** `PATCH /api/transfers/{id}/alert`: the receiver answers the alert where the giver lets it. */
export const answer: Route<AnswerPorts> = {
  method: 'PATCH',
  errors: nativeErrors,
  access: { kind: 'person', right: 'transfers:answer' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 8_192,
  path: '/api/transfers/:id/alert',
  summary: 'Answer the alert of another agency that lets one',
  schema: { params: TRANSFER_PARAMS, body: contract.AnswerAlertRequest, responses: { 204: null } },
  async handle(ports, request) {
    const { status, disposition, decline_reason } = request.body as contract.AnswerAlertRequest;
    await answerTransferred(ports, {
      ...askingOf(request),
      transferId: request.params['id'] ?? '',
      status: status ?? null,
      disposition: disposition ?? null,
      declineReason: decline_reason ?? null,
    });
    return { status: 204 };
  },
};
