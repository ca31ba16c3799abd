import { LONGEST_PARAMETER, PushedAuthorizationAnswer, PushedAuthorizationRequest } from '@sallyport/contract';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import { PUSHED_TTL_SECONDS, pushAuthorizationOfSender } from '../../authorization/requests/push-authorization.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { readParameters, requireParameters } from '../requests/read-parameters.ts';
import type { ParameterBody, Route } from '../routing/route.ts';
import { readAuthorizationParameters } from './authorize.ts';
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
  readonly keys: KeyRing;
}

function readPushed(body: ParameterBody) {
  // RFC 9126 section 2.1: a pushed request refers to no other one.
  if (body.values.has('request_uri')) {
    throw refuse.invalidRequest({ description: 'request_uri is what this path answers with, not what it takes' });
  }
  if (body.values.has('request')) {
    throw refuse.invalidRequest({ description: 'Request objects are not read; send the parameters themselves' });
  }
  // Of those that are ignored, too.
  const tooLong = `A parameter must have at most ${LONGEST_PARAMETER} characters`;
  if ([...body.values.values()].some(({ length }) => length > LONGEST_PARAMETER)) {
    throw refuse.invalidRequest({ description: tooLong });
  }
  const asked = readParameters(PushedAuthorizationRequest, body);
  return { redirectUri: asked.redirect_uri, asked: readAuthorizationParameters(asked) };
}

/** `POST /oauth/par` (RFC 9126): the authorization request comes from the client itself, not through the browser. */
export const par: Route<Ports> = {
  method: 'POST',
  path: '/oauth/par',
  answersClientPages: true,
  errors: oauthErrors,
  summary: 'Push an authorization request, to be opened by its request_uri',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: PushedAuthorizationRequest, responses: { 201: PushedAuthorizationAnswer } },
  async handle(ports, request) {
    requireParameters(PushedAuthorizationRequest, request.body);
    const { requestUri } = await pushAuthorizationOfSender(ports, {
      sender: readCredentials(ports, request),
      proof: request.proof,
      read: () => readPushed(request.body as ParameterBody),
    });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { request_uri: requestUri, expires_in: PUSHED_TTL_SECONDS },
    };
  },
};
