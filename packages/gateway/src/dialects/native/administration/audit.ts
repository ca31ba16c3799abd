import { AuditPage, type AuditRecord } from '@sallyport/contract';
import { Type } from 'typebox';
import { readAudit } from '../../../agencies/read-audit.ts';
import type { AuditRecord as Recorded } from '../../../audit/types.ts';
import type { Database } from '../../../database/database.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const query = Type.Interface([CHOSEN_AGENCY], {
  before: Type.Optional(
    Type.String({ maxLength: 120, description: '`next` of the page before', examples: ['1790000000000.abc.7'] }),
  ),
});

function encode(record: Recorded): AuditRecord {
  const { at, actor_kind, actor_id, action, subject, source, request_id } = record;
  const outcome = record.outcome as AuditRecord['outcome'];
  return {
    at: toRfc3339(at),
    ...{ actor_kind, actor_id, action, outcome, subject, source, request_id },
    detail: JSON.parse(record.detail) as Record<string, unknown>,
  };
}

export const list: Route<{ database: Database }> = {
  errors: nativeErrors,
  method: 'GET',
  path: '/api/audit',
  summary: 'Read what was done and refused at the agency, the newest first',
  access: { kind: 'administrator', right: 'audit:read' },
  limit: 'reads',
  body: 'none',
  schema: { query, responses: { 200: AuditPage } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    const { records, next, since } = await readAudit(ports, { agencyId, before: request.query['before'] });
    const complete_since = since === null ? null : toRfc3339(since);
    return { status: 200, body: { records: records.map(encode), next, complete_since } };
  },
};
