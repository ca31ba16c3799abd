import type { StoredRow } from '../../../database/schema.ts';
import type { Authentication, DisabledReason, Subscription, SubscriptionState } from './types.ts';

/** A subscription as its row states it. */
export function toSubscription(row: StoredRow<'webhook_subscriptions'>): Subscription {
  return {
    id: row.id,
    groupId: row.group_id,
    agencyId: row.agency_id,
    clientId: row.client_id,
    userId: row.user_id,
    grantId: row.grant_id,
    name: row.name,
    url: row.url,
    dialect: row.dialect,
    eventTypes: JSON.parse(row.event_types) as string[],
    authentication: JSON.parse(row.authentication) as Authentication,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousSecretExpiresAt: row.previous_secret_expires_at,
    state: row.state as SubscriptionState,
    disabledReason: row.disabled_reason as DisabledReason | null,
    cursorSeq: row.cursor_seq,
    health: {
      failureCount: row.failure_count,
      failingSince: row.failing_since,
      restingUntil: row.resting_until,
      lastSuccessAt: row.last_success_at,
    },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
