import type { Actor } from '../audit/types.ts';
import type { DomainError, ErrorCode } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import type { AccessParts } from './parts.ts';
import { actorOf, type Principal } from './principal.ts';

/** What a device hears every five seconds while a person decides (RFC 8628 section 3.5): nothing was refused yet. */
const WAITING: ReadonlySet<ErrorCode> = new Set(['authorization_pending', 'slow_down']);
/** Nobody was refused anything, and the record would wait for the same database; the log has it. */
const NOT_NOW: ReadonlySet<ErrorCode> = new Set(['unavailable', 'outcome_unknown']);
const FLOOD_KEPT = 10_000;
const MINUTE_MS = 60_000;

/**
 * Records refusals, so that a client's owner can look up by request id which check failed. A flood does not fill the disk
 * that proves it: of `too_many_requests` the first a minute and actor is recorded, of strangers' refusals an allowance a
 * minute and address, and the next record of that address says how many were not.
 */
export class RefusalRecorder {
  readonly #parts: Pick<AccessParts, 'database' | 'audit' | 'clock' | 'log' | 'limits'>;
  readonly #floods = new Map<string, number>();
  readonly #unrecorded = new Map<string, number>();

  constructor(parts: Pick<AccessParts, 'database' | 'audit' | 'clock' | 'log' | 'limits'>) {
    this.#parts = parts;
  }

  /** Resolves when the record is durable. Never rejects: a refusal is answered even where it cannot be recorded. */
  async record(refused: {
    error: DomainError;
    route: string;
    principal: Principal | null;
    claimedClientId: string | null;
    origin: Origin;
  }): Promise<void> {
    const { error, route, principal, claimedClientId, origin } = refused;
    const actor: Actor = principal === null ? { kind: 'anonymous', id: claimedClientId ?? '' } : actorOf(principal);
    if (error.isRecorded || WAITING.has(error.code) || NOT_NOW.has(error.code)) return;
    if (error.code === 'too_many_requests' && !this.#isFirst(`${actor.id} ${origin.source}`)) return;
    if (principal === null && !this.#parts.limits.allows('refusalRecords', origin.source)) {
      this.#leaveOut(origin.source);
      return;
    }
    const notRecorded = this.#unrecorded.get(origin.source);
    this.#unrecorded.delete(origin.source);
    try {
      await this.#parts.database.write((tx) =>
        this.#parts.audit.append(tx, {
          actor,
          agencyId: principal?.agencyId ?? null,
          action: 'request.refused',
          outcome: 'refused',
          origin,
          detail: {
            route,
            code: error.code,
            ...(error.logDetail !== undefined && { check: error.logDetail }),
            ...(notRecorded !== undefined && { notRecorded }),
          },
        }),
      );
    } catch (err) {
      this.#parts.log.error({ err, requestId: origin.requestId }, 'a refusal could not be recorded');
    }
  }

  #isFirst(key: string): boolean {
    const now = this.#parts.clock.now();
    if (now - (this.#floods.get(key) ?? 0) < MINUTE_MS) return false;
    if (this.#floods.size >= FLOOD_KEPT) this.#floods.clear();
    this.#floods.set(key, now);
    return true;
  }

  #leaveOut(source: string): void {
    if (this.#unrecorded.size >= FLOOD_KEPT) this.#unrecorded.clear();
    this.#unrecorded.set(source, (this.#unrecorded.get(source) ?? 0) + 1);
  }
}
