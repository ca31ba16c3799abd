import { type Readable as ByteStream, Readable } from 'node:stream';
import { type AuditName, AuditPage, type AuditRecord as WireRecord } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ExportFormat } from '../../../audit/export/encode-record.ts';
import { type ExportPorts, exportAudit } from '../../../audit/export/export-audit.ts';
import { readCursor } from '../../../audit/search/cursor.ts';
import type { AuditFilter } from '../../../audit/search/filter.ts';
import type { AuditRecord } from '../../../audit/types.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { readInstant } from '../../../kernel/instant.ts';
import { readAudit } from '../../../records/audit-reading/read-audit.ts';
import type { Named } from '../../../records/audit-reading/types.ts';
import { incidentIdOf } from '../../requests/alert-id.ts';
import { chosenAgency } from '../../requests/chosen-agency.ts';
import { typeFactsOf, typeNameOf, typeWords } from '../../requests/emergency-type.ts';
import { limitParameter, readLimit } from '../../requests/read-limit.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const PAGE = { otherwise: 50, most: 200 };

const reading = { method: 'GET', errors: nativeErrors, limit: 'reads', body: 'none' } as const;

const involved = (description: string) =>
  Type.Optional(Type.String({ maxLength: 200, description, examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }));
const time = (description: string) =>
  Type.Optional(Type.String({ maxLength: 100, description, examples: ['2026-11-21T00:00:00Z'] }));

const FILTERS = {
  agency_id: Type.Optional(
    Type.String({
      maxLength: 64,
      description: "The agency, by an operator alone, who sees all of the installation without; everybody else's own",
      examples: ['sandbox-county'],
    }),
  ),
  person_id: involved('What this person did, and what was done to them'),
  client_id: involved('What this client did, what was done to it, and what was refused to whoever claimed to be it'),
  incident_id: involved('What was done to this incident, call or alert'),
  action: Type.Optional(Type.String({ maxLength: 100, description: 'What was done', examples: ['user.added'] })),
  outcome: Type.Optional(Type.Enum(['success', 'refused'], { description: 'Whether it was done' })),
  since: time('From this time on'),
  until: time('Before this time'),
};

/** Null is every agency and what belongs to none, which is for those who run the installation. */
async function agencyOf(ports: { database: Database }, request: RouteRequest): Promise<string | null> {
  const { agencyId, rights } = principalOf(request);
  const isOfAll = agencyId === null && rights.has('agencies:any') && request.query['agency_id'] === undefined;
  return isOfAll ? null : await chosenAgency(ports, request);
}

async function filterOf(ports: { database: Database; clock: Clock }, request: RouteRequest): Promise<AuditFilter> {
  const { person_id: person, client_id: client, incident_id: incident, action, outcome, since, until } = request.query;
  const context = { now: ports.clock.now(), timeZone: null };
  return {
    agencyId: await agencyOf(ports, request),
    involved: [person, client, incident && incidentIdOf(incident)].filter((id) => id !== undefined),
    action: action ?? null,
    outcome: (outcome as AuditFilter['outcome'] | undefined) ?? null,
    since: since === undefined ? null : readInstant(since, 'since', context),
    until: until === undefined ? null : readInstant(until, 'until', context),
  };
}

const encodeRecord = ({ at, actor_kind, outcome, detail, ...record }: AuditRecord): WireRecord => ({
  ...record,
  at: toRfc3339(at),
  actor_kind: actor_kind as WireRecord['actor_kind'],
  outcome: outcome as WireRecord['outcome'],
  detail: JSON.parse(detail) as WireRecord['detail'],
});

const KIND_WORDS: Readonly<Record<string, string>> = { alert: 'Alert', call: '9-1-1 call', cad: 'CAD incident' };

/** An incident goes by its type in words, or by what it came in as. */
function encodeName({ kind, id, name, type, isTest }: Named): AuditName {
  if (kind !== 'incident') return { kind, id, name };
  const typeName = typeNameOf({ ...typeFactsOf(type), isTest });
  return { kind, id, name: typeName === null ? (KIND_WORDS[name] ?? name) : typeWords(typeName) };
}

/** `GET /api/audit`: records by what is asked of them, newest first, by pages in both directions. */
export const search: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...reading,
  path: '/api/audit',
  summary: 'Search the audit, newest first; every read is recorded',
  access: { kind: 'administrator', right: 'audit:read' },
  schema: {
    query: Type.Object({
      ...FILTERS,
      cursor: Type.Optional(
        Type.String({
          maxLength: 120,
          description: 'An `older_cursor` or a `newer_cursor` of a page before; the newest records without one',
          examples: ['older.1794787200000.42.kq3v0mJ0p8U'],
        }),
      ),
      limit: limitParameter(PAGE),
    }),
    responses: { 200: AuditPage },
  },
  async handle(ports, request) {
    const { records, olderCursor, newerCursor, names } = await readAudit(ports, {
      filter: await filterOf(ports, request),
      cursor: readCursor(request.query['cursor']),
      limit: readLimit(request.query['limit'], PAGE),
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return {
      status: 200,
      body: {
        records: records.map(encodeRecord),
        ...{ older_cursor: olderCursor, newer_cursor: newerCursor },
        names: names.map(encodeName),
      },
    };
  },
};

const TYPES = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' } as const;

/** `GET /api/audit/export`: the records with the proof of their chains, oldest first, as they are read. */
export const exporting: Route<ExportPorts> = {
  needsRecentFactor: true,
  ...reading,
  path: '/api/audit/export',
  summary: 'Export records of the audit with the proof of their chains, oldest first; every export is recorded',
  access: { kind: 'administrator', right: 'audit:export' },
  schema: {
    query: Type.Object({
      ...FILTERS,
      format: Type.Optional(
        Type.Enum(['jsonl', 'csv'], { description: 'JSON lines, or comma-separated values; JSON lines without it' }),
      ),
    }),
    responses: {
      200: Type.Unsafe<ByteStream>({
        type: 'string',
        contentMediaType: '*/*',
        description: 'A record a line, which `sallyport audit verify --anchor` reads',
      }),
    },
  },
  async handle(ports, request) {
    const format = (request.query['format'] ?? 'jsonl') as ExportFormat;
    const { chunks, end } = await exportAudit(ports, {
      filter: await filterOf(ports, request),
      format,
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return {
      status: 200,
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="audit.${format}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      body: Readable.from(chunks, { objectMode: false }).once('close', end),
    };
  },
};
