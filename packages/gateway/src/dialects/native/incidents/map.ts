import { MapFileParams, MapSettings } from '@sallyport/contract';
import { readAgencyMap } from '../../../agencies/agency-map.ts';
import type { Database } from '../../../database/database.ts';
import type { Basemaps } from '../../../incidents/basemaps/basemaps.ts';
import { BASEMAP_BYTES, basemapAnswer } from '../../answers/serve-basemap.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

/** Where the basemap comes from; all null and no files: the built-in outlines. */
export interface Basemap {
  readonly styleUrl: string | null;
  readonly pmtilesUrl: string | null;
  readonly files: Basemaps;
}

/** Which basemap the portal draws. */
export const settings: Route<{ map: Basemap; database: Database }> = {
  method: 'GET',
  path: '/api/map',
  errors: nativeErrors,
  summary: 'Which basemap the portal draws',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: MapSettings } },
  async handle({ map, database }, { principal }) {
    const agencyId = principal?.agencyId ?? null;
    const files = await map.files.list();
    return {
      status: 200,
      body: {
        style_url: map.styleUrl,
        pmtiles_url: map.pmtilesUrl,
        position_link: agencyId === null ? null : (await readAgencyMap({ database }, agencyId)).positionLink,
        files: files.flatMap(({ name, sizeBytes, facts }) =>
          facts === null
            ? []
            : [
                {
                  ...{ name, url: `/api/map/files/${name}`, size_bytes: sizeBytes, bounds: facts.bounds },
                  ...{ min_zoom: facts.minZoom, max_zoom: facts.maxZoom, attribution: facts.attribution },
                },
              ],
        ),
      },
    };
  },
};

/** The bytes of one of the installation's own maps. */
export const file: Route<{ map: Basemap }> = {
  method: 'GET',
  path: '/api/map/files/:name',
  errors: nativeErrors,
  summary: 'A PMTiles file of the installation, or the range of it that was asked for',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { params: MapFileParams, responses: { 200: BASEMAP_BYTES, 206: BASEMAP_BYTES } },
  async handle({ map }, request) {
    return basemapAnswer(request, await map.files.open(request.params['name'] ?? ''));
  },
};
