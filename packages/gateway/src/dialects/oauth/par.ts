import { LONGEST_PARAMETER, PushedAuthorizationAnswer } from '@sallyport/contract';
import type { AccessParts } from '../../authorization/parts.ts';
import { PUSHED_TTL_SECONDS, pushAuthorization } from '../../authorization/requests/push-authorization.ts';
import { refuse } from '../../kernel/errors.ts';
import { authenticate } from '../requests/client-credentials.ts';
import type { ParameterBody, Route } from '../route.ts';
import { readAuthorizationParameters } from './authorize.ts';
import { oauth } from './errors.ts';
import { proofKeyOf } from './proof-key.ts';

/** `POST /oauth/par` (RFC 9126): the authorization request comes from the client itself, not through the browser. */
export const par: Route<AccessParts> = {
  method: 'POST',
  path: '/oauth/par',
  answersClientPages: true,
  dialect: oauth,
  summary: 'Push an authorization request, to be opened by its request_uri',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { responses: { 201: PushedAuthorizationAnswer } },
  async handle(ports, request) {
    const { origin } = request;
    const { values } = request.body as ParameterBody;
    if (!values.has('response_type')) throw refuse.invalidRequest({ description: 'response_type is missing' });
    const client = await authenticate(ports, request);
    // RFC 9126 section 2.1: a pushed request refers to no other one.
    if (values.has('request_uri')) {
      throw refuse.invalidRequest({ description: 'request_uri is what this path answers with, not what it takes' });
    }
    const asked = Object.fromEntries(values);
    const long = Object.keys(asked).find((name) => (asked[name]?.length ?? 0) > LONGEST_PARAMETER);
    if (long !== undefined) {
      throw refuse.invalidRequest({ description: `A parameter must have at most ${LONGEST_PARAMETER} characters` });
    }
    const parameters = readAuthorizationParameters(asked);
    const dpopJkt = (await proofKeyOf(ports, request)) ?? parameters.dpopJkt;
    // RFC 9449 section 10.1: a proof says the same as dpop_jkt, and both together say one thing.
    if (dpopJkt !== (parameters.dpopJkt ?? dpopJkt)) {
      throw refuse.invalidDpopProof({ description: 'dpop_jkt is not the thumbprint of the key of the DPoP proof' });
    }
    const redirectUri = asked['redirect_uri'];
    const { requestUri } = await pushAuthorization(ports, {
      client,
      redirectUri,
      asked: { ...parameters, dpopJkt },
      origin,
    });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { request_uri: requestUri, expires_in: PUSHED_TTL_SECONDS },
    };
  },
};
