import type { Origin } from '../kernel/origin.ts';

/** Who did it. `system` is the server itself, `console` a person at the command line of the machine. */
export interface Actor {
  readonly kind: 'client' | 'user' | 'developer' | 'anonymous' | 'system' | 'console';
  readonly id: string;
}

/** One thing that was done or refused. `detail` never holds a secret, a token or a request body. */
export interface AuditEntry {
  readonly actor: Actor;
  readonly agencyId: string | null;
  /** `<noun>.<what happened>`: `token.issued`, `user.locked`. */
  readonly action: string;
  readonly outcome: 'success' | 'refused';
  /** What it was done to. */
  readonly subject?: string | null;
  readonly origin?: Origin;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One record as it is stored and exported. `at` is in milliseconds, UTC. */
export interface AuditRecord {
  readonly chain: string;
  readonly number: number;
  readonly at: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly agency_id: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly subject: string | null;
  readonly source: string | null;
  readonly request_id: string | null;
  readonly detail: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** The newest record of a chain. */
export interface ChainHead {
  readonly chain: string;
  readonly number: number;
  readonly hash: string;
  /** In milliseconds. */
  readonly at: number;
}
