import type { ColumnType } from 'kysely';

/** What stands packed in place of other columns; null where they have it. */
export type Packed = ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;

/** The tables of incidents, and of who works on them. */
export interface IncidentTables {
  incidents: {
    id: string;
    agency_id: string;
    kind: string;
    status: string;
    disposition: string | null;
    origin_client_id: string | null;
    source_id: string | null;
    caller_name: string | null;
    caller_phone_number: string | null;
    caller_phone_given: string | null;
    emergency_type: string | null;
    site_type: string | null;
    is_test: number;
    description: string | null;
    supplied_by: string;
    location: string | null;
    state: string;
    incident_at: number;
    created_at: number;
    updated_at: number;
    ended_at: number | null;
    merged_into: string | null;
    /** JSON: the person who merged it, and what undoing it restores; null where its equipment did. */
    merged_by: string | null;
    /** Given by the engine, once and for all. */
    number: ColumnType<number, undefined, never>;
    position: string | null;
    accept_by: number | null;
    alert: string | null;
    listed_at: number;
    signalled_at: number | null;
    claim: string | null;
    claim_seat: string | null;
    closed_at: number | null;
    closing: string | null;
    packed: Packed;
  };
  seats: {
    id: string;
    agency_id: string;
    user_id: string;
    name: string;
    incident_id: string | null;
    seen_at: number;
  };
  search_texts: {
    id: ColumnType<number, undefined, never>;
    agency_id: string;
    incident_id: string;
    kind: string;
    text: string;
    at: number;
  };
  incident_transfers: {
    id: string;
    /** Whose incident it is. */
    agency_id: string;
    incident_id: string;
    to_agency_id: string;
    includes_sensitive: ColumnType<number, number | undefined, number>;
    may_answer: ColumnType<number, number | undefined, number>;
    reason: string | null;
    /** JSON: the person. */
    made_by: string;
    created_at: number;
    expires_at: number;
    ended_at: number | null;
    /** JSON: the person, and of which of both agencies they are. */
    ended_by: string | null;
  };
  incident_shares: {
    id: string;
    /** Whose incidents they are. */
    agency_id: string;
    to_agency_id: string;
    kind: string | null;
    emergency_type: string | null;
    /** JSON: the box, or the boundary as it was when the share was given. */
    area: string | null;
    includes_sensitive: number;
    may_answer: number;
    reason: string | null;
    /** JSON: the person. */
    made_by: string;
    created_at: number;
    expires_at: number;
    ended_at: number | null;
    /** JSON: the person, and of which of both agencies they are. */
    ended_by: string | null;
  };
  wall_boards: {
    id: string;
    agency_id: string;
    name: string;
    token_hash: string;
    filter: string;
    made_by: string;
    created_at: number;
    seen_at: number | null;
    ended_at: number | null;
  };
  card_openings: {
    id: string;
    incident_id: string;
    agency_id: string;
    card: string;
    actor_id: string;
    name: string;
    opened_at: number;
  };
  dismissals: {
    user_id: string;
    incident_id: string;
    agency_id: string;
    dismissed_at: number;
  };
}
