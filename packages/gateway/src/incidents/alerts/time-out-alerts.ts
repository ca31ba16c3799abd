import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loops } from '../../kernel/loops.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { logRetried } from '../../kernel/retried-failures.ts';
import { statusChanged } from '../events/alert-events.ts';
import { SYSTEM_AUTHOR } from '../incident/alert-party.ts';
import { lockAlert } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import { writeAlert } from './change-alert.ts';
import { moveStatus } from './move-status.ts';
import { statusAt } from './rules.ts';
import { openDeadlines, overdueAlerts } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

const LOOK_EVERY_MS = 250;
const AT_ONCE = 200;
/** Two servers' readings of the database's clock are never so far apart. */
const CLOCKS_APART_MS = 1_000;
const LOOKS_A_MINUTE = 240;

type OverdueAlert = Awaited<ReturnType<typeof overdueAlerts>>[number];

/**
 * Makes every alert TIMEOUT whose deadline has passed, each in a transaction of its own with its event and its audit
 * record. Any number of processes may do so at once: the row is locked and looked at again, so that it happens once. Returns
 * how many this call made.
 */
export async function timeOutAlerts(ports: Ports): Promise<number> {
  const now = ports.clock.now();
  let count = 0;
  for (;;) {
    const overdue = await overdueAlerts(ports.database.read, now, { limit: AT_ONCE });
    const ofAgencies = [...Map.groupBy(overdue, ({ agencyId }) => agencyId).values()];
    for (const made of await Promise.all(ofAgencies.map((own) => timeOutEach(ports, own, now)))) count += made;
    if (overdue.length < AT_ONCE) return count;
  }
}

async function timeOutEach(ports: Ports, overdue: readonly OverdueAlert[], at: number): Promise<number> {
  let count = 0;
  for (const alert of overdue) if (await timeOut(ports, alert, at)) count += 1;
  return count;
}

/**
 * Gives every waiting alert that was requested later than now, by a clock that has been set back since, the whole of its
 * time from now on: a deadline is never further away than the agency allows. Returns how many.
 */
export async function bringDeadlinesBack(ports: Ports): Promise<number> {
  const now = ports.clock.now();
  let count = 0;
  for (const { id, agencyId } of (await openDeadlines(ports.database.read, now)).filter((alert) =>
    isAhead(alert, now),
  )) {
    const isMoved = await ports.database.write(
      async (tx) => {
        const locked = await lockAlert(tx, null, id, now);
        if (locked === undefined || locked.alert === null || !isAhead(locked, now)) return false;
        const windowMs = (locked.acceptBy ?? 0) - (locked.alert.dispatchRequestedAt ?? 0);
        const alert = { ...locked.alert, dispatchRequestedAt: now };
        await writeAlert(ports, tx, { ...locked, acceptBy: now + windowMs, alert }, []);
        return true;
      },
      { agencyId },
    );
    if (isMoved) count += 1;
  }
  return count;
}

function isAhead({ status, acceptBy, alert }: Incident, now: number): boolean {
  const requestedAt = alert?.dispatchRequestedAt ?? 0;
  return status === 'DISPATCH_REQUESTED' && acceptBy !== null && requestedAt > now + CLOCKS_APART_MS;
}

async function timeOut(ports: Ports, { id, agencyId }: OverdueAlert, at: number): Promise<boolean> {
  const entry = { id: newUuid(ports.clock, ports.random), at, by: SYSTEM_AUTHOR };
  return ports.database.write(
    async (tx) => {
      const locked = await lockAlert(tx, null, id, at);
      if (locked?.status !== 'DISPATCH_REQUESTED' || statusAt(locked, at) !== 'TIMEOUT') return false;
      const alert = moveStatus(locked, 'TIMEOUT', { by: SYSTEM_AUTHOR, at, acceptWithinSeconds: 0 });
      await writeAlert(ports, tx, alert, [statusChanged(alert, locked.status, entry)]);
      await ports.audit.append(tx, {
        actor: SYSTEM,
        agencyId: alert.agencyId,
        action: 'alert.changed',
        outcome: 'success',
        subject: alert.id,
        detail: { from: locked.status, status: alert.status, disposition: alert.disposition },
      });
      return true;
    },
    { agencyId },
  );
}

/**
 * Looks for passed deadlines at once, which finds those of the time this process was down, and every 250 ms. An agency whose
 * rows are locked delays its own alerts alone. Returns how to stop.
 */
export function watchDeadlines(ports: Ports & { readonly log: Log; readonly loops: Loops }): () => Promise<void> {
  const { database, clock, log } = ports;
  const atWork = new Map<string, Promise<unknown>>();
  let looks = 0;

  async function startOverdue(): Promise<void> {
    const now = clock.now();
    const overdue = await overdueAlerts(database.read, now, { limit: AT_ONCE, exceptAgencies: [...atWork.keys()] });
    for (const [agencyId, own] of Map.groupBy(overdue, (alert) => alert.agencyId)) {
      const work = timeOutEach(ports, own, now)
        .catch((err) =>
          logRetried(log, { err, agencyId }, 'alerts could not be timed out; trying again at the next look'),
        )
        .finally(() => atWork.delete(agencyId));
      atWork.set(agencyId, work);
    }
  }

  const failure = `deadlines of alerts could not be read; trying again in ${LOOK_EVERY_MS} ms`;
  const loop = ports.loops.repeat('alert_deadlines', { everyMs: LOOK_EVERY_MS, failure }, async () => {
    looks += 1;
    await startOverdue();
    if (looks % LOOKS_A_MINUTE === 1) await bringDeadlinesBack(ports);
  });
  loop.run();
  return async () => {
    await loop.stop();
    await Promise.all(atWork.values());
  };
}
