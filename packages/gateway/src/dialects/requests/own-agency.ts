import { refuse } from '../../kernel/errors.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';

/** The one agency whose incidents this caller may see or change. Refuses credentials of no agency (`forbidden`). */
export function ownAgency(request: RouteRequest): string {
  const { agencyId } = principalOf(request);
  if (agencyId === null) {
    throw refuse.forbidden({ description: 'Incidents belong to an agency, and these credentials belong to none' });
  }
  return agencyId;
}
