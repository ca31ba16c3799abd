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
  device_code: Type.String({ description: 'For the token path; never shown', examples: ['GmRhmhcxhwAzkoEqiMEg'] }),
  user_code: Type.String({ description: 'For a person to type', examples: ['WDJB-MJHT'] }),
  verification_uri: Type.String({
    description: 'The page where it is typed',
    examples: ['https://gateway.example/portal/device'],
  }),
  verification_uri_complete: Type.String({
    description: 'The same page with the code filled in, for a QR code',
    examples: ['https://gateway.example/portal/device?user_code=WDJB-MJHT'],
  }),
  expires_in: Type.Integer({ description: 'For how many seconds both codes are good', examples: [600] }),
  interval: Type.Integer({ description: 'Seconds between two requests of the token path', examples: [5] }),
});
export type DeviceAuthorizationAnswer = Static<typeof DeviceAuthorizationAnswer>;
