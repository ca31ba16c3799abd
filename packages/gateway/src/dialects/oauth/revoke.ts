import { RevocationAnswer } from '@sallyport/contract';
import { revokeToken } from '../../authorization/issued-tokens/revoke-token.ts';
import type { AccessParts } from '../../authorization/parts.ts';
import { refuse } from '../../kernel/errors.ts';
import { authenticate } from '../requests/client-credentials.ts';
import type { ParameterBody, Route } from '../route.ts';
import { oauth } from './errors.ts';

/** `POST /oauth/revoke` (RFC 7009). The answer is the same whether there was something to revoke or not. */
export const revoke: Route<AccessParts> = {
  method: 'POST',
  path: '/oauth/revoke',
  answersClientPages: true,
  dialect: oauth,
  summary: 'End a token, and with a refresh token its whole grant',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { responses: { 200: RevocationAnswer } },
  async handle(ports, request) {
    const token = (request.body as ParameterBody).values.get('token');
    if (token === undefined) throw refuse.invalidRequest({ description: 'token is missing' });
    const client = await authenticate(ports, request);
    await revokeToken(ports, { client, token, origin: request.origin });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: {} };
  },
};
