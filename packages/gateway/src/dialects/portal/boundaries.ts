import { AgencyBoundary, type BoundaryGeometry, EditBoundaryRequest } from '@sallyport/contract';
import { Type } from 'typebox';
import { readAgencyBoundary, setBoundary } from '../../access/agencies/boundaries/set-boundary.ts';
import type { StoredBoundary } from '../../access/agencies/boundaries/types.ts';
import { actorOf } from '../../access/principal.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { principalOf, type Route } from '../route.ts';
import { portal } from './errors.ts';

const operating = {
  dialect: portal,
  path: '/api/agencies/:id/boundary',
  access: { kind: 'operator', permission: 'agencies:manage' },
  limit: 'reads',
} as const;
const params = Type.Object({ id: Type.String({ maxLength: 63 }) });

function spellBoundary(agencyId: string, stored: StoredBoundary | null): AgencyBoundary {
  return {
    agency_id: agencyId,
    boundary: stored?.boundary ? (stored.boundary as BoundaryGeometry) : null,
    position_count: stored?.positionCount ?? 0,
    bounds: stored?.bounds ?? null,
    changed_at: stored === null ? null : toRfc3339(stored.changedAt),
  };
}

/** `GET /api/agencies/{id}/boundary` */
export const read: Route = {
  ...operating,
  method: 'GET',
  summary: 'Read where an agency answers alerts',
  body: 'none',
  schema: { params, responses: { 200: AgencyBoundary } },
  async handle({ parts, params: { id = '' } }) {
    return { status: 200, body: spellBoundary(id, await readAgencyBoundary(parts, id)) };
  },
};

/** `PATCH /api/agencies/{id}/boundary`: from now on alerts find the agency by it. */
export const edit: Route = {
  ...operating,
  method: 'PATCH',
  summary: 'Set where an agency answers alerts, as GeoJSON',
  body: 'json',
  bodyLimitBytes: 2_097_152,
  schema: { params, body: EditBoundaryRequest, responses: { 200: AgencyBoundary } },
  async handle(request) {
    const { id: agencyId = '' } = request.params;
    const stored = await setBoundary(request.parts, {
      agencyId,
      geometry: (request.body as EditBoundaryRequest).boundary,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: spellBoundary(agencyId, stored) };
  },
};
