import { IntrospectionAnswer } from '@sallyport/contract';
import { introspectToken, type TokenStanding } from '../../authorization/issued-tokens/introspect-token.ts';
import { refuse } from '../../kernel/errors.ts';
import { authenticate } from '../client-credentials.ts';
import type { ParameterBody, Route } from '../route.ts';
import { oauth } from './errors.ts';

function encodeStanding(standing: TokenStanding | null, issuer: string): IntrospectionAnswer {
  if (standing === null) return { active: false };
  const { kind, clientId, subject, agencyId, scope, jti, issuedAt, expiresAt, keyThumbprint } = standing;
  return {
    active: true,
    ...(kind === 'access' && { token_type: keyThumbprint === null ? 'Bearer' : 'DPoP' }),
    // RFC 9449 section 6.2.
    ...(keyThumbprint !== null && { cnf: { jkt: keyThumbprint } }),
    client_id: clientId,
    sub: subject,
    ...(agencyId !== null && { agency: agencyId }),
    scope,
    iss: issuer,
    aud: issuer,
    ...(jti !== null && { jti }),
    iat: Math.floor(issuedAt / 1000),
    exp: Math.floor(expiresAt / 1000),
  };
}

/** `POST /oauth/introspect` (RFC 7662). */
export const introspect: Route = {
  method: 'POST',
  path: '/oauth/introspect',
  answersClientPages: true,
  dialect: oauth,
  summary: 'What a token is at this moment',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { responses: { 200: IntrospectionAnswer } },
  async handle(request) {
    const { parts } = request;
    const token = (request.body as ParameterBody).values.get('token');
    if (token === undefined) throw refuse.invalidRequest({ description: 'token is missing' });
    const client = await authenticate(request);
    parts.limits.take('reads', client.id);
    const standing = await introspectToken(parts, { client, token });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: encodeStanding(standing, parts.publicUrl) };
  },
};
