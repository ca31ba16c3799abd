import {
  AgencyBoundary,
  type BoundaryGeometry,
  BoundaryPreview,
  EditBoundaryRequest,
  PreviewBoundaryRequest,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { InspectedBoundary, StoredBoundary } from '../../../agencies/boundaries/types.ts';
import { previewBoundary, readAgencyBoundary, setBoundary } from '../../../agencies/set-boundary.ts';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const operating = {
  errors: nativeErrors,
  path: '/api/agencies/:id/boundary',
  access: { kind: 'operator', right: 'agencies:manage' },
  limit: 'reads',
} as const;
/** The counties of a state in detail, of which one is chosen. */
const BODY_LIMIT_BYTES = 8_388_608;
const params = Type.Object({
  id: Type.String({ maxLength: 63, description: 'The agency', examples: ['sandbox-county'] }),
});

function encodeBoundary(agencyId: string, stored: StoredBoundary | null): AgencyBoundary {
  return {
    agency_id: agencyId,
    boundary: stored?.boundary ? (stored.boundary as BoundaryGeometry) : null,
    position_count: stored?.positionCount ?? 0,
    bounds: stored?.bounds ?? null,
    changed_at: stored === null ? null : toRfc3339(stored.changedAt),
  };
}

function encodePreview(agencyId: string, { features, read, open }: InspectedBoundary): BoundaryPreview {
  return {
    agency_id: agencyId,
    features: features.map(({ number, name, isChosen, positionCount, bounds, areaKm2, problem }) => ({
      number,
      name,
      is_chosen: isChosen,
      position_count: positionCount,
      bounds,
      area_km2: areaKm2,
      problem,
    })),
    boundary: read === null ? null : (read.boundary as BoundaryGeometry),
    position_count: read?.positionCount ?? 0,
    bounds: read?.bounds ?? null,
    area_km2: read?.areaKm2 ?? null,
    notes: [...(read?.notes ?? [])],
    simplified: read?.simplified
      ? {
          positions_before: read.simplified.positionsBefore,
          positions_after: read.simplified.positionsAfter,
          largest_shift_m: read.simplified.largestShiftMetres,
        }
      : null,
    open,
  };
}

/** `GET /api/agencies/{id}/boundary` */
export const read: Route<{ database: Database }> = {
  ...operating,
  method: 'GET',
  summary: 'Read where an agency answers alerts',
  body: 'none',
  schema: { params, responses: { 200: AgencyBoundary } },
  async handle(ports, { params: { id = '' } }) {
    return { status: 200, body: encodeBoundary(id, await readAgencyBoundary(ports, id)) };
  },
};

/** `PATCH /api/agencies/{id}/boundary`: from now on alerts find the agency by it. */
export const edit: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...operating,
  method: 'PATCH',
  summary: 'Set where an agency answers alerts, as GeoJSON',
  body: 'json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: { params, body: EditBoundaryRequest, responses: { 200: AgencyBoundary } },
  async handle(ports, request) {
    const { id: agencyId = '' } = request.params;
    const { boundary: geometry, ...choices } = request.body as EditBoundaryRequest;
    const stored = await setBoundary(ports, {
      agencyId,
      geometry,
      choices,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: { ...encodeBoundary(agencyId, stored), notes: [...(stored?.notes ?? [])] } };
  },
};

/** `POST /api/agencies/{id}/boundary/preview`: what a file covers, before it is set. */
export const preview: Route<{ database: Database }> = {
  ...operating,
  path: '/api/agencies/:id/boundary/preview',
  method: 'POST',
  summary: 'Read a boundary from GeoJSON without setting it, with its features to choose from',
  body: 'json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: { params, body: PreviewBoundaryRequest, responses: { 200: BoundaryPreview } },
  async handle(ports, { params: { id: agencyId = '' }, body }) {
    const { boundary: geometry, ...choices } = body as PreviewBoundaryRequest;
    return {
      status: 200,
      body: encodePreview(agencyId, await previewBoundary(ports, { agencyId, geometry, choices })),
    };
  },
};
