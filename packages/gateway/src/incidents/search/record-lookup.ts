import { LRUCache } from 'lru-cache';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';

const REPEATS_FOR_MS = 15 * 60_000;
const LOOKUPS_KEPT = 50_000;

/** Somebody looked something up: `subject` is the phone number or the incident id. */
export interface Lookup {
  readonly actor: Actor;
  readonly agencyId: string;
  readonly subject: string;
  readonly origin: Origin;
}

/**
 * Records who looked up which caller or incident. The portal asks again every few seconds, so the same person's same
 * lookup is recorded once in fifteen minutes, before it is answered.
 */
export class LookupRecorder {
  readonly #ports: { database: Database; audit: Audit; clock: Clock; random: Random };
  readonly #recorded = new LRUCache<string, number>({ maxSize: LOOKUPS_KEPT, sizeCalculation: () => 1 });

  constructor(ports: { database: Database; audit: Audit; clock: Clock; random: Random }) {
    this.#ports = ports;
  }

  async record({ actor, agencyId, subject, origin }: Lookup): Promise<void> {
    const { audit, clock, database } = this.#ports;
    const key = `${actor.id} ${agencyId} ${subject}`;
    const now = clock.now();
    if (now - (this.#recorded.get(key) ?? Number.NEGATIVE_INFINITY) < REPEATS_FOR_MS) return;
    await database.write((tx) =>
      audit.append(tx, { actor, agencyId, action: 'incident.looked_up', outcome: 'success', subject, origin }),
    );
    this.#recorded.set(key, now);
  }
}
