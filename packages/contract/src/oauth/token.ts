import { type Static, Type } from 'typebox';

/** How the token is sent: `DPoP` where the request proved a key (RFC 9449 section 5). */
const TokenType = Type.Union([Type.Literal('Bearer'), Type.Literal('DPoP')]);

/** Success of `POST /oauth/token`: numbers are numbers; `issued_at` is in milliseconds. */
export const TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: TokenType,
  expires_in: Type.Integer({ description: 'seconds' }),
  scope: Type.String(),
  issued_at: Type.Integer({ description: 'milliseconds since 1970' }),
  refresh_token: Type.Optional(Type.String({ description: 'takes the place of the one that was sent, where one was' })),
});
export type TokenAnswer = Static<typeof TokenAnswer>;

/** Success of `POST /oauth/v2/token`: the seven fields of seed RapidSOS iRP, every one a string. */
export const TokenAnswerV2 = Type.Object({
  access_token: Type.String(),
  token_type: TokenType,
  issued_at: Type.String({ description: 'milliseconds since 1970, as text' }),
  expires_in: Type.String({ description: 'seconds, as text' }),
  refresh_token: Type.String({ description: 'never usable: see refresh_token_expires_in' }),
  refresh_token_issued_at: Type.String({ description: 'milliseconds since 1970, as text' }),
  refresh_token_expires_in: Type.Literal('0'),
});
export type TokenAnswerV2 = Static<typeof TokenAnswerV2>;

/** Refusal on both token paths: RFC 6749 section 5.2 and RapidSOS's `detail` in one body. */
export const TokenRefusal = Type.Object({
  error: Type.String(),
  error_description: Type.String(),
  detail: Type.String(),
});
export type TokenRefusal = Static<typeof TokenRefusal>;
