import { AgencyMap, type BoundaryGeometry, EditAgencyMapRequest } from '@sallyport/contract';
import { type AgencyMap as ReadMap, readAgencyMap } from '../../../agencies/agency-map.ts';
import { setPositionLink } from '../../../agencies/position-link.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const common = { errors: nativeErrors, path: '/api/agency-map', limit: 'reads' } as const;

const encode = ({ boundary, bounds, positionLink }: ReadMap): AgencyMap => ({
  boundary: boundary as BoundaryGeometry | null,
  bounds,
  position_link: positionLink,
});

/** `GET /api/agency-map`: for whoever sees the agency's incidents. */
export const read: Route<{ database: Database }> = {
  ...common,
  method: 'GET',
  summary: "Read the agency's boundary, and where its people open a position",
  access: { kind: 'person', right: 'incidents:read' },
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: AgencyMap } },
  async handle(ports, request) {
    return { status: 200, body: encode(await readAgencyMap(ports, await chosenAgency(ports, request))) };
  },
};

/** `PATCH /api/agency-map`: where people open a position. */
export const edit: Route<{ database: Database; audit: Audit }> = {
  ...common,
  method: 'PATCH',
  summary: 'Set where people open a position in another program',
  access: { kind: 'administrator', right: 'addresses:manage' },
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { query: CHOSEN_AGENCY, body: EditAgencyMapRequest, responses: { 204: null } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    await setPositionLink(ports, {
      agencyId,
      template: (request.body as EditAgencyMapRequest).position_link,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
