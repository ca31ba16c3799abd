import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** One record of the audit, with everything its hash is over, as an export has it too. */
export const AuditRecord = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When it was done' }),
  actor_kind: Type.Enum(['client', 'user', 'developer', 'anonymous', 'system', 'console'], {
    description:
      'Who did it: `system` is the server, `console` a person at its command line, `anonymous` whoever proved nothing',
  }),
  actor_id: Type.String({
    description: 'The person or the client',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
  agency_id: Nullable(
    Type.String({ description: 'The agency it was done in; null for the installation', examples: ['sandbox-county'] }),
  ),
  action: Type.String({ description: 'What was done', examples: ['user.added'] }),
  outcome: Type.Enum(['success', 'refused'], { description: 'Whether it was done' }),
  subject: Nullable(
    Type.String({ description: 'What it was done to', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d12'] }),
  ),
  source: Nullable(Type.String({ description: 'The address it was asked from', examples: ['192.0.2.7'] })),
  request_id: Nullable(
    Type.String({
      description: 'The `x-request-id` of its request',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d13'],
    }),
  ),
  detail: Type.Record(Type.String(), Type.Unknown(), { description: 'What else is known of it; never a secret' }),
  chain: Type.String({ description: 'The chain it is in', examples: ['kq3v0mJ0p8U'] }),
  number: Type.Integer({ description: 'Its number in the chain, from 1 on without a gap', examples: [42] }),
  previous_hash: Type.String({
    description: 'The hash of the record before it in the chain',
    examples: ['k2.x5nZ0Jc2a1k.q0mS7yYc3m9cSg6o2X1d5g'],
  }),
  hash: Type.String({
    description: 'Over all of the above, under a key that is not in the database',
    examples: ['k2.x5nZ0Jc2a1k.0dXo9M3b6mYp2yqT1c8w4A'],
  }),
});
export type AuditRecord = Static<typeof AuditRecord>;

/** What an id in a record is, and what people call it. */
export const AuditName = Type.Object({
  kind: Type.Enum(
    [
      ...(['person', 'client', 'agency', 'incident', 'webhook', 'grant', 'deeplink', 'role'] as const),
      ...(['identity_provider', 'display', 'dispatch_position', 'cad_incident', 'transfer', 'share'] as const),
      ...(['developer', 'application'] as const),
    ],
    { description: 'What it is; `incident` is also a call or an alert' },
  ),
  id: Type.String({ description: 'As the record has it', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  name: Type.String({
    description:
      'What it is called: of an incident its type or what it came in as, of a grant and a deeplink the client, of a transfer and a share both agencies',
    examples: ['Riley Example'],
  }),
});
export type AuditName = Static<typeof AuditName>;

const Cursor = Type.String({
  description: 'The `cursor` of the next page in this direction; null where there is none',
  examples: ['older.1794787200000.42.kq3v0mJ0p8U'],
});

/** Answer of `GET /api/audit`. */
export const AuditPage = Type.Object({
  records: Type.Array(AuditRecord, { description: 'The newest first' }),
  older_cursor: Nullable(Cursor),
  newer_cursor: Nullable(Cursor),
  names: Type.Array(AuditName, {
    description:
      'Whom and what these records and the filter state by an id, as far as it is there and the reader may know it',
  }),
});
export type AuditPage = Static<typeof AuditPage>;

/** What a search and an export of the audit are narrowed by; all of what is given has to be so. */
export interface AuditQuery {
  /** For operators: one agency alone. Left out, they see all of the installation. */
  readonly agency_id?: string | null;
  readonly person_id?: string | null;
  readonly client_id?: string | null;
  readonly incident_id?: string | null;
  readonly action?: string | null;
  readonly outcome?: 'success' | 'refused' | null;
  readonly since?: string | null;
  readonly until?: string | null;
}
