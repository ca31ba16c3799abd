import type { ColumnType, Selectable } from 'kysely';
import type { AddressTables } from './address-tables.ts';
import type { DeveloperTables } from './developer-tables.ts';
import type { IncidentTables, Packed } from './incident-tables.ts';
import type { OperationTables } from './operation-tables.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { PeopleTables } from './people-tables.ts';
import type { SignInTables } from './sign-in-tables.ts';

/** Instants are milliseconds since 1970; JSON is text, read and written by the store that owns the table. */
type DefaultedNumber = ColumnType<number, number | undefined, number>;

/** Given by the engine, once and for all. */
type GivenNumber = ColumnType<number, undefined, never>;

/** A row of a table as it is read. */
export type StoredRow<Table extends keyof Schema> = Selectable<Schema[Table]>;

export interface Schema
  extends AddressTables,
    DeveloperTables,
    IncidentTables,
    OperationTables,
    OutboxTable,
    PeopleTables,
    SignInTables {
  agencies: {
    id: string;
    name: string;
    created_at: number;
    last_event_seq: DefaultedNumber;
    number: GivenNumber;
    retention_days: ColumnType<number | null, number | null | undefined, number | null>;
    last_alert_at: DefaultedNumber;
    alert_settings: ColumnType<string, string | undefined, string>;
    time_zone: ColumnType<string, string | undefined, string>;
    disabled_at: ColumnType<number | null, number | null | undefined, number | null>;
    position_link: ColumnType<string | null, string | null | undefined, string | null>;
    language: ColumnType<string | null, string | null | undefined, string | null>;
  };
  processes: { id: string; place: string; pid: number; beat: number };
  clean_ups: {
    kind: string;
    agency_id: string;
    leased_until: number;
    finished_at: number | null;
    removed: DefaultedNumber;
    removed_in_all: DefaultedNumber;
    lease_owner: ColumnType<string | null, string | null | undefined, string | null>;
  };
  users: {
    id: string;
    agency_id: string | null;
    email: string;
    first_name: string;
    last_name: string;
    role: string;
    password_hash: string | null;
    password_changed_at: number | null;
    disabled_at: number | null;
    last_signed_in_at: number | null;
    created_at: number;
    token_generation: DefaultedNumber;
    enabled_at: ColumnType<number | null, number | null | undefined, number | null>;
    language: ColumnType<string | null, string | null | undefined, string | null>;
    reviewed_at: ColumnType<number | null, number | null | undefined, number | null>;
    reviewed_by: ColumnType<string | null, string | null | undefined, string | null>;
    password_reminded_at: ColumnType<number | null, number | null | undefined, number | null>;
  };
  sign_in_failures: {
    /** A user's id or a developer's. */
    user_id: string;
    source: string;
    failed_count: number;
    window_started_at: number;
    locked_at: number | null;
  };
  user_sources: { user_id: string; source: string; last_signed_in_at: number };
  applications: { id: string; name: string; owner_name: string | null; created_at: number };
  clients: {
    id: string;
    application_id: string;
    agency_id: string | null;
    name: string;
    integration_kind: string;
    grant_types: string;
    scopes: string;
    access_token_ttl_seconds: number;
    settings: string;
    disabled_at: number | null;
    created_at: number;
    redirect_uris: string;
    is_public: number;
    is_resource_server: number;
    rotates_refresh_tokens: number;
    grant_ttl_seconds: number;
    jwks: string;
    requires_dpop: number;
    requires_pushed_requests: number;
    sign_in_use: ColumnType<string | null, string | null | undefined, string | null>;
  };
  client_secrets: {
    id: string;
    client_id: string;
    secret_hash: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
  };
  callflows: { client_id: string; name: string; agency_id: string; settings: string };
  signing_keys: {
    kid: string;
    algorithm: string;
    state: string;
    private_jwk: string;
    public_jwk: string;
    created_at: number;
    activated_at: number | null;
    retired_at: number | null;
    sealed_under: ColumnType<string, string | undefined, string>;
  };
  migration_marks: { name: string; is_compatible: number };
  /** One row at most. */
  installation: {
    only_row: number;
    id: string;
    is_sandbox: number;
    epoch: ColumnType<string, string | undefined, string>;
    restored_at: ColumnType<number | null, number | null | undefined, number | null>;
  };
  access_changes: {
    id: string;
    kind: string;
    subject: string;
    at: number;
    expires_at: number;
    /** SQLite: its number; PostgreSQL: the id of the transaction that wrote it. */
    position: ColumnType<number, number | undefined, never>;
  };
  access_change_marks: { id: number; swept_through: number };
  portal_sessions: {
    token_hash: string;
    user_id: string;
    created_at: number;
    expires_at: number;
    source: string;
    factor_at: ColumnType<number | null, number | null | undefined, number | null>;
    user_agent: string | null;
    last_seen_at: number | null;
    password_at: ColumnType<number | null, number | null | undefined, number | null>;
    active_at: ColumnType<number | null, number | null | undefined, number | null>;
    awaits_banner: ColumnType<number, number | undefined, number>;
    has_old_password: ColumnType<number, number | undefined, never>;
  };
  deeplinks: {
    id: string;
    ticket_hash: string;
    user_id: string;
    client_id: string;
    agency_id: string;
    query_kind: string;
    query_given: string;
    query_value: string;
    view: string;
    created_at: number;
    expires_at: number;
    owner_hash: string | null;
    redeemed_at: number | null;
    ended_at: number | null;
  };
  authorization_requests: {
    id_hash: string;
    client_id: string;
    redirect_uri: string;
    is_redirect_named: number;
    scopes: string;
    state: string | null;
    code_challenge: string | null;
    key_thumbprint: string | null;
    created_at: number;
    expires_at: number;
    decided_at: number | null;
    answer_form: string;
    openid: string | null;
  };
  pushed_requests: {
    uri_hash: string;
    client_id: string;
    redirect_uri: string;
    is_redirect_named: number;
    scopes: string;
    state: string | null;
    code_challenge: string | null;
    key_thumbprint: string | null;
    openid: string | null;
    expires_at: number;
  };
  device_authorizations: {
    device_code_hash: string;
    user_code: string | null;
    client_id: string;
    scopes: string;
    created_at: number;
    expires_at: number;
    interval_seconds: number;
    polled_at: number | null;
    decided_at: number | null;
    grant_id: string | null;
    redeemed_at: number | null;
  };
  grants: {
    id: string;
    agency_id: string;
    client_id: string;
    user_id: string;
    scopes: string;
    created_at: number;
    expires_at: number;
    activated_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
  };
  authorization_codes: {
    code_hash: string;
    grant_id: string;
    redirect_uri: string;
    is_redirect_named: number;
    code_challenge: string | null;
    key_thumbprint: string | null;
    expires_at: number;
    redeemed_at: number | null;
  };
  refresh_tokens: {
    token_hash: string;
    grant_id: string;
    predecessor_hash: string | null;
    created_at: number;
    spent_at: number | null;
    sealed_answer: string | null;
    key_thumbprint: string | null;
  };
  used_ids: {
    id_hash: string;
    expires_at: number;
  };
  audit_records: {
    chain: string;
    number: number;
    at: number;
    actor_kind: string;
    actor_id: string;
    agency_id: string | null;
    action: string;
    outcome: string;
    subject: string | null;
    source: string | null;
    request_id: string | null;
    detail: string;
    previous_hash: string;
    hash: string;
    packed: Packed;
  };
  cad_incidents: {
    id: string;
    agency_id: string;
    client_id: string;
    cad_partner_incident_id: string;
    supplied_by: string;
    caller_phone_number: string | null;
    sip_call_id: string | null;
    position: string | null;
    incident_id: string | null;
    matched_by: string | null;
    status: string | null;
    asked_at: number;
    /** JSON */
    further: string;
    created_at: number;
    updated_at: number;
  };
  incident_signals: {
    id: string;
    incident_id: string;
    client_id: string;
    agency_id: string;
    source_id: string | null;
    said_hash: string | null;
    is_further: number;
    caller_phone: string | null;
    answer: string | null;
    received_at: number;
  };
  audio_rooms: { incident_id: string; tokens_expire_at: number; ended_at: number | null };
  idempotency_keys: {
    client_id: string;
    key: string;
    request_hash: string;
    incident_id: string;
    created_at: number;
    receipt: ColumnType<string | null, string | null | undefined, never>;
  };
  devices: { number: GivenNumber; agency_id: string; name: string; created_at: number };
  map_locations: {
    number: GivenNumber;
    agency_id: string;
    name: string;
    description: string;
    icon_id: string;
    icon_color: string;
    location_type: string;
    latitude: number;
    longitude: number;
    /** JSON */
    further: string;
    created_at: number;
  };
  map_resources: {
    number: GivenNumber;
    agency_id: string;
    location_number: number;
    title: string;
    filename: string;
    extension: string;
    size_bytes: number;
    details: string;
    /** JSON */
    further: string;
    created_at: number;
  };
  events: {
    agency_id: string;
    seq: number;
    incident_id: string;
    type: string;
    at: number;
    /** JSON */
    body: string;
    body_version: number;
    packed: Packed;
    /** W3C Trace Context; null where nobody traced what made it. */
    traceparent: string | null;
    /** W3C Trace Context, at most 512 characters; null where nobody had noted anything of that trace. */
    tracestate: string | null;
  };
  agency_boundaries: {
    agency_id: string;
    geometry: string;
    position_count: number;
    west: number;
    south: number;
    east: number;
    north: number;
    changed_at: number;
  };
  media_files: {
    id: string;
    agency_id: string;
    incident_id: string | null;
    content_type: string;
    size_bytes: number;
    sha256: string;
    started_at: number;
  };
  media_pieces: { media_id: string; number: number; content: Uint8Array };
  webhook_subscriptions: {
    id: number;
    agency_id: string;
    client_id: string | null;
    name: string;
    url: string;
    dialect: string;
    event_types: string;
    authentication: string;
    secret: string;
    previous_secret: string | null;
    previous_secret_expires_at: number | null;
    state: string;
    disabled_reason: string | null;
    cursor_seq: number;
    failure_count: number;
    failing_since: number | null;
    resting_until: number | null;
    last_success_at: number | null;
    lease_owner: string | null;
    lease_expires_at: number | null;
    created_at: number;
    updated_at: number;
    group_id: number | null;
    user_id: string | null;
    grant_id: string | null;
  };
  write_probes: { id: ColumnType<number, undefined, never>; filler: string };
  webhook_deliveries: {
    id: string;
    subscription_id: number;
    seq: number | null;
    incident_id: string | null;
    event_type: string;
    state: string;
    attempts: number;
    first_attempt_at: number | null;
    next_attempt_at: number | null;
    last_attempt_at: number | null;
    status: number | null;
    answer: string | null;
    fault: string | null;
    duration_ms: number | null;
    finished_at: number | null;
    created_at: number;
  };
}
