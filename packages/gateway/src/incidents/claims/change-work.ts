import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { Entry } from '../events/about.ts';
import { appendEvents } from '../events/append-events.ts';
import type { NewEvent } from '../events/types.ts';
import { lockIncident, saveWork } from '../incident/store.ts';
import type { Claim, Colleague, Incident } from '../incident/types.ts';

export interface WorkPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/** Who works on which of the agency's incidents. */
export interface WorkRequest {
  readonly agencyId: string;
  readonly incidentId: string;
  readonly colleague: Colleague;
  readonly actor: Actor;
  readonly origin?: Origin;
}

/** What a change of who works on an incident makes of it; no event where it is so already. */
export interface Worked {
  readonly incident: Incident;
  readonly events: readonly NewEvent[];
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Refuses what somebody does with an incident that a colleague has (`conflict`). */
export function refuseIfColleagues(claim: Claim | null, { userId }: Colleague): void {
  if (claim === null || claim.userId === userId) return;
  throw refuse.conflict({ description: `${claim.name} has this incident; take it over first` });
}

/**
 * Changes who works on an incident. The row is locked before `change` reads it, so of two at one instant the second finds what the
 * first made; row, events, audit record and what `change` writes are one transaction. `change` returns null where nothing else is.
 * Refuses an incident that is not the agency's (`not_found`), one that was merged (`conflict`), and what `change` refuses.
 */
export async function changeWork(
  ports: WorkPorts,
  request: WorkRequest,
  change: (
    incident: Incident,
    at: number,
    entry: () => Entry,
    tx: Transaction,
  ) => Worked | null | Promise<Worked | null>,
): Promise<Incident> {
  const { agencyId, incidentId, actor, origin } = request;
  const at = ports.clock.now();
  return ports.database.write(
    async (tx) => {
      const locked = await lockIncident(tx, agencyId, incidentId, at);
      if (locked === undefined) throw refuse.notFound({ description: 'No incident with this id' });
      if (locked.mergedInto !== null) {
        throw refuse.conflict({ description: `This incident was merged; work goes on at ${locked.mergedInto}` });
      }
      const worked = await change(locked, at, () => ({ id: newUuid(ports.clock, ports.random), at }), tx);
      if (worked === null) return locked;
      saveWork(tx, worked.incident);
      if (worked.events.length > 0) appendEvents(ports, tx, worked.events);
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: worked.action,
        outcome: 'success',
        subject: incidentId,
        ...(origin !== undefined && { origin }),
        ...(worked.detail !== undefined && { detail: worked.detail }),
      });
      return worked.incident;
    },
    { agencyId },
  );
}
