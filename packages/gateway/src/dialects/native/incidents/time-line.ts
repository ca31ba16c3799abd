import * as contract from '@sallyport/contract';
import type { Database } from '../../../database/database.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import { lookUpIncident } from '../../../intake/look-up.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeTimeLine } from './encode-time-line.ts';

/** `GET /api/incidents/{id}/time_line`: everything that happened to an incident, in words. */
export const read: Route<{ database: Database; lookups: LookupRecorder }> = {
  method: 'GET',
  path: '/api/incidents/:id/time_line',
  errors: nativeErrors,
  access: { kind: 'reader', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
  summary: 'Read what happened to an incident, in words',
  schema: {
    params: INCIDENT_PARAMS,
    responses: { 200: contract.TimeLine },
  },
  async handle(ports, request) {
    const { history } = await lookUpIncident(ports, {
      principal: principalOf(request),
      agencyId: ownAgency(request),
      origin: request.origin,
      incidentId: incidentIdOf(request.params['id'] ?? ''),
    });
    return { status: 200, body: { entries: encodeTimeLine(history) } };
  },
};
