import { type Kysely, sql } from 'kysely';
import type { Engine } from '../../database/database.ts';
import { isAmong, listParameter } from '../../database/is-among.ts';
import type { Schema } from '../../database/schema.ts';
import type { Named } from './types.ts';

/** What can be named: each table by its key, with what it goes by and which rows of it are the agency's to read. */
interface Source {
  readonly kind: Named['kind'];
  readonly from: string;
  readonly id: string;
  readonly name: string;
  /** What else is known of it: an incident's type, and whether it is a test. */
  readonly type?: string;
  readonly isTest?: string;
  /** The agencies whose it is; missing where only those who run the installation read it. */
  readonly agencies?: readonly string[];
  /** Which rows every agency may name where a record of its own states them: operators, clients of several agencies, agencies. */
  readonly ofAll?: string;
}

const BETWEEN = "giver.name || ' → ' || receiver.name";

const SOURCES: readonly Source[] = [
  {
    ...{ kind: 'person', from: 'users AS x', id: 'x.id', name: "trim(x.first_name || ' ' || x.last_name)" },
    ...{ agencies: ['x.agency_id'], ofAll: 'x.agency_id IS NULL' },
  },
  {
    ...{ kind: 'client', from: 'clients AS x', id: 'x.id', name: 'x.name' },
    ...{ agencies: ['x.agency_id'], ofAll: 'x.agency_id IS NULL' },
  },
  { kind: 'agency', from: 'agencies AS x', id: 'x.id', name: 'x.name', agencies: ['x.id'], ofAll: 'TRUE' },
  {
    ...{ kind: 'incident', from: 'incidents AS x', id: 'x.id', name: 'x.kind', agencies: ['x.agency_id'] },
    ...{ type: 'x.emergency_type', isTest: 'x.is_test' },
  },
  {
    ...{ kind: 'webhook', from: 'webhook_subscriptions AS x', id: 'x.id', name: 'x.name' },
    agencies: ['x.agency_id'],
  },
  {
    ...{ kind: 'grant', from: 'grants AS x JOIN clients AS c ON c.id = x.client_id', id: 'x.id', name: 'c.name' },
    agencies: ['x.agency_id'],
  },
  {
    ...{ kind: 'deeplink', from: 'deeplinks AS x JOIN clients AS c ON c.id = x.client_id', id: 'x.id', name: 'c.name' },
    agencies: ['x.agency_id'],
  },
  { kind: 'role', from: 'agency_roles AS x', id: 'x.id', name: 'x.title', agencies: ['x.agency_id'] },
  {
    ...{ kind: 'identity_provider', from: 'identity_providers AS x', id: 'x.id', name: 'x.title' },
    agencies: ['x.agency_id'],
  },
  { kind: 'display', from: 'wall_boards AS x', id: 'x.id', name: 'x.name', agencies: ['x.agency_id'] },
  {
    ...{ kind: 'dispatch_position', from: 'dispatch_positions AS x', id: 'x.id', name: 'x.name' },
    agencies: ['x.agency_id'],
  },
  {
    ...{ kind: 'cad_incident', from: 'cad_incidents AS x', id: 'x.id', name: 'x.cad_partner_incident_id' },
    agencies: ['x.agency_id'],
  },
  ...(['transfer', 'share'] as const).map((kind) => ({
    kind,
    from: `incident_${kind}s AS x JOIN agencies AS giver ON giver.id = x.agency_id
      JOIN agencies AS receiver ON receiver.id = x.to_agency_id`,
    ...{ id: 'x.id', name: BETWEEN, agencies: ['x.agency_id', 'x.to_agency_id'] },
  })),
  { kind: 'developer', from: 'developers AS x', id: 'x.id', name: 'x.name' },
  { kind: 'application', from: 'applications AS x', id: 'x.id', name: 'x.name' },
];

interface Wanted {
  /** What no two tables share: UUIDs, and the ids that people choose for clients and agencies. */
  readonly ids: readonly string[];
  /** Those of them that a record states, and not the filter alone, which anybody fills with what they guess. */
  readonly statedIds: readonly string[];
  /** Of webhooks alone: a number is also that of a device or a place. */
  readonly webhookIds: readonly number[];
  /** Whose names may be read; null for those who run the installation. */
  readonly agencyId: string | null;
}

function oneOf(engine: Engine, column: string, values: readonly (string | number)[], type: 'text' | 'bigint') {
  return isAmong(engine, column, listParameter(engine, values), type);
}

function mayRead({ agencies = [], ofAll }: Source, id: string, engine: Engine, { agencyId, statedIds }: Wanted) {
  if (agencyId === null) return sql`TRUE`;
  const ways = agencies.map((column) => sql`${sql.raw(column)} = ${agencyId}`);
  if (ofAll !== undefined) ways.push(sql`(${sql.raw(ofAll)} AND ${oneOf(engine, id, statedIds, 'text')})`);
  return sql`(${sql.join(ways, sql` OR `)})`;
}

/** The statement that finds every name at once; a key finds each row. */
export function namesQuery(engine: Engine, asked: Wanted) {
  const { ids, webhookIds, agencyId } = asked;
  const branches = SOURCES.filter(({ agencies }) => agencyId === null || agencies !== undefined).map((source) => {
    const { kind, from, id, name, type, isTest } = source;
    const wanted = kind === 'webhook' ? oneOf(engine, id, webhookIds, 'bigint') : oneOf(engine, id, ids, 'text');
    return sql`SELECT ${sql.lit(kind)} AS kind, CAST(${sql.raw(id)} AS text) AS id, ${sql.raw(name)} AS name,
      ${type === undefined ? sql`CAST(NULL AS text)` : sql.raw(type)} AS type,
      ${isTest === undefined ? sql`0` : sql.raw(isTest)} AS is_test
      FROM ${sql.raw(from)} WHERE ${wanted} AND ${mayRead(source, id, engine, asked)}`;
  });
  return sql<{ kind: Named['kind']; id: string; name: string; type: string | null; is_test: number }>`
    ${sql.join(branches, sql` UNION ALL `)}`;
}

/** What those ids are called, by one statement; what is removed, and another agency's, is not among them. */
export async function findNames(query: Kysely<Schema>, engine: Engine, wanted: Wanted): Promise<Named[]> {
  if (wanted.ids.length === 0 && wanted.webhookIds.length === 0) return [];
  const { rows } = await namesQuery(engine, wanted).execute(query);
  return rows.map(({ kind, id, name, type, is_test: isTest }) => ({
    kind,
    id,
    name,
    type,
    isTest: Number(isTest) === 1,
  }));
}
