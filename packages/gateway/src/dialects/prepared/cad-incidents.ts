import {
  CadNoteRequest,
  CadStatusRequest,
  FindIncidentRequest,
  PreparedCadIncident,
  StoredCadReport,
} from '@sallyport/contract';
import { type Static, type TSchema, Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { findOrMakeCadIncident } from '../../incidents/cad/find-cad-incident.ts';
import { readCadIncident } from '../../incidents/cad/read-cad-incidents.ts';
import { type CadReport, reportFromCad } from '../../incidents/cad/report-from-cad.ts';
import type { CadIncident } from '../../incidents/incident/cad-incident.ts';
import { furtherMembers } from '../../incidents/incident/further-members.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { readIdempotencyKey } from '../requests/request-context.ts';
import { principalOf, type Route, type RouteRequest } from '../routing/route.ts';
import { toPreparedInstant } from './encode-event.ts';
import { preparedErrors } from './errors.ts';

export interface FindPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

const cadSide = {
  errors: preparedErrors,
  access: { kind: 'token', right: 'cad_incidents:write' },
  isEmptyAbsent: true,
} as const;
const params = Type.Object({
  cad_partner_incident_id: Type.String({
    maxLength: 100,
    description: "The CAD's own id of the incident",
    examples: ['CAD-2026-000123'],
  }),
});

/** Whose CAD incident is asked for: each client's ids are its own. */
function partnerIdOf(request: RouteRequest, partnerIncidentId = request.params['cad_partner_incident_id'] ?? '') {
  return { clientId: principalOf(request).client?.id ?? '', agencyId: ownAgency(request), partnerIncidentId };
}

function encode(cad: CadIncident, publicUrl: string): PreparedCadIncident {
  return {
    id: cad.id,
    cad_partner_incident_id: cad.partnerIncidentId,
    incident_id: cad.incidentId,
    matched_by: cad.matchedBy,
    caller_phone_number: cad.callerPhoneNumber,
    sip_call_id: cad.sipCallId,
    position: cad.position,
    status: cad.status,
    chatroom_url: `${publicUrl}/portal/incidents/${cad.incidentId ?? cad.id}`,
    created_at: toPreparedInstant(cad.createdAt),
    updated_at: toPreparedInstant(cad.updatedAt),
  };
}

/** `POST /v2/find_incident`: a CAD's incident is made or found, and linked to its call. */
export const find: Route<FindPorts> = {
  ...cadSide,
  method: 'POST',
  path: '/v2/find_incident',
  summary: "Create a CAD incident, or find it again, and link it to the caller's incident",
  limit: 'alerts',
  body: 'json',
  schema: { body: FindIncidentRequest, responses: { 200: PreparedCadIncident } },
  async handle(ports, request) {
    const { cad_partner_incident_id, caller_phone_number, sip_call_id, position, ...beside } =
      request.body as FindIncidentRequest;
    const { client } = principalOf(request);
    const cad = await findOrMakeCadIncident(ports, {
      ...partnerIdOf(request, cad_partner_incident_id),
      suppliedBy: client?.applicationName ?? 'CAD',
      callerPhoneGiven: caller_phone_number ?? null,
      sipCallId: sip_call_id ?? null,
      position: position ?? null,
      further: furtherMembers(beside),
      origin: request.origin,
    });
    return { status: 200, body: encode(cad, ports.publicUrl) };
  },
};

/** `GET /v2/incidents/{cad_partner_incident_id}`: whether its call has come meanwhile. */
export const read: Route<{ database: Database; publicUrl: string }> = {
  ...cadSide,
  method: 'GET',
  path: '/v2/incidents/:cad_partner_incident_id',
  summary: 'Read a CAD incident and what it is linked to',
  limit: 'reads',
  body: 'none',
  schema: { params, responses: { 200: PreparedCadIncident } },
  async handle(ports, request) {
    return {
      status: 200,
      body: encode(await readCadIncident(ports, partnerIdOf(request)), ports.publicUrl),
    };
  },
};

/** `POST /v2/incidents/{cad_partner_incident_id}/…`: what the CAD states about its incident. */
function reporting<Schema extends TSchema>(
  path: string,
  described: { summary: string; body: Schema; read: (stated: Static<Schema>) => CadReport },
): Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> {
  return {
    ...cadSide,
    method: 'POST',
    path: `/v2/incidents/:cad_partner_incident_id/${path}`,
    summary: described.summary,
    limit: 'alerts',
    body: 'json',
    schema: { params, body: described.body, responses: { 201: StoredCadReport } },
    async handle(ports, request) {
      const id = partnerIdOf(request);
      const receipt = await reportFromCad(ports, {
        ...id,
        report: described.read(request.body as Static<Schema>),
        idempotencyKey: readIdempotencyKey(request),
        origin: request.origin,
      });
      const [entry] = receipt.entries;
      const body: StoredCadReport = {
        id: entry?.id ?? '',
        cad_partner_incident_id: id.partnerIncidentId,
        incident_id: receipt.incidentId,
        created_at: toPreparedInstant(entry?.at ?? 0),
      };
      return { status: 201, body };
    },
  };
}

export const addNote = reporting('notes', {
  summary: 'Add a note from the CAD',
  body: CadNoteRequest,
  read: ({ note, author, ...beside }) => ({
    kind: 'note',
    text: note,
    author: author ?? null,
    further: furtherMembers(beside),
  }),
});
export const setStatus = reporting('status', {
  summary: "Set the CAD's own status of its incident",
  body: CadStatusRequest,
  read: ({ status, ...beside }) => ({ kind: 'status', status, further: furtherMembers(beside) }),
});
