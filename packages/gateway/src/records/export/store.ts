import { type Kysely, type RawBuilder, sql } from 'kysely';
import { fromStored } from '../../audit/stored-record.ts';
import type { AuditRecord } from '../../audit/types.ts';
import { PackedFault, unpack } from '../../database/packed/unpack.ts';
import type { Schema } from '../../database/schema.ts';
import { unpackedParts } from '../../incidents/incident/packed-parts.ts';
import type { TimedScope } from '../scope.ts';

/** What is exported of one table: the columns that are no secret and no hash of one. */
interface KindOfRecord {
  readonly table: keyof Schema;
  /** By which its rows are read, in order; unique together. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Columns that hold JSON as text. */
  readonly json?: readonly string[];
  /** Columns that hold a URL: what may be a secret in it, user and query, is left out. */
  readonly urls?: readonly string[];
  /** What of the row stands in its bytes, where they are not null: the columns that are empty then, as they are exported. */
  readonly unpacked?: (packed: Uint8Array, row: Row) => Row;
  /** When the row came to be; rows of a table without one are exported whatever the time. */
  readonly time?: string;
  /** Which rows are of the agency; where its column is `agency_id`, that. */
  readonly ofAgency?: (agencyId: string) => RawBuilder<boolean>;
  /** Which rows are of the phone number; absent where none is. */
  readonly ofPhone?: (scope: TimedScope) => RawBuilder<boolean>;
}

/** The incidents that the number called about, reported, or that a CAD has under it. */
export const incidentsOfPhone = (phoneNumber: string | null) => sql`(
  SELECT id FROM incidents WHERE caller_phone_number = ${phoneNumber}
  UNION SELECT incident_id FROM incident_signals WHERE caller_phone = ${phoneNumber}
  UNION SELECT incident_id FROM cad_incidents WHERE caller_phone_number = ${phoneNumber} AND incident_id IS NOT NULL)`;

const ofIncidents =
  (column: string) =>
  ({ phoneNumber }: TimedScope) =>
    sql<boolean>`${sql.ref(column)} IN ${incidentsOfPhone(phoneNumber)}`;

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const OF_SUBSCRIPTION = (agencyId: string) =>
  sql<boolean>`subscription_id IN (SELECT id FROM webhook_subscriptions WHERE agency_id = ${agencyId})`;

