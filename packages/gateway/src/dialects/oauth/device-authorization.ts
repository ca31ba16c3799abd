import { DeviceAuthorizationAnswer, DeviceAuthorizationRequest } from '@sallyport/contract';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import {
  DEVICE_CODE_TTL_SECONDS,
  POLL_INTERVAL_SECONDS,
  startDeviceOfSender,
} from '../../authorization/devices/start-device-authorization.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { ParameterBody, Route } from '../routing/route.ts';
import { oauthErrors } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly replays: ReplayGuard;
}

/** `POST /oauth/device_authorization` (RFC 8628 section 3.1): for what has a screen and no browser, as a terminal in a vehicle. */
export const deviceAuthorization: Route<Ports> = {
  method: 'POST',
  path: '/oauth/device_authorization',
  answersClientPages: true,
  errors: oauthErrors,
  summary: 'Ask an agency to allow a device without a browser',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: DeviceAuthorizationRequest, responses: { 200: DeviceAuthorizationAnswer } },
  async handle(ports, request) {
    const { values } = request.body as ParameterBody;
    if (request.headers['authorization'] === undefined && !values.has('client_id')) {
      throw refuse.invalidRequest({ description: 'client_id is missing' });
    }
    const codes = await startDeviceOfSender(ports, {
      sender: readCredentials(ports, request),
      readScope: () => readParameters(DeviceAuthorizationRequest, request.body).scope,
    });
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
