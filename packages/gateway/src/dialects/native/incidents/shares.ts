import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import type { WorkPorts } from '../../../incidents/claims/change-work.ts';
import { areaText, readArea } from '../../../incidents/queue/area.ts';
import type { CountedShare } from '../../../incidents/shares/list-shares.ts';
import { sharesOfIncident } from '../../../incidents/shares/shares-of-incident.ts';
import type { ShareArea } from '../../../incidents/shares/types.ts';
import { endShareForPerson, giveShareForPerson, sharesWithAgencies } from '../../../intake/share-for-person.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeCrossing } from './encode-crossing.ts';

const administering = {
  errors: nativeErrors,
  path: '/api/shares',
  access: { kind: 'administrator', right: 'shares:manage' },
  limit: 'reads',
} as const;

function encodeArea(area: ShareArea): string {
  if ('boundary' in area) return 'boundary';
  return areaText('box' in area ? area.box : area);
}

function encodeShare(share: CountedShare, reader: string): contract.IncidentShare {
  const { kind, emergencyType, area } = share;
  return {
    ...encodeCrossing(share, reader),
    kind,
    emergency_type: emergencyType,
    area: area && encodeArea(area),
    in_force: share.incidentsNow !== null,
    incidents_now: share.incidentsNow,
  };
}

/** `GET /api/shares`: which incidents the agency lets others see by a rule, and which others let it see. */
export const list: Route<{ database: Database; clock: Clock }> = {
  ...administering,
  method: 'GET',
  summary: 'List the shares of incidents that the agency gave and received',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.ShareList } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    const { shares, agencies } = await sharesWithAgencies(ports, agencyId);
    return {
      status: 200,
      body: {
        shares: shares.map((share) => encodeShare(share, agencyId)),
        agencies: agencies.map(({ id, name }) => ({ id, name })),
      },
    };
  },
};

/** `GET /api/incidents/{id}/shares`: who sees that incident by a share now. */
export const ofIncident: Route<{ database: Database; clock: Clock }> = {
  ...administering,
  method: 'GET',
  path: '/api/incidents/:id/shares',
  summary: 'List the shares by which other agencies see an incident now',
  body: 'none',
  schema: { params: INCIDENT_PARAMS, query: CHOSEN_AGENCY, responses: { 200: contract.IncidentShares } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    const incidentId = incidentIdOf(request.params['id'] ?? '');
    const shares = await sharesOfIncident(ports, { agencyId, incidentId });
    return {
      status: 200,
      body: {
        shares: shares.map(({ kind, emergencyType, area, ...share }) => ({
          ...{ id: share.id, agency_id: share.toAgencyId, agency_name: share.toAgencyName },
          ...{ kind, emergency_type: emergencyType, area: area && encodeArea(area) },
          ...{ includes_sensitive: share.includesSensitive, may_answer: share.mayAnswer },
          expires_at: toRfc3339(share.expiresAt),
        })),
      },
    };
  },
};

/** `POST /api/shares`: another agency sees what fits a rule, for a time. */
export const give: Route<WorkPorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  summary: 'Let another agency see incidents by kind, type or area for a time',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { query: CHOSEN_AGENCY, body: contract.GiveShareRequest, responses: { 201: contract.IncidentShare } },
  async handle(ports, request) {
    const body = request.body as contract.GiveShareRequest;
    const agencyId = await chosenAgency(ports, request);
    const share = await giveShareForPerson(ports, {
      principal: principalOf(request),
      agencyId,
      toAgencyId: body.to_agency_id,
      kind: body.kind ?? null,
      emergencyType: body.emergency_type?.trim() ?? null,
      area: body.area === undefined ? null : readArea(body.area),
      forHours: body.for_hours,
      includesSensitive: body.includes_sensitive ?? false,
      mayAnswer: body.may_answer ?? false,
      reason: body.reason?.trim() ?? null,
      origin: request.origin,
    });
    return { status: 201, body: encodeShare(share, agencyId) };
  },
};

/** `DELETE /api/shares/{id}`: either agency ends it. */
export const end: Route<WorkPorts> = {
  ...administering,
  method: 'DELETE',
  path: '/api/shares/:id',
  summary: 'End a share, given or received',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The share',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d99'],
      }),
    }),
    query: CHOSEN_AGENCY,
    responses: { 204: null },
  },
  async handle(ports, request) {
    await endShareForPerson(ports, {
      principal: principalOf(request),
      agencyId: await chosenAgency(ports, request),
      shareId: request.params['id'] ?? '',
      origin: request.origin,
    });
    return { status: 204 };
  },
};
