import { type Static, Type } from 'typebox';
import { ClientAuthentication } from './client-authentication.ts';

/** Form of `POST /oauth/device_authorization` (RFC 8628 section 3.1). */
export const DeviceAuthorizationRequest = Type.Object({
  scope: Type.Optional(
    Type.String({
      description: 'Scopes with spaces between them; all that the client may have where it is missing',
      examples: ['read_alert read_device'],
    }),
  ),
  ...ClientAuthentication.properties,
});
export type DeviceAuthorizationRequest = Static<typeof DeviceAuthorizationRequest>;

/** Success of `POST /oauth/device_authorization` (RFC 8628 section 3.2). */
export const DeviceAuthorizationAnswer = Type.Object({
  device_code: Type.String({ description: 'for the token path; never shown' }),
  user_code: Type.String({ description: 'for a person to type, as WDJB-MJHT' }),
  verification_uri: Type.String({ description: 'the page where it is typed' }),
  verification_uri_complete: Type.String({ description: 'the same page with the code filled in, for a QR code' }),
  expires_in: Type.Integer({ description: 'seconds' }),
  interval: Type.Integer({ description: 'seconds between two requests of the token path' }),
});
export type DeviceAuthorizationAnswer = Static<typeof DeviceAuthorizationAnswer>;
