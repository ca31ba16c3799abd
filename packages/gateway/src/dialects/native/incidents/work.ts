import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { WorkPorts } from '../../../incidents/claims/change-work.ts';
import type { AttendedSeat } from '../../../incidents/incident/seat.ts';
import {
  attendForPerson,
  claimForPerson,
  closeForPerson,
  dismissForPerson,
  noteForPerson,
  releaseForPerson,
  reopenForPerson,
  undoDismissalForPerson,
} from '../../../intake/work-on-incident.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeSummary } from './encode-incident.ts';

const working = {
  errors: nativeErrors,
  access: { kind: 'person', right: 'incidents:work' },
  limit: 'reads',
} as const;

function workingOf(request: RouteRequest) {
  return {
    principal: principalOf(request),
    agencyId: ownAgency(request),
    incidentId: incidentIdOf(request.params['id'] ?? ''),
    origin: request.origin,
  };
}

/** `POST /api/incidents/{id}/claim`: a dispatcher works on an incident from now on. */
export const claim: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/incidents/:id/claim',
  summary: 'Claim an incident, or take it over',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { params: INCIDENT_PARAMS, body: contract.ClaimRequest, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    const { seat, take_over } = request.body as contract.ClaimRequest;
    const incident = await claimForPerson(ports, {
      ...workingOf(request),
      seat,
      takeOverReason: take_over?.trim() ?? null,
    });
    return { status: 200, body: encodeSummary(incident) };
  },
};

/** `DELETE /api/incidents/{id}/claim`: a dispatcher gives an incident back. */
export const release: Route<WorkPorts> = {
  ...working,
  method: 'DELETE',
  path: '/api/incidents/:id/claim',
  summary: 'Release an incident that one has',
  body: 'none',
  schema: { params: INCIDENT_PARAMS, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    return { status: 200, body: encodeSummary(await releaseForPerson(ports, workingOf(request))) };
  },
};

/** `POST /api/incidents/{id}/close`: the agency is done with an incident. */
export const close: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/incidents/:id/close',
  summary: 'Close an incident',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { params: INCIDENT_PARAMS, body: contract.CloseRequest, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    const { outcome } = request.body as contract.CloseRequest;
    const incident = await closeForPerson(ports, { ...workingOf(request), outcome: outcome?.trim() ?? null });
    return { status: 200, body: encodeSummary(incident) };
  },
};

/** `POST /api/incidents/{id}/reopen`: the agency goes on with a closed incident. */
export const reopen: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/incidents/:id/reopen',
  summary: 'Open a closed incident again',
  body: 'none',
  schema: { params: INCIDENT_PARAMS, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    return { status: 200, body: encodeSummary(await reopenForPerson(ports, workingOf(request))) };
  },
};

/** `POST /api/incidents/{id}/own_notes`: a dispatcher writes down what they know of an incident. */
export const note: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/incidents/:id/own_notes',
  summary: "Add a person's own note to an incident",
  body: 'json',
  bodyLimitBytes: 32_768,
  schema: { params: INCIDENT_PARAMS, body: contract.OwnNoteRequest, responses: { 201: contract.StoredChange } },
  async handle(ports, request) {
    const { text, mentions = [] } = request.body as contract.OwnNoteRequest;
    const { at, incidentId, body } = await noteForPerson(ports, { ...workingOf(request), text: text.trim(), mentions });
    return { status: 201, body: { id: body.id, incident_id: incidentId, created_at: toRfc3339(at) } };
  },
};

/** `POST /api/incidents/{id}/dismissal`: an incident leaves a dispatcher's own lists. */
export const dismiss: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/incidents/:id/dismissal',
  summary: "Take an incident out of one's own lists",
  body: 'none',
  schema: { params: INCIDENT_PARAMS, responses: { 204: null } },
  async handle(ports, request) {
    await dismissForPerson(ports, workingOf(request));
    return { status: 204 };
  },
};

/** `DELETE /api/incidents/{id}/dismissal`: it is in them again. */
export const undoDismiss: Route<WorkPorts> = {
  ...working,
  method: 'DELETE',
  path: '/api/incidents/:id/dismissal',
  summary: "Put an incident back into one's own lists",
  body: 'none',
  schema: { params: INCIDENT_PARAMS, responses: { 204: null } },
  async handle(ports, request) {
    await undoDismissalForPerson(ports, workingOf(request));
    return { status: 204 };
  },
};

function encodeSeats(seats: readonly AttendedSeat[]): contract.SeatList {
  return { seats: seats.map(({ userId, name, incidentId }) => ({ user_id: userId, name, incident_id: incidentId })) };
}

/** `POST /api/seats/{seat}`: a dispatcher's page states that it is at work, and reads who else is. */
export const attend: Route<WorkPorts> = {
  ...working,
  method: 'POST',
  path: '/api/seats/:seat',
  summary: 'State what a seat looks at, and read who is at work',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: {
    params: Type.Object({
      seat: Type.String({
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        maxLength: 36,
        description: 'An id that the page made',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88'],
      }),
    }),
    body: contract.SeatRequest,
    responses: { 200: contract.SeatList },
  },
  async handle(ports, request) {
    const { incident_id } = request.body as contract.SeatRequest;
    const seats = await attendForPerson(ports, {
      principal: principalOf(request),
      agencyId: ownAgency(request),
      seat: request.params['seat'] ?? '',
      incidentId: incident_id,
    });
    return { status: 200, body: encodeSeats(seats) };
  },
};
