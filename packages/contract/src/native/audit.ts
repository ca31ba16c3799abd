import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** One record of the audit, as it is exported. */
export const AuditRecord = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When it was' }),
  actor_kind: Type.String({ description: 'What kind of caller it was', examples: ['user'] }),
  actor_id: Type.String({ description: 'Who it was', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
  action: Type.String({ description: 'What was done or refused', examples: ['user.edited'] }),
  outcome: Type.Enum(['success', 'refused'], { description: 'Whether it was done' }),
  subject: Nullable(
    Type.String({ description: 'What it was done to', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
  ),
  source: Nullable(Type.String({ description: 'The address it came from', examples: ['192.0.2.10'] })),
  request_id: Nullable(
    Type.String({ description: 'Of the request', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dcc'] }),
  ),
  detail: Type.Record(Type.String(), Type.Unknown(), { description: 'What else was recorded' }),
});
export type AuditRecord = Static<typeof AuditRecord>;

/** Answer of `GET /api/audit`. */
export const AuditPage = Type.Object({
  records: Type.Array(AuditRecord, { description: 'The newest first' }),
  complete_since: Nullable(
    Type.String({
      format: 'date-time',
      description: 'Every record of the agency since then, up to where the page began, is on it',
    }),
  ),
  next: Nullable(
    Type.String({
      description: 'Send it as `before` for the page after; null at the end',
      examples: ['1790000000000.abc.7'],
    }),
  ),
});
export type AuditPage = Static<typeof AuditPage>;
