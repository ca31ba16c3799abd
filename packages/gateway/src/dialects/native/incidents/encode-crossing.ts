import type * as contract from '@sallyport/contract';
import type { Crossing } from '../../../incidents/shares/types.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';

/** What a share and a transfer both state, as `reader`, one of both agencies, reads it. */
export function encodeCrossing(crossing: Crossing, reader: string) {
  const isGiven = crossing.agencyId === reader;
  const { endedAt, endedBy } = crossing;
  return {
    id: crossing.id,
    direction: isGiven ? 'given' : 'received',
    agency_id: isGiven ? crossing.toAgencyId : crossing.agencyId,
    agency_name: isGiven ? crossing.toAgencyName : crossing.agencyName,
    includes_sensitive: crossing.includesSensitive,
    may_answer: crossing.mayAnswer,
    reason: crossing.reason,
    made_by: crossing.madeBy.name,
    created_at: toRfc3339(crossing.createdAt),
    expires_at: toRfc3339(crossing.expiresAt),
    ended:
      endedAt === null || endedBy === null
        ? null
        : { ended_at: toRfc3339(endedAt), by: endedBy.name, is_own: endedBy.agencyId === reader },
  } satisfies Partial<contract.IncidentShare & contract.IncidentTransfer>;
}
