import { type Static, Type } from 'typebox';
import { described } from '../described.ts';

/** How the token is sent: `DPoP` where the request proved a key (RFC 9449 section 5). */
const TokenType = Type.Union([Type.Literal('Bearer'), Type.Literal('DPoP')]);

/** Success of `POST /oauth/token`: numbers are numbers; `issued_at` is in milliseconds. */
export const TokenAnswer = Type.Object({
  access_token: Type.String({
    description: 'The token: a JWT (RFC 9068)',
    examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
  }),
  token_type: described(TokenType, 'How it is sent: `DPoP` where the request proved a key'),
  expires_in: Type.Integer({ description: 'For how many seconds it is good', examples: [3600] }),
  scope: Type.String({
    description: 'Scopes with spaces between them; may be fewer than were asked for',
    examples: ['alerts deeplinks'],
  }),
  issued_at: Type.Integer({ description: 'Milliseconds since 1970', examples: [1795689000000] }),
  refresh_token: Type.Optional(
    Type.String({ description: 'Takes the place of the one that was sent, where one was', examples: ['v1.Zk3mT0q8'] }),
  ),
  id_token: Type.Optional(
    Type.String({
      description:
        'Who signed in: a JWT (OpenID Connect Core 1.0 section 2), where a code of the scope openid was sent',
      examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTllIn0.c2lnbmF0dXJl'],
    }),
  ),
});
export type TokenAnswer = Static<typeof TokenAnswer>;

/** Success of `POST /oauth/v2/token`: the seven fields of seed RapidSOS iRP, every one a string. */
export const TokenAnswerV2 = Type.Object({
  access_token: Type.String({
    description: 'The token: a JWT (RFC 9068)',
    examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
  }),
  token_type: described(TokenType, 'How it is sent: `DPoP` where the request proved a key'),
  issued_at: Type.String({ description: 'Milliseconds since 1970, as text', examples: ['1795689000000'] }),
  expires_in: Type.String({ description: 'For how many seconds it is good, as text', examples: ['3600'] }),
  refresh_token: Type.String({
    description: 'Never usable: see refresh_token_expires_in',
    examples: ['b0Qb6mE2vYk7b0Qb6mE2vYk7b0Qb6mE2'],
  }),
  refresh_token_issued_at: Type.String({
    description: 'Milliseconds since 1970, as text',
    examples: ['1795689000000'],
  }),
  refresh_token_expires_in: Type.Literal('0', { description: 'Seconds, as text' }),
});
export type TokenAnswerV2 = Static<typeof TokenAnswerV2>;

/** Refusal on both token paths: RFC 6749 section 5.2 and RapidSOS's `detail` in one body. */
export const TokenRefusal = Type.Object({
  error: Type.String({
    description: 'The code of RFC 6749 section 5.2, or the nearest one',
    examples: ['invalid_request'],
  }),
  error_description: Type.String({ description: 'What must be sent', examples: ['grant_type is missing'] }),
  detail: Type.String({
    description: 'The same text, under the name that RapidSOS clients read',
    examples: ['grant_type is missing'],
  }),
});
export type TokenRefusal = Static<typeof TokenRefusal>;
