import { DeviceAuthorizationAnswer } from '@sallyport/contract';
import {
  DEVICE_CODE_TTL_SECONDS,
  POLL_INTERVAL_SECONDS,
  startDeviceAuthorization,
} from '../../authorization/devices/start-device-authorization.ts';
import type { AccessParts } from '../../authorization/parts.ts';
import { refuse } from '../../kernel/errors.ts';
import { authenticate } from '../requests/client-credentials.ts';
import type { ParameterBody, Route } from '../route.ts';
import { oauth } from './errors.ts';

/** `POST /oauth/device_authorization` (RFC 8628 section 3.1): for what has a screen and no browser, as a terminal in a vehicle. */
export const deviceAuthorization: Route<AccessParts> = {
  method: 'POST',
  path: '/oauth/device_authorization',
  answersClientPages: true,
  dialect: oauth,
  summary: 'Ask an agency to allow a device without a browser',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { responses: { 200: DeviceAuthorizationAnswer } },
  async handle(ports, request) {
    const { origin } = request;
    const { values } = request.body as ParameterBody;
    if (request.headers['authorization'] === undefined && !values.has('client_id')) {
      throw refuse.invalidRequest({ description: 'client_id is missing' });
    }
    const client = await authenticate(ports, request);
    const codes = await startDeviceAuthorization(ports, { client, scope: values.get('scope'), origin });
    const verificationUri = `${ports.publicUrl}/portal/device`;
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: {
        device_code: codes.deviceCode.reveal(),
        user_code: codes.userCode,
        verification_uri: verificationUri,
        verification_uri_complete: `${verificationUri}?user_code=${codes.userCode}`,
        expires_in: DEVICE_CODE_TTL_SECONDS,
        interval: POLL_INTERVAL_SECONDS,
      },
    };
  },
};
