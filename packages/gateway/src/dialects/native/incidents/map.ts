import { MapSettings } from '@sallyport/contract';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

/** Where the basemap comes from; null for the built-in outlines. */
export interface Basemap {
  readonly styleUrl: string | null;
  readonly pmtilesUrl: string | null;
}

/** Which basemap the portal draws. */
export const settings: Route<{ map: Basemap }> = {
  method: 'GET',
  path: '/api/map',
  errors: nativeErrors,
  summary: 'Which basemap the portal draws',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: MapSettings } },
  async handle({ map }) {
    return { status: 200, body: { style_url: map.styleUrl, pmtiles_url: map.pmtilesUrl } };
  },
};
