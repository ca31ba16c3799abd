import { type Static, Type } from 'typebox';

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
});
export type Problem = Static<typeof Problem>;
