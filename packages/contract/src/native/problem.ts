import { type Static, Type } from 'typebox';

/** Why a session is over: the `reason` of a 401 that answers its cookie. */
export const SESSION_END_REASONS = [
  'signed_out',
  'ended_elsewhere',
  'ended_by_administrator',
  'password_changed',
  'account_disabled',
  'agency_disabled',
  'role_changed',
  'factors_reset',
  'provider_signed_out',
  'provider_changed',
  'confirmed_anew',
  'policy_changed',
  'expired',
] as const;
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

/** A problem document, `application/problem+json` (RFC 9457): every refusal of the native API. */
export const Problem = Type.Object({
  type: Type.String({
    description: 'Link to the page of this error code',
    examples: ['https://gateway.example/docs/errors#invalid_request'],
  }),
  title: Type.String({ description: 'What the code means', examples: ['The request is malformed'] }),
  status: Type.Integer({ description: 'The HTTP status again', examples: [400] }),
  code: Type.String({
    description: 'Stable name of the refusal; branch on this, never on the text',
    examples: ['invalid_request'],
  }),
  detail: Type.String({ description: 'What must be sent', examples: ['email is missing'] }),
  request_id: Type.String({
    description: 'The x-request-id of the answer',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'],
  }),
  reason: Type.Optional(
    Type.Enum(SESSION_END_REASONS, {
      description:
        'Why a portal session is over, to whoever sends its cookie with `invalid_token`; missing where nothing is known of it',
    }),
  ),
});
export type Problem = Static<typeof Problem>;