/** Every kind of record of an export, by the name of its file. */
export const RECORD_KINDS = {
  agencies: {
    table: 'agencies',
    key: ['id'],
    columns: list('id name created_at last_event_seq number retention_days last_alert_at alert_settings time_zone'),
    json: ['alert_settings'],
    ofAgency: (agencyId) => sql<boolean>`id = ${agencyId}`,
  },
  boundaries: {
    table: 'agency_boundaries',
    key: ['agency_id'],
    columns: list('agency_id geometry position_count west south east north changed_at'),
    json: ['geometry'],
  },
  users: {
    table: 'users',
    key: ['id'],
    columns: list(
      'id agency_id email first_name last_name role password_changed_at disabled_at last_signed_in_at created_at',
    ),
  },
  clients: {
    table: 'clients',
    key: ['id'],
    columns:
      list(`id application_id agency_id name integration_kind grant_types scopes access_token_ttl_seconds settings
      disabled_at created_at redirect_uris is_public is_resource_server rotates_refresh_tokens grant_ttl_seconds jwks
      requires_dpop requires_pushed_requests`),
    json: list('settings jwks'),
  },
  callflows: {
    table: 'callflows',
    key: ['client_id', 'name'],
    columns: list('client_id name agency_id settings'),
    json: ['settings'],
  },
  grants: {
    table: 'grants',
    key: ['id'],
    columns: list('id agency_id client_id user_id scopes created_at expires_at activated_at last_used_at revoked_at'),
    time: 'created_at',
  },
  agency_requests: {
    table: 'agency_requests',
    key: ['id'],
    columns: list('id application_id agency_id purpose state asked_at answered_at answer'),
    time: 'asked_at',
  },
  incidents: {
    table: 'incidents',
    key: ['id'],
    columns:
      list(`id agency_id number kind status disposition origin_client_id source_id caller_name caller_phone_number
      caller_phone_given emergency_type site_type is_test description supplied_by location state position incident_at
      created_at updated_at listed_at signalled_at ended_at merged_into merged_by accept_by alert claim closing`),
    json: list('location state alert claim closing merged_by'),
    unpacked(packed, row) {
      const { location = null, facts, alert = null } = unpackedParts(packed, Number(row['created_at']));
      return { location, state: facts, alert };
    },
    time: 'created_at',
    ofPhone: ofIncidents('id'),
  },
  events: {
    table: 'events',
    key: ['agency_id', 'seq'],
    columns: list('agency_id seq incident_id type at body body_version'),
    json: ['body'],
    unpacked: (packed, row) => ({ body: unpack(packed, Number(row['at'])) }),
    time: 'at',
    ofPhone: ofIncidents('incident_id'),
  },
  signals: {
    table: 'incident_signals',
    key: ['id'],
    columns: list('id incident_id client_id agency_id source_id is_further caller_phone answer received_at'),
    json: ['answer'],
    time: 'received_at',
    ofPhone: ofIncidents('incident_id'),
  },
  incident_transfers: {
    table: 'incident_transfers',
    key: ['id'],
    columns: list(`id agency_id incident_id to_agency_id includes_sensitive may_answer reason made_by created_at
      expires_at ended_at ended_by`),
    json: list('made_by ended_by'),
    time: 'created_at',
    ofPhone: ofIncidents('incident_id'),
  },
  incident_shares: {
    table: 'incident_shares',
    key: ['id'],
    columns: list(`id agency_id to_agency_id kind emergency_type area includes_sensitive may_answer reason made_by
      created_at expires_at ended_at ended_by`),
    json: list('area made_by ended_by'),
    time: 'created_at',
  },
  cad_incidents: {
    table: 'cad_incidents',
    key: ['id'],
    columns: list(`id agency_id client_id cad_partner_incident_id supplied_by caller_phone_number sip_call_id position
      incident_id matched_by status asked_at further created_at updated_at`),
    json: ['further'],
    time: 'created_at',
    ofPhone: ({ phoneNumber }) =>
      sql<boolean>`(caller_phone_number = ${phoneNumber} OR incident_id IN ${incidentsOfPhone(phoneNumber)})`,
  },
  media_files: {
    table: 'media_files',
    key: ['id'],
    columns: list('id agency_id incident_id content_type size_bytes sha256 started_at'),
    time: 'started_at',
    ofAgency: (agencyId) => sql<boolean>`agency_id = ${agencyId} AND incident_id IS NOT NULL`,
    ofPhone: ofIncidents('incident_id'),
  },
  deeplinks: {
    table: 'deeplinks',
    key: ['id'],
    columns: list(
      'id user_id client_id agency_id query_kind query_given query_value view created_at expires_at redeemed_at ended_at',
    ),
    time: 'created_at',
    ofPhone: ({ phoneNumber }) => sql<boolean>`query_value = ${phoneNumber}`,
  },
  devices: { table: 'devices', key: ['number'], columns: list('number agency_id name created_at') },
  map_locations: {
    table: 'map_locations',
    key: ['number'],
    columns: list(`number agency_id name description icon_id icon_color location_type latitude longitude further
      created_at`),
    json: ['further'],
  },
  map_resources: {
    table: 'map_resources',
    key: ['number'],
    columns: list('number agency_id location_number title filename extension size_bytes details further created_at'),
    json: ['further'],
  },
  webhooks: {
    table: 'webhook_subscriptions',
    key: ['id'],
    columns: list(`id agency_id client_id user_id grant_id name url dialect event_types state disabled_reason cursor_seq
      failure_count last_success_at created_at updated_at`),
    urls: ['url'],
  },
  webhook_deliveries: {
    table: 'webhook_deliveries',
    key: ['id'],
    columns: list(`id subscription_id seq incident_id event_type state attempts first_attempt_at next_attempt_at
      last_attempt_at status answer fault duration_ms finished_at created_at`),
    time: 'created_at',
    ofAgency: OF_SUBSCRIPTION,
  },
  audit_records: {
    table: 'audit_records',
    key: ['chain', 'number'],
    columns: list(`chain number at actor_kind actor_id agency_id action outcome subject source request_id detail
      hash`),
    json: ['detail'],
    unpacked(packed, row) {
      const { subject, source, request_id, detail } = fromStored({ ...(row as unknown as AuditRecord), packed });
      return { subject, source, request_id, detail: JSON.parse(detail) as unknown };
    },
    time: 'at',
    ofPhone: ({ phoneNumber }) =>
      sql<boolean>`(subject = ${phoneNumber} OR subject IN ${incidentsOfPhone(phoneNumber)})`,
  },
} as const satisfies Readonly<Record<string, KindOfRecord>>;

