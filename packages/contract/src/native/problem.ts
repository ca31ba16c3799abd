import { type Static, Type } from 'typebox';

/** A problem document, `application/problem+json` (RFC 9457): every refusal of the native API. */
export const Problem = Type.Object({
  type: Type.String({ description: 'Link to the page of this error code' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'Stable name of the refusal; branch on this, never on the text' }),
  detail: Type.String({ description: 'What to fix' }),
  request_id: Type.String(),
});
export type Problem = Static<typeof Problem>;
