import * as contract from '@sallyport/contract';
import type { WorkPorts } from '../../../incidents/claims/change-work.ts';
import { mergeForPerson, undoMergeForPerson } from '../../../intake/work-on-incident.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeSummary } from './encode-incident.ts';

const merging = {
  path: '/api/incidents/:id/own_merge',
  errors: nativeErrors,
  access: { kind: 'person', right: 'incidents:merge' },
  limit: 'reads',
} as const;

function mergingOf(request: RouteRequest) {
  return {
    principal: principalOf(request),
    agencyId: ownAgency(request),
    incidentId: incidentIdOf(request.params['id'] ?? ''),
    origin: request.origin,
  };
}

/** `POST /api/incidents/{id}/own_merge`: a dispatcher found that a call is of an incident that is there already. */
export const merge: Route<WorkPorts> = {
  ...merging,
  method: 'POST',
  summary: 'Merge a duplicate call into another incident, as a person',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { params: INCIDENT_PARAMS, body: contract.MergeRequest, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    const { into } = request.body as contract.MergeRequest;
    const incident = await mergeForPerson(ports, { ...mergingOf(request), intoId: incidentIdOf(into) });
    return { status: 200, body: encodeSummary(incident) };
  },
};

/** `DELETE /api/incidents/{id}/own_merge`: the call stands by itself again. */
export const undoMerge: Route<WorkPorts> = {
  ...merging,
  method: 'DELETE',
  summary: "Undo a person's merge",
  body: 'none',
  schema: { params: INCIDENT_PARAMS, responses: { 200: contract.IncidentSummary } },
  async handle(ports, request) {
    return { status: 200, body: encodeSummary(await undoMergeForPerson(ports, mergingOf(request))) };
  },
};
