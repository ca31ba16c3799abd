import { authenticateClient } from '../../access/clients/authenticate-client.ts';
import type { Client } from '../../access/clients/types.ts';
import { issueClientToken } from '../../access/tokens/issue-client-token.ts';
import { issuePasswordToken } from '../../access/tokens/issue-password-token.ts';
import type { IssuedToken } from '../../access/tokens/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { ParameterBody, RouteRequest } from '../route.ts';
import { readClientCredentials } from './client-credentials.ts';

type Grant = (request: RouteRequest, client: Client, body: ParameterBody) => Promise<IssuedToken>;

/** Every grant both token paths offer, by its `grant_type`. */
const GRANTS: Readonly<Record<string, Grant>> = {
  client_credentials: ({ parts, origin }, client, body) =>
    issueClientToken(parts, { client, scope: body.values.get('scope'), origin }),

  password: ({ parts, origin }, client, body) => {
    const username = body.values.get('username');
    const password = body.values.get('password');
    if (username === undefined || password === undefined) {
      throw refuse.invalidRequest({ description: 'The password grant needs username and password' });
    }
    if (username.length > 254 || password.length > 1024) {
      throw refuse.invalidRequest({ description: 'username has at most 254 characters and password at most 1024' });
    }
    return issuePasswordToken(parts, { client, username, password, scope: body.values.get('scope'), origin });
  },
};

/** The grant types of the token endpoints, for the metadata. */
export const GRANT_TYPES: readonly string[] = Object.keys(GRANTS);

/** Answers a token request of either path (RFC 6749 section 4): authenticate the client, then the grant's own rules. */
export async function grantToken(request: RouteRequest): Promise<IssuedToken> {
  const body = request.body as ParameterBody;
  const grantType = body.values.get('grant_type');
  if (grantType === undefined) throw refuse.invalidRequest({ description: 'grant_type is missing' });
  const { authorization } = request.headers as { authorization?: string };
  const credentials = readClientCredentials(authorization, body);
  const client = await authenticateClient(request.parts, credentials, request.origin.source);
  if (body.isJson && !client.settings.legacy.jsonTokenBody) {
    throw refuse.invalidRequest({
      description: 'This client sends token requests as a form (application/x-www-form-urlencoded)',
    });
  }
  const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (grant === undefined) {
    throw refuse.unsupportedGrantType({ description: `grant_type is one of: ${GRANT_TYPES.join(', ')}` });
  }
  return grant(request, client, body);
}
