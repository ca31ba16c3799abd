import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import { lookUpIncident } from '../../../intake/look-up.ts';
import { incidentIdOf } from '../../requests/alert-id.ts';
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
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The incident',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
    }),
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