export type RecordKind = keyof typeof RECORD_KINDS;
export type Row = Readonly<Record<string, unknown>>;

const kindOf = (name: RecordKind): KindOfRecord => RECORD_KINDS[name];

function conditionsOf(kind: KindOfRecord, scope: TimedScope): RawBuilder<boolean>[] | undefined {
  const conditions: RawBuilder<boolean>[] = [];
  if (scope.agencyId !== null) {
    conditions.push(kind.ofAgency?.(scope.agencyId) ?? sql<boolean>`agency_id = ${scope.agencyId}`);
  }
  if (scope.phoneNumber !== null) {
    if (kind.ofPhone === undefined) return undefined;
    conditions.push(kind.ofPhone(scope));
  }
  if (kind.time !== undefined) {
    conditions.push(
      sql<boolean>`${sql.ref(kind.time)} >= ${scope.from}`,
      sql<boolean>`${sql.ref(kind.time)} < ${scope.until}`,
    );
  }
  return conditions;
}

/** Up to `limit` rows of the kind after `last` (from the start where that is undefined), JSON as what it holds. */
export async function pageOfRecords(
  query: Kysely<Schema>,
  wanted: { kind: RecordKind; scope: TimedScope; last: Row | undefined; limit: number },
): Promise<Row[]> {
  const kind = kindOf(wanted.kind);
  const conditions = conditionsOf(kind, wanted.scope);
  if (conditions === undefined) return [];
  const { last } = wanted;
  const keys = sql.join(kind.key.map((column) => sql.ref(column)));
  if (last !== undefined) {
    conditions.push(sql<boolean>`(${keys}) > (${sql.join(kind.key.map((column) => sql`${last[column]}`))})`);
  }
  const columns = kind.unpacked === undefined ? kind.columns : [...kind.columns, 'packed'];
  const { rows } = await sql<Record<string, unknown>>`SELECT ${sql.join(columns.map((column) => sql.ref(column)))}
    FROM ${sql.table(kind.table)} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${keys}
    LIMIT ${wanted.limit}`.execute(query);
  return rows.map(({ packed, ...row }) => ({
    ...row,
    ...changed(row, kind.json ?? [], (text) => (text === '' ? text : (JSON.parse(text) as unknown))),
    ...changed(row, kind.urls ?? [], withoutSecrets),
    ...(packed instanceof Uint8Array && unpackedOf(kind, packed, row)),
  }));
}

/** Of bytes that cannot be read the row states why, and the rows after it are exported. */
function unpackedOf({ unpacked }: KindOfRecord, packed: Uint8Array, row: Row): Row | undefined {
  try {
    return unpacked?.(packed, row);
  } catch (err) {
    if (err instanceof PackedFault) return { unreadable: err.message };
    throw err;
  }
}

/** How many rows of the kind there are. */
export async function countRecords(query: Kysely<Schema>, name: RecordKind, scope: TimedScope): Promise<number> {
  const kind = kindOf(name);
  const conditions = conditionsOf(kind, scope);
  if (conditions === undefined) return 0;
  const { rows } = await sql<{ count: number | string }>`SELECT count(*) AS count FROM ${sql.table(kind.table)}
    WHERE ${sql.join(conditions, sql` AND `)}`.execute(query);
  return Number(rows[0]?.count);
}

function changed(row: Row, columns: readonly string[], change: (text: string) => unknown): Row {
  return Object.fromEntries(
    columns.map((column) => {
      const text = row[column];
      return [column, typeof text === 'string' ? change(text) : text];
    }),
  );
}

function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
