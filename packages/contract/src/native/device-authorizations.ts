import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Agency } from './agencies.ts';
import { ExplainedScope } from './authorizations.ts';

/** Answer of `GET /api/device-authorizations/{user_code}`: what the device that shows this code asks an agency to allow. */
export const DeviceAuthorization = Type.Object({
  user_code: Type.String({ description: 'As the device shows it', examples: ['WDJB-MJHT'] }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Sandbox CAD'] }),
  owner_name: Type.Union([Type.String(), Type.Null()], {
    description: 'Whose application it is; null where nobody stated it',
    examples: ['Example Software'],
  }),
  agency: described(Agency, 'The agency'),
  scopes: Type.Array(ExplainedScope, { description: 'What it asks for' }),
  ends_at: Type.String({ format: 'date-time', description: 'When access would end if it were allowed now' }),
});
export type DeviceAuthorization = Static<typeof DeviceAuthorization>;
