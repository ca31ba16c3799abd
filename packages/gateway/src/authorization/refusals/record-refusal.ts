import { LRUCache } from 'lru-cache';
import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DomainError, ErrorCode } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Origin } from '../../kernel/origin.ts';
import { logRetried } from '../../kernel/retried-failures.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import type { StrangerRecords } from './stranger-records.ts';

/** What a device receives every five seconds while a person decides (RFC 8628 section 3.5): nothing was refused yet. */
const WAITING: ReadonlySet<ErrorCode> = new Set(['authorization_pending', 'slow_down']);
/** Nobody was refused anything, the log has it, and the record would wait for the same database. */
const NOT_NOW: ReadonlySet<ErrorCode> = new Set(['unavailable', 'outcome_unknown']);
const FLOODS_KEPT = 10_000;
const MINUTE_MS = 60_000;

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly strangers: StrangerRecords;
}

/** A request that was refused, and who asked. */
export interface RefusedRequest {
  readonly error: DomainError;
  readonly route: string;
  readonly principal: Principal | null;
  /** The client it stated it was, where nobody authenticated. */
  readonly claimedClientId: string | null;
  readonly origin: Origin;
}

/**
 * Records refusals, so that a client's owner can look up by request id which check failed. Who did not authenticate is
 * anonymous, and what they claimed is a detail. A flood does not fill the disk that proves it: of `too_many_requests` the first a
 * minute and actor is recorded, of strangers' refusals what `StrangerRecords` allows.
 */
export class RefusalRecorder {
  readonly #ports: Ports;
  readonly #floods = new LRUCache<string, number>({ maxSize: FLOODS_KEPT, sizeCalculation: () => 1 });

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Resolves when the record is durable. Never rejects: a refusal is answered even where it cannot be recorded. */
  async record(refused: RefusedRequest): Promise<void> {
    const { error, route, principal, claimedClientId, origin } = refused;
    if (error.isRecorded || WAITING.has(error.code) || NOT_NOW.has(error.code)) return;
    const key = addressKey(origin.source);
    const actor = principal === null ? ANONYMOUS : actorOf(principal);
    if (error.code === 'too_many_requests' && !this.#isFirst(`${actor.id} ${key}`)) return;
    const leftOut = principal === null ? this.#ports.strangers.take(origin) : {};
    if (leftOut === null) return;
    try {
      await this.#ports.database.write((tx) =>
        this.#ports.audit.append(tx, {
          actor,
          agencyId: principal?.agencyId ?? null,
          action: 'request.refused',
          outcome: 'refused',
          subject: principal === null ? claimedClientId : null,
          origin,
          detail: {
            route,
            code: error.code,
            ...(error.logDetail !== undefined && { check: error.logDetail }),
            ...(principal === null && claimedClientId !== null && { claimed_client: claimedClientId }),
            ...leftOut,
          },
        }),
      );
    } catch (err) {
      logRetried(this.#ports.log, { err, requestId: origin.requestId }, 'a refusal could not be recorded');
    }
  }

  #isFirst(key: string): boolean {
    const now = this.#ports.clock.now();
    if (now - (this.#floods.get(key) ?? 0) < MINUTE_MS) return false;
    this.#floods.set(key, now);
    return true;
  }
}
