import { Type } from 'typebox';
import { readAgency } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';

/** The query of a path that reads `chosenAgency`. */
export const CHOSEN_AGENCY = Type.Object({
  agency_id: Type.Optional(
    Type.String({
      maxLength: 64,
      description: "The agency, by an operator alone; everybody else's own",
      examples: ['sandbox-county'],
    }),
  ),
});

/**
 * The agency an administrator administers: their own, or for an operator the one named by `agency_id`. Naming another
 * agency than one's own is `not_found`, as is one that does not exist.
 */
export async function chosenAgency(ports: { database: Database }, request: RouteRequest): Promise<string> {
  const named = request.query['agency_id'];
  const { agencyId: own, rights } = principalOf(request);
  if (own !== null) {
    if (named !== undefined && named !== own) throw refuse.notFound({ description: `No agency has the id ${named}` });
    return own;
  }
  if (!rights.has('agencies:any')) {
    throw refuse.forbidden({ description: 'Only an operator of this installation may act for any agency' });
  }
  if (named === undefined) {
    throw refuse.invalidRequest({ description: 'Name the agency by agency_id; an operator belongs to none' });
  }
  return (await readAgency(ports, named)).id;
}
