import type { Colleague } from '../incident/types.ts';
import type { Crossing, Ender } from './types.ts';

/** What the rows of shares and of transfers both have, with the names of both agencies. */
interface CrossingRow {
  readonly id: string;
  readonly agency_id: string;
  readonly agency_name: string;
  readonly to_agency_id: string;
  readonly to_agency_name: string;
  readonly includes_sensitive: number;
  readonly may_answer: number;
  readonly reason: string | null;
  readonly made_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}

export function toCrossing(row: CrossingRow): Crossing {
  return {
    id: row.id,
    agencyId: row.agency_id,
    agencyName: row.agency_name,
    toAgencyId: row.to_agency_id,
    toAgencyName: row.to_agency_name,
    includesSensitive: row.includes_sensitive === 1,
    mayAnswer: row.may_answer === 1,
    reason: row.reason,
    madeBy: JSON.parse(row.made_by) as Colleague,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by === null ? null : (JSON.parse(row.ended_by) as Ender),
  };
}

/** The columns of one that nobody has ended yet. */
export function columnsOf(crossing: Crossing) {
  return {
    id: crossing.id,
    agency_id: crossing.agencyId,
    to_agency_id: crossing.toAgencyId,
    includes_sensitive: crossing.includesSensitive ? 1 : 0,
    may_answer: crossing.mayAnswer ? 1 : 0,
    reason: crossing.reason,
    made_by: JSON.stringify(crossing.madeBy),
    created_at: crossing.createdAt,
    expires_at: crossing.expiresAt,
    ended_at: null,
    ended_by: null,
  };
}
