import { MapSettings } from '@sallyport/contract';
import type { Route } from '../../route.ts';
import { native } from '../errors.ts';

/** Which basemap the portal draws. */
export const settings: Route = {
  method: 'GET',
  path: '/api/map',
  dialect: native,
  summary: 'Which basemap the portal draws',
  access: { kind: 'person', permission: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: MapSettings } },
  async handle({ parts: { map } }) {
    return { status: 200, body: { style_url: map.styleUrl, pmtiles_url: map.pmtilesUrl } };
  },
};
