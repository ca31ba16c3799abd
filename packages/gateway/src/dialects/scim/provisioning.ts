import { Type } from 'typebox';
import { actorOf } from '../../authorization/principals/principal.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Provisioning } from '../../people/provisioning/types.ts';
import type { Answer } from '../routing/answer.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';
import { SCIM_TYPE, scimErrors } from './errors.ts';

export const BASE = '/scim/v2';

/** What every path of the dialect has. */
export const provisioning = {
  errors: scimErrors,
  access: { kind: 'token', right: 'people:provision' },
  limit: 'reads',
  answerType: SCIM_TYPE,
  jsonType: SCIM_TYPE,
} as const;

export const byId = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The resource', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
});

/** The agency whose people the token's client provisions, and the client. Refuses a client of no agency (`forbidden`). */
export function provisioningOf(request: RouteRequest): Provisioning {
  const principal = principalOf(request);
  const { agencyId } = principal;
  if (agencyId === null) {
    throw refuse.forbidden({ description: 'People belong to an agency, and this client belongs to none' });
  }
  return { agencyId, actor: actorOf(principal), origin: request.origin };
}

/** An answer in SCIM's content type (RFC 7644 section 3.1). */
export function scimAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body, headers: { ...headers, 'content-type': SCIM_TYPE } };
}
