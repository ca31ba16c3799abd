import { AuthorizationDecision, DeviceAuthorization } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import {
  type DeviceQuestion,
  decideDeviceAuthorization,
  readDeviceAuthorization,
} from '../../../authorization/devices/decide-device-authorization.ts';
import { formatUserCode } from '../../../authorization/devices/user-code.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { explainScopes } from './explain-scopes.ts';

export interface DecidePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
}

const consenting = {
  path: '/api/device-authorizations/:user_code',
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'access:manage' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const params = Type.Object({
  user_code: Type.String({ maxLength: 40, description: 'The code that the device shows', examples: ['WDJB-MJHT'] }),
});

function encode({ asked, client, agency, endsAt }: DeviceQuestion): DeviceAuthorization {
  return {
    user_code: formatUserCode(asked.userCode ?? ''),
    application_name: client.applicationName,
    owner_name: client.ownerName,
    agency: { id: agency.id, name: agency.name },
    scopes: explainScopes(asked.scopes),
    ends_at: toRfc3339(endsAt),
  };
}

export const read: Route<{ database: Database; clock: Clock; limits: Limits; clients: ClientDirectory }> = {
  ...consenting,
  method: 'GET',
  summary: 'What the device that shows this code asks this agency to allow',
  body: 'none',
  schema: { params, responses: { 200: DeviceAuthorization } },
  async handle(ports, request) {
    const userCode = request.params['user_code'] ?? '';
    const question = await readDeviceAuthorization(ports, { userCode, principal: principalOf(request) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: encode(question) };
  },
};

export const decide: Route<DecidePorts> = {
  ...consenting,
  needsRecentFactor: true,
  method: 'POST',
  summary: 'Allow the device some of it, all of it or nothing',
  body: 'json',
  schema: { params, body: AuthorizationDecision, responses: { 204: null } },
  async handle(ports, request) {
    await decideDeviceAuthorization(ports, {
      userCode: request.params['user_code'] ?? '',
      scopes: (request.body as AuthorizationDecision).scopes,
      principal: principalOf(request),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
