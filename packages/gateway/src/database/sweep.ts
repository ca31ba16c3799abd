import type { Transaction } from './database.ts';

/** What a sweep removes: all that an agency does not keep any more, or what has expired in the installation (`''`). */
export interface Sweep {
  readonly kind:
    | 'incidents'
    | 'events'
    | 'media'
    | 'unfinished_media'
    | 'idempotency_keys'
    | 'inactive_accounts'
    | 'password_reminders'
    | 'portal_sessions'
    | 'ended_sessions'
    | 'password_links'
    | 'deeplinks'
    | 'external_sign_ins'
    | 'saml_assertions'
    | 'passkey_challenges'
    | 'seats'
    | 'addresses'
    | 'webhook_deliveries'
    | 'application_logouts'
    | 'outbox';
  readonly agencyId: string;
  /** Removes at most one small batch in the caller's transaction; returns how many rows, 0 when nothing is left. */
  readonly removeBatch: (tx: Transaction) => Promise<number>;
}

/** How a sweep last went. Instants are milliseconds; `finishedAt` is null before its first end. */
export interface SweepOutcome {
  readonly kind: Sweep['kind'];
  readonly agencyId: string;
  readonly finishedAt: number | null;
  readonly removed: number;
  readonly removedInAll: number;
}
